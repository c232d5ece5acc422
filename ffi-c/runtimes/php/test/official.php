<?php

declare(strict_types=1);

use SeamAcs\Seam;

/** Seam's own fake server, the second opinion. What it calls a membership stands in its database. */
$with_fake = function (callable $test): void {
    $process = proc_open(['node', dirname(__DIR__, 4) . '/tests/official/fake.mjs'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
    $facts = json_decode((string) fgets($pipes[1]), true, flags: JSON_THROW_ON_ERROR);
    $pair = ['acs_user_id' => $facts['acs_user_ids'][0], 'acs_access_group_id' => $facts['acs_access_group_ids'][0]];
    try {
        $test(new Seam($facts['api_key'], endpoint: $facts['url'], max_attempts: 2), $pair, $facts);
    } finally {
        array_map('fclose', $pipes);
        proc_close($process);
    }
};
$members = function (array $facts): array {
    $database = json_decode((string) file_get_contents("{$facts['url']}/_fake/database"), true);

    return array_column($database['acs_access_groups'], '_acs_user_ids', 'acs_access_group_id')[$facts['acs_access_group_ids'][0]];
};

return [
    'the official fake server records an add and a remove' => fn () => $with_fake(function (Seam $seam, array $pair, array $facts) use ($members): void {
        $seam->acs->users->add_to_access_group(...$pair);
        holds(in_array($pair['acs_user_id'], $members($facts), true), 'not added');
        $seam->acs->users->remove_from_access_group(...$pair);
        holds(!in_array($pair['acs_user_id'], $members($facts), true), 'not removed');
    }),
    'the official fake server knows neither user nor group nor key' => fn () => $with_fake(function (Seam $seam, array $pair, array $facts): void {
        $unknown = ['acs_user_id' => 'nobody'] + $pair;
        $error = thrown(SeamAcs\NotFound::class, fn () => $seam->acs->users->remove_from_access_group(...$unknown));
        same('acs_user_not_found', $error->api_type);
        thrown(SeamAcs\NotFound::class, fn () => $seam->acs->users->add_to_access_group($pair['acs_user_id'], 'nothing'));
        $stranger = new Seam('seam_apikey9_token', endpoint: $facts['url']);
        thrown(SeamAcs\Unauthorized::class, fn () => $stranger->acs->users->add_to_access_group(...$pair));
    }),
    'an outage of the official fake server leaves a change in doubt' => fn () => $with_fake(function (Seam $seam, array $pair, array $facts): void {
        $outage = json_encode(['workspace_id' => $facts['workspace_id'], 'routes' => ['/acs/users/add_to_access_group']]);
        $context = stream_context_create(['http' => ['method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => $outage]]);
        file_get_contents("{$facts['url']}/_fake/simulate_workspace_outage", false, $context);
        thrown(SeamAcs\OutcomeUnknown::class, fn () => $seam->acs->users->add_to_access_group(...$pair));
    }),
];
