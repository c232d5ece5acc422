<?php

declare(strict_types=1);

use SeamAcs\Generated;

/** In a process of its own: a library is loaded once. */
$load_with = function (array $environment, string ...$before): string {
    $script = 'require $argv[1]; try { SeamAcs\Library::ffi(); echo SeamAcs\Generated::VERSION; } '
        . 'catch (SeamAcs\LibraryError $error) { echo $error->getMessage(); }';
    $command = [...$before, PHP_BINARY, '-r', $script, '--', dirname(__DIR__) . '/preload.php'];
    $process = proc_open($command, [1 => ['pipe', 'w']], $pipes, null, $environment + getenv());
    $told = (string) stream_get_contents($pipes[1]);
    proc_close($process);

    return $told;
};

return [
    'the variable names the library' => fn () => same(Generated::VERSION, $load_with([])),
    'a missing library is one sentence with what to do' => function () use ($load_with): void {
        $told = $load_with(['SEAM_ACS_LIBRARY' => '/nowhere/libseam_acs.so.0']);
        holds(str_starts_with($told, 'seam_acs cannot load /nowhere/libseam_acs.so.0: install it, or put its full path'), $told);
    },
    'the variable is not heard by a program with other rights than its caller' => function () use ($load_with): void {
        // Only root can start one.
        if (fileowner('/proc/self') === 0) {
            $told = $load_with(['SEAM_ACS_LIBRARY' => '/nowhere/libseam_acs.so.0'], 'setpriv', '--egid', '65534', '--keep-groups');
            holds($told !== '' && !str_contains($told, '/nowhere'), $told);
        }
    },
    'another library is told from ours' => function () use ($load_with): void {
        $told = $load_with(['SEAM_ACS_LIBRARY' => 'libc.so.6']);
        holds(str_starts_with($told, 'seam_acs cannot load libc.so.6: install it'), $told);
    },
    'the package has the version of the library' => function (): void {
        $manifest = json_decode((string) file_get_contents(dirname(__DIR__) . '/composer.json'), true);
        same(Generated::VERSION, $manifest['version']);
        same(Generated::VERSION, SeamAcs\Library::ffi()->seam_acs_version());
    },
];
