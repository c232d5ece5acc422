<?php

declare(strict_types=1);

namespace SeamAcs;

/**
 * A call that did not end as asked. Each status of the library has a class of its own below this one, such as
 * SeamAcs\OutcomeUnknown: the change was sent, and no answer says whether it was recorded. getCode() is the status.
 */
class Error extends \RuntimeException
{
    /** What became of each change of a list, where the failure is one of a list. */
    public ?array $report = null;

    final protected function __construct(
        string $message,
        /** The number of the status, which never changes. */
        public readonly int $status,
        /** Such as NOT_FOUND. */
        public readonly string $name,
        public readonly ?int $http_status,
        /** Seam's own type of error. */
        public readonly ?string $api_type,
        public readonly ?string $request_id,
        /** Whether the same call may succeed later. */
        public readonly bool $retryable,
        /** Whether the change may be in force although nothing confirms it. */
        public readonly bool $outcome_unknown,
        public readonly mixed $validation_errors,
        public readonly ?int $retry_after_ms,
        /** How many requests were started. */
        public readonly int $attempts,
    ) {
        parent::__construct($message, $status);
    }

    /** @internal From what the library's error object says of itself. */
    public static function from(array $fields): self
    {
        $class = __NAMESPACE__ . '\\' . str_replace('_', '', ucwords(strtolower($fields['name']), '_'));

        return new $class(
            $fields['message'],
            $fields['status'],
            $fields['name'],
            $fields['http_status'] ?? null,
            $fields['api_type'] ?? null,
            $fields['request_id'] ?? null,
            $fields['retryable'] ?? false,
            $fields['outcome_unknown'] ?? false,
            $fields['validation_errors'] ?? null,
            $fields['retry_after_ms'] ?? null,
            $fields['attempts'] ?? 0,
        );
    }

    /** @internal */
    public static function invalidArgument(string $message): self
    {
        $name = 'INVALID_ARGUMENT';

        return self::from(['name' => $name, 'status' => Generated::STATUSES[$name], 'message' => $message]);
    }
}
