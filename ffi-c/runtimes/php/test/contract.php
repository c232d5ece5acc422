<?php

declare(strict_types=1);

// The contract's runner for PHP: reads a case a line, answers each with a line of JSON.

require __DIR__ . '/autoload.php';

use SeamAcs\{Error, Seam};

function failure(Error $error): array
{
    return [
        'status' => $error->name,
        'code' => $error->status,
        'message' => $error->getMessage(),
        'http_status' => $error->http_status,
        'api_type' => $error->api_type,
        'request_id' => $error->request_id,
        'retryable' => $error->retryable,
        'outcome_unknown' => $error->outcome_unknown,
        'validation_errors' => $error->validation_errors,
        'attempts' => $error->attempts,
        'result' => $error->report ?? $error->plan,
    ];
}

/** PHP has one thread: a signal every few milliseconds looks for the sign. */
function cancel_when(string $sign, Seam $seam): void
{
    pcntl_async_signals(true);
    pcntl_signal(SIGALRM, function () use ($sign, $seam): void {
        file_exists($sign) ? $seam->cancel() : pcntl_alarm(1);
    });
    pcntl_alarm(1);
}

function run(array $case): array
{
    try {
        $seam = new Seam(...$case['options']);
        if ($case['cancel_when'] !== null) {
            cancel_when($case['cancel_when'], $seam);
        }
        $path = explode('.', $case['method']);
        $method = array_pop($path);
        $target = array_reduce($path, fn (object $from, string $name) => $from->$name, $seam);

        return ['status' => 'OK', 'code' => 0, 'result' => $target->$method(...$case['arguments'])];
    } catch (Error $error) {
        return failure($error);
    }
}

while (($line = fgets(STDIN)) !== false) {
    $case = json_decode($line, true, flags: JSON_THROW_ON_ERROR);
    echo json_encode(['name' => $case['name']] + run($case), JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE), "\n";
}
