<?php

declare(strict_types=1);

// For `opcache.preload` in php-fpm: code that is preloaded may use FFI.

foreach (['Generated', 'Operations', 'Error', 'Errors', 'LibraryError', 'Library', 'Plan', 'Progress', 'Operation', 'Arguments', 'Seam', 'Outbox'] as $file) {
    require_once __DIR__ . "/src/$file.php";
}
