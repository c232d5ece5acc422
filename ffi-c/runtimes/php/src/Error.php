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
    /** What a guard refused, to be looked at; sync refuses it too. */
    public ?Plan $plan = null;

    final protected function __construct(
        string $message,
        /** The number of the status, which never changes. */
        public readonly int $status,
        /** Such as NOT_FOUND. */
        public readonly string $name,
        /** The HTTP status of the answer that decided. */
        public readonly ?int $http_status,
        /** Seam's own type of error; an open set. */
        public readonly ?string $api_type,
        /** The id to quote to Seam's support. */
        public readonly ?string $request_id,
        /** The same call may succeed later although nobody changes anything. */
        public readonly bool $retryable,
        /** A change may be recorded although no answer says so: read the membership before anything else. */
        public readonly bool $outcome_unknown,
        /** How many milliseconds the server asked to wait. */
        public readonly ?int $retry_after_ms,
        /** Which parameters Seam refused, each with its messages. */
        public readonly mixed $validation_errors,
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
            $fields['retry_after_ms'] ?? null,
            $fields['validation_errors'] ?? null,
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
