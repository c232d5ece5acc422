<?php

declare(strict_types=1);

namespace SeamAcs;

/** The library cannot be loaded, or is another one. */
final class LibraryError extends \RuntimeException
{
}
