<?php

declare(strict_types=1);

namespace SeamAcs;

/**
 * A connection to Seam. A process keeps its connections for the next client with the same options.
 *
 * @property-read Acs $acs
 */
final class Seam
{
    use ClientOperations;

    private ?\FFI\CData $handle;

    /**
     * What is not given comes from SEAM_API_KEY, or SEAM_PERSONAL_ACCESS_TOKEN with SEAM_WORKSPACE_ID, and SEAM_ENDPOINT.
     *
     * @param string|int|bool|null ...$options those of seam_acs.h by name, such as endpoint: or timeout_ms:
     */
    public function __construct(?string $api_key = null, string|int|bool|null ...$options)
    {
        $this->own(['api_key' => $api_key] + $options, null);
    }

    public function __destruct()
    {
        $this->close();
    }

    public function __get(string $name): Acs
    {
        return match ($name) {
            'acs' => new Acs($this),
        };
    }

    /** The same connections with other timeouts, attempts, concurrency, actor or reason. */
    public function with(string|int|bool|null ...$options): self
    {
        $scoped = (new \ReflectionClass(self::class))->newInstanceWithoutConstructor();
        $scoped->own($options, $this->handle());

        return $scoped;
    }

    /** Ends every call of this object, now and later. A change that was sent may have been recorded. */
    public function cancel(): void
    {
        Library::ffi()->seam_acs_client_cancel($this->handle());
    }

    /** Gives the connection back. PHP does it too once nobody holds this object. */
    public function close(): void
    {
        if (isset($this->handle)) {
            Library::ffi()->seam_acs_client_free($this->handle);
        }
        $this->handle = null;
    }

    public function __debugInfo(): array
    {
        return [];
    }

    /** Calls an operation of the table by its name, such as "acs.users.get". Its methods are made of this. */
    public function perform(string $operation, array $arguments): mixed
    {
        $progress = $arguments['on_progress'] ?? null;
        unset($arguments['on_progress']);

        return (new Arguments($operation, $arguments))->begin($this->handle())->finish($progress);
    }

    private function own(array $options, ?\FFI\CData $origin): void
    {
        $this->handle = null;
        $ffi = Library::ffi();
        $set = $ffi->seam_acs_options_new();
        try {
            foreach (['sdk_name' => 'seam-acs/php'] + $options as $name => $value) {
                $text = is_bool($value) ? var_export($value, true) : (string) $value;
                Library::call('seam_acs_options_set', $set, Library::utf8("an option's name", (string) $name), Library::utf8((string) $name, $text));
            }
            $this->handle = $origin === null
                ? Library::create('seam_acs_client', 'seam_acs_client_from_env', $set)
                : Library::create('seam_acs_client', 'seam_acs_client_with', $origin, $set);
        } finally {
            $ffi->seam_acs_options_free($set);
        }
    }

    /** @internal */
    public function handle(): \FFI\CData
    {
        return $this->handle ?? throw new \LogicException('this SeamAcs\Seam is closed');
    }
}
