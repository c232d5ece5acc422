<?php

declare(strict_types=1);

// What a PHP program may rely on beyond the contract, told in the Test Anything Protocol. Needs SEAM_ACS_LIBRARY and SEAM_ACS_SANDBOX.

require __DIR__ . '/autoload.php';
require __DIR__ . '/Sandbox.php';

foreach (array_keys(getenv()) as $name) {
    // The tests set what they need themselves.
    if (str_starts_with($name, 'SEAM_') && !str_starts_with($name, 'SEAM_ACS_')) {
        putenv($name);
    }
}
set_error_handler(fn (int $level, string $message, string $file, int $line) => throw new ErrorException($message, 0, $level, $file, $line));

function same(mixed $wanted, mixed $found): void
{
    if ($wanted !== $found) {
        throw new LogicException(sprintf('%s, not %s', var_export($found, true), var_export($wanted, true)));
    }
}

function holds(bool $claim, string $otherwise): void
{
    $claim || throw new LogicException($otherwise);
}

/** @template T of Throwable @param class-string<T> $class @return T */
function thrown(string $class, callable $by): Throwable
{
    try {
        $by();
    } catch (Throwable $thrown) {
        holds($thrown instanceof $class, "$class was expected, not " . get_class($thrown) . ": {$thrown->getMessage()}");

        return $thrown;
    }
    throw new LogicException("nothing was thrown, not even $class");
}

$sandbox = new Sandbox();
$tests = [];
foreach (['errors', 'resources', 'outbox', 'loading', 'readme', 'fpm', 'official'] as $subject) {
    $tests += require __DIR__ . "/$subject.php";
}
$failed = false;
foreach ($tests as $sentence => $test) {
    $sandbox->reset();
    try {
        $test($sandbox, new SeamAcs\Seam(KEY, endpoint: $sandbox->url));
        echo "ok $sentence\n";
    } catch (Throwable $why) {
        $failed = true;
        echo "not ok $sentence\n    {$why->getMessage()} ({$why->getFile()}:{$why->getLine()})\n";
    }
}
echo '1..', count($tests), "\n";
exit($failed ? 1 : 0);
