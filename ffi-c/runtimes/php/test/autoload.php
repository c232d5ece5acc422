<?php

declare(strict_types=1);

// What Composer's autoloader does for a program that has installed the package.

require_once dirname(__DIR__) . '/preload.php';
