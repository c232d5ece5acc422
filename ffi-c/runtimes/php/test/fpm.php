<?php

declare(strict_types=1);

// A real php-fpm with FFI as its default has it (preloaded code only), asked through FastCGI.

/** Starts one in a folder that its user may read, gives its address to `$ask`, and ends it. */
$with_fpm = function (Sandbox $sandbox, callable $use): void {
    $folder = sys_get_temp_dir() . '/seam-acs-fpm-' . getmypid();
    exec('mkdir -p ' . escapeshellarg("$folder/package"));
    exec('cp -r ' . escapeshellarg(dirname(__DIR__) . '/src') . ' ' . escapeshellarg(dirname(__DIR__) . '/preload.php') . ' ' . escapeshellarg("$folder/package"));
    copy((string) getenv('SEAM_ACS_LIBRARY'), "$folder/libseam_acs.so.0");
    $header = (string) file_get_contents("$folder/package/src/seam_acs.h");
    file_put_contents("$folder/package/src/seam_acs.h", str_replace('"libseam_acs.so.0"', "\"$folder/libseam_acs.so.0\"", $header));
    file_put_contents("$folder/add.php", '<?php $seam = new SeamAcs\Seam(); $seam->acs->users->add_to_access_group("' . Sandbox::USER . '", "' . Sandbox::GROUP . '"); echo "recorded by ", getmypid();');
    file_put_contents("$folder/fpm.conf", "[global]\nerror_log = $folder/error.log\ndaemonize = no\n[www]\nlisten = $folder/socket\n"
        . "user = www-data\ngroup = www-data\nlisten.owner = root\npm = static\npm.max_children = 1\nclear_env = yes\n"
        . 'env[SEAM_API_KEY] = ' . KEY . "\nenv[SEAM_ENDPOINT] = $sandbox->url\n");
    exec('chmod -R a+rX ' . escapeshellarg($folder));
    $settings = ['opcache.enable=1', "opcache.preload=$folder/package/preload.php", 'opcache.preload_user=www-data', "ffi.preload=$folder/package/src/seam_acs.h"];
    $command = array_merge([(glob('/usr/sbin/php-fpm*') ?: ['php-fpm'])[0], '-y', "$folder/fpm.conf"], ...array_map(fn (string $one) => ['-d', $one], $settings));
    $process = proc_open($command, [1 => ['file', "$folder/out.log", 'w'], 2 => ['file', "$folder/err.log", 'w']], $pipes);
    try {
        for ($until = hrtime(true) + 20e9; !file_exists("$folder/socket"); usleep(5000)) {
            holds(hrtime(true) < $until && proc_get_status($process)['running'], (string) file_get_contents("$folder/err.log"));
        }
        $use(function () use ($folder): string {
            $request = ['SCRIPT_FILENAME' => "$folder/add.php", 'REQUEST_METHOD' => 'GET'] + getenv();
            $client = proc_open(['cgi-fcgi', '-bind', '-connect', "$folder/socket"], [1 => ['pipe', 'w']], $pipes, null, $request);
            $answer = (string) stream_get_contents($pipes[1]);
            proc_close($client);

            return trim(explode("\r\n\r\n", $answer, 2)[1] ?? $answer);
        });
    } finally {
        proc_terminate($process);
        proc_close($process);
        exec('rm -r ' . escapeshellarg($folder));
    }
};

return [
    'a worker of php-fpm keeps its connection from one request to the next' => function (Sandbox $sandbox) use ($with_fpm): void {
        $with_fpm($sandbox, function (callable $ask) use ($sandbox): void {
            $first = $ask();
            holds(preg_match('/\Arecorded by \d+\z/', $first) === 1, $first);
            same($first, $ask());
            same([true], array_unique(array_map(fn (array $request) => $request['status'] === 200, $sandbox->requests())));
            same(1, count(array_unique(array_column($sandbox->requests(), 'connection'))));
        });
    },
];
