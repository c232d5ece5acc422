<?php

declare(strict_types=1);

define('KEY', getenv('SEAM_ACS_SANDBOX_API_KEY') ?: 'seam_testkey_of_the_local_sandbox');

/** The local server that the tests talk to, as a process of its own. */
final class Sandbox
{
    public const USER = '33333333-3333-3333-3333-333333333333';
    public const GROUP = '44444444-4444-4444-4444-444444444444';
    public readonly string $url;

    /** @var resource */
    private mixed $process;

    /** @var resource[] It ends when its standard input does. */
    private array $pipes = [];

    public function __construct()
    {
        $this->process = proc_open([(string) getenv('SEAM_ACS_SANDBOX'), '--until-stdin-closes'], [['pipe', 'r'], ['pipe', 'w']], $this->pipes);
        preg_match('#http:\S+#', (string) fgets($this->pipes[1]), $found);
        $this->url = $found[0];
    }

    public function __destruct()
    {
        array_map('fclose', $this->pipes);
        proc_close($this->process);
    }

    public function reset(): void
    {
        $this->ask('POST', 'reset');
    }

    /** As in sandbox/README.md. */
    public function fault(mixed ...$fields): void
    {
        $this->ask('POST', 'faults', $fields);
    }

    /** @return list<array<string, mixed>> */
    public function requests(): array
    {
        return $this->ask('GET', 'requests');
    }

    /** @return string[] */
    public function paths(): array
    {
        return array_column($this->requests(), 'path');
    }

    /** @return string[] */
    public function members(): array
    {
        $groups = array_column($this->ask('GET', 'state')['groups'], 'members', 'acs_access_group_id');

        return $groups[self::GROUP];
    }

    private function ask(string $method, string $path, array $body = []): array
    {
        $context = stream_context_create(['http' => [
            'method' => $method,
            'header' => 'Content-Type: application/json',
            'content' => $method === 'GET' ? '' : json_encode((object) $body),
        ]]);

        return (array) json_decode((string) file_get_contents("$this->url/_sandbox/$path", false, $context), true);
    }
}
