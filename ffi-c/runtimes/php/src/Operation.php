<?php

declare(strict_types=1);

namespace SeamAcs;

/**
 * One call on its way. It is waited for in slices, so that signal handlers run; one that throws ends the wait and cancels
 * the request, and a change that was sent may have been recorded.
 *
 * @internal
 */
final class Operation
{
    private const SLICE_MS = 100;

    private ?\Throwable $thrown = null;

    public function __construct(private readonly \FFI\CData $handle, private readonly string $name)
    {
    }

    /** One that is pending is cancelled by this. */
    public function __destruct()
    {
        Library::ffi()->seam_acs_op_free($this->handle);
    }

    /** Its result once it is done. */
    public function finish(?callable $progress): mixed
    {
        // What stands in no table, the delivery of an outbox, gives a record.
        $result = Generated::OPERATIONS[$this->name]['result'] ?? 'record';
        while (Library::ffi()->seam_acs_op_wait($this->handle, self::SLICE_MS) === 0) {
            $this->tell($progress);
            if (function_exists('pcntl_signal_dispatch')) {
                pcntl_signal_dispatch();
            }
        }
        $this->tell($progress);
        try {
            Library::call('seam_acs_op_result', $this->handle);
        } catch (Error $error) {
            if ($error->name === 'GUARD') {
                $error->plan = $this->orNull(fn () => new Plan($this->json()));
            } elseif ($result === 'report') {
                $error->report = $this->orNull($this->decoded(...));
            }
            throw $this->thrown === null ? $error : self::after($error, $this->thrown);
        }
        if ($this->thrown !== null) {
            // It came too late to stop anything, and what was done is reported as done.
            error_log("seam-acs: on_progress threw $this->thrown");
        }

        return match ($result) {
            'nothing' => null,
            'plan' => new Plan($this->json()),
            // The member that has the operation's own name.
            'bool' => $this->decoded()[array_slice(explode('.', $this->name), -1)[0]],
            default => $this->decoded(),
        };
    }

    /** What it throws stops the work, and leaves the call once it is known what came of that. */
    private function tell(?callable $progress): void
    {
        try {
            if ($progress !== null && $this->thrown === null) {
                $progress($this->look());
            }
        } catch (\Throwable $thrown) {
            $this->thrown = $thrown;
            Library::ffi()->seam_acs_op_cancel($this->handle);
        }
    }

    /** The second with the first as its previous one, which PHP sets only as it throws. */
    private static function after(\Throwable $first, \Throwable $second): \Throwable
    {
        try {
            try {
                throw $first;
            } finally {
                throw $second;
            }
        } catch (\Throwable $both) {
            return $both;
        }
    }

    /** A list that was refused has no report, and a plan that does not fit any more is not made again. */
    private function orNull(callable $found): mixed
    {
        try {
            return $found();
        } catch (Error) {
            return null;
        }
    }

    private function decoded(): mixed
    {
        return json_decode($this->json(), true, flags: JSON_THROW_ON_ERROR);
    }

    private function json(): string
    {
        return Library::text('seam_acs_op_to_json', $this->handle);
    }

    private function look(): Progress
    {
        $numbers = Library::ffi()->new('size_t[5]');
        $places = array_map(fn (int $place) => \FFI::addr($numbers[$place]), range(0, 4));
        Library::ffi()->seam_acs_op_progress($this->handle, ...$places);

        return new Progress(...array_map(fn (int $place) => $numbers[$place], range(0, 4)));
    }
}
