<?php

declare(strict_types=1);

use SeamAcs\{Guard, InvalidArgument, Outbox, Seam};

// Nobody whom another test leaves a late request for: an addition would wait for it.
$user = '33333333-3333-3333-3333-000000000002';
$pair = ['acs_user_id' => $user, 'acs_access_group_id' => Sandbox::GROUP];
$folder = sys_get_temp_dir() . '/seam-acs-outbox-' . getmypid();
$states = fn (Outbox $outbox) => array_column($outbox->changes(), 'state');
/** A new outbox, which the test leaves empty. */
$fresh = function () use ($folder): Outbox {
    array_map(unlink(...), glob("$folder/*") ?: []);

    return new Outbox($folder);
};
register_shutdown_function(function () use ($folder): void {
    array_map(unlink(...), glob("$folder/*") ?: []);
    @rmdir($folder);
});

return [
    'what is kept without a key is delivered by another object and told until it is acknowledged' => function (Sandbox $sandbox, Seam $seam) use ($pair, $user, $fresh, $folder): void {
        $outbox = $fresh();
        $outbox->remove_from_access_group(...$pair);
        $outbox->add_to_access_group(...$pair, good_for_s: 60, actor: 'ada');
        $outbox->close();
        $outbox->close();
        thrown(LogicException::class, fn () => $outbox->status());
        $outbox = new Outbox($folder);
        same(2, $outbox->status()['waiting']);
        same(1, $outbox->deliver($seam, until_empty: true)['delivered']);
        holds(in_array($user, $sandbox->members(), true), 'she is not in the group');
        [$first, $last] = $outbox->outcomes();
        same(['superseded', 'recorded'], [$first['state'], $last['state']]);
        same([$last['id']], array_column($outbox->outcomes($first['cursor']), 'id'));
        $outbox->acknowledge($last['cursor']);
        same([], $outbox->changes());
    },
    'a delivery goes on until on_progress throws' => function (Sandbox $sandbox, Seam $seam) use ($pair, $fresh, $states): void {
        $outbox = $fresh();
        $outbox->remove_from_access_group(...$pair);
        $stop = function () use ($outbox, $states): void {
            if ($states($outbox) === ['recorded']) {
                throw new DomainException('mine');
            }
        };
        same('mine', thrown(DomainException::class, fn () => $outbox->deliver($seam, on_progress: $stop))->getMessage());
    },
    'a list is kept whole or not at all, and until keeps two changes' => function () use ($pair, $fresh, $states): void {
        $outbox = $fresh();
        $add = ['action' => 'add'] + $pair;
        $why = thrown(InvalidArgument::class, fn () => $outbox->enqueue([$add, ['action' => 'open'] + $pair]));
        holds(str_contains($why->getMessage(), 'change 2'), $why->getMessage());
        same(['1', '2'], $outbox->enqueue([$add + ['until' => '2126-12-04T18:00+01:00']]));
        same(['waiting', 'scheduled'], $states($outbox));
        same(['2'], array_column($outbox->changes('scheduled'), 'id'));
    },
    'a removal is dropped by force and with a reason, and can be asked for again' => function () use ($pair, $fresh, $states): void {
        $outbox = $fresh();
        $id = $outbox->remove_from_access_group(...$pair);
        thrown(Guard::class, fn () => $outbox->drop($id, reason: 'left'));
        $outbox->drop($id, reason: 'left', force: true);
        same(['dropped'], $states($outbox));
        $outbox->retry($id);
        same(['waiting'], $states($outbox));
    },
];
