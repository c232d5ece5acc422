<?php

declare(strict_types=1);

preg_match_all('/^```php\n(.*?)^```$/ms', (string) file_get_contents(dirname(__DIR__) . '/README.md'), $found);

/** Runs a program of README.md where Composer has installed the package; returns what it wrote to both outputs. */
$run = function (int $block, Sandbox $sandbox) use ($found): array {
    static $project = null;
    if ($project === null) {
        $project = sys_get_temp_dir() . '/seam-acs-php-' . getmypid();
        mkdir($project);
        symlink(dirname(__DIR__), "$project/package");
        file_put_contents("$project/composer.json", json_encode([
            'repositories' => [['type' => 'path', 'url' => "$project/package"], ['packagist.org' => false]],
            'require' => ['seam-acs/seam-acs' => '*'],
        ]));
        exec('COMPOSER_ALLOW_SUPERUSER=1 composer install --quiet --no-interaction --working-dir=' . escapeshellarg($project) . ' 2>&1', $told, $code);
        same([[], 0], [$told, $code]);
        register_shutdown_function(fn () => exec('rm -r ' . escapeshellarg($project)));
    }
    file_put_contents("$project/program.php", $found[1][$block]);
    $environment = ['SEAM_API_KEY' => KEY, 'SEAM_ENDPOINT' => $sandbox->url] + getenv();
    $process = proc_open([PHP_BINARY, 'program.php'], [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes, $project, $environment);
    $told = [stream_get_contents($pipes[1]), stream_get_contents($pipes[2])];
    holds(proc_close($process) === 0, implode('', $told));

    return $told;
};

return [
    "the guide's code adds and removes and prints nothing" => function (Sandbox $sandbox) use ($run): void {
        same(['', ''], $run(0, $sandbox));
        same(['/acs/users/add_to_access_group', '/acs/users/remove_from_access_group'], $sandbox->paths());
    },
    'the example of errors says what is wrong' => function (Sandbox $sandbox) use ($run): void {
        [$told] = $run(1, $sandbox);
        holds(preg_match('/\ANOT_FOUND: .* \(request request\d+\)\n\z/', $told) === 1, $told);
    },
    'the example of many shows its plan and what was recorded' => function (Sandbox $sandbox) use ($run): void {
        [$told] = $run(2, $sandbox);
        holds(str_contains($told, 'Ada Lindqvist'), $told);
        holds(str_contains($told, '1 changes were recorded by Seam; the access system follows.'), $told);
        holds(in_array(Sandbox::USER, $sandbox->members(), true), 'she is not in the group');
    },
];
