<?php

declare(strict_types=1);

namespace SeamAcs;

/** How far a call is. */
final class Progress
{
    public function __construct(
        /** Records that were read, or changes that are as asked. */
        public readonly int $done,
        public readonly int $failed,
        /** 0 while that is not known. */
        public readonly int $total,
        /** Requests that may be under way now. */
        public readonly int $concurrency,
        public readonly int $per_second,
    ) {
    }
}
