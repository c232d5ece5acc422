<?php

declare(strict_types=1);

namespace SeamAcs;

/** How far a call is. */
final class Progress
{
    public function __construct(
        /** Records that were read, or changes that are as asked. */
        public readonly int $done,
        /** Changes that failed or are in doubt. */
        public readonly int $failed,
        /** Of them; 0 while that is not known. */
        public readonly int $total,
        /** Requests that may be under way now. */
        public readonly int $concurrency,
        /** Done or failed since the begin. */
        public readonly int $per_second,
    ) {
    }
}
