<?php

declare(strict_types=1);

use SeamAcs\Seam;

$pair = ['acs_user_id' => Sandbox::USER, 'acs_access_group_id' => Sandbox::GROUP];

return [
    'a refusal has a class of its own and says everything' => function (Sandbox $sandbox, Seam $seam): void {
        $error = thrown(SeamAcs\NotFound::class, fn () => $seam->acs->users->add_to_access_group(Sandbox::USER, Sandbox::USER));
        same([-5003, 'NOT_FOUND', 404, 'acs_access_group_not_found'], [$error->getCode(), $error->name, $error->http_status, $error->api_type]);
        holds(str_starts_with((string) $error->request_id, 'request'), 'no request id');
        holds(!$error->retryable && !$error->outcome_unknown, 'it is final');
        holds(str_contains($error->getMessage(), Sandbox::USER), $error->getMessage());
    },
    'a change without answer is outcome unknown' => function (Sandbox $sandbox, Seam $seam) use ($pair): void {
        $sandbox->fault(kind: 'drop', at: 'after_applying', times: null);
        $once = $seam->with(max_attempts: 1);
        $error = thrown(SeamAcs\OutcomeUnknown::class, fn () => $once->acs->users->remove_from_access_group(...$pair));
        holds($error->outcome_unknown, 'and says so');
    },
    'a list with a failure brings its report' => function (Sandbox $sandbox, Seam $seam) use ($pair): void {
        $changes = [['action' => 'add'] + $pair, ['action' => 'add', 'acs_user_id' => 'nobody'] + $pair];
        $error = thrown(SeamAcs\Partial::class, fn () => $seam->acs->memberships->apply($changes));
        same(['applied', 'failed'], array_column($error->report['items'], 'outcome'));
    },
    'arguments that name no call are refused and nothing is sent' => function (Sandbox $sandbox, Seam $seam) use ($pair): void {
        $users = $seam->acs->users;
        thrown(SeamAcs\InvalidArgument::class, fn () => $users->remove_from_access_group(...$pair, user_identity_id: Sandbox::USER));
        thrown(SeamAcs\InvalidArgument::class, fn () => $users->remove_from_access_group(acs_access_group_id: Sandbox::GROUP));
        thrown(Error::class, fn () => $users->remove_from_access_group(...$pair, present: true));
        same([], $sandbox->requests());
    },
    'text that C would cut or that is no UTF-8 is refused' => function (Sandbox $sandbox, Seam $seam): void {
        thrown(SeamAcs\InvalidArgument::class, fn () => $seam->acs->users->get(Sandbox::USER . "\0x"));
        thrown(SeamAcs\Utf8::class, fn () => $seam->acs->users->get("\xff"));
        same([], $sandbox->requests());
    },
];
