<?php

declare(strict_types=1);

use SeamAcs\{Partial, Plan, Progress, Seam};

$pair = ['acs_user_id' => Sandbox::USER, 'acs_access_group_id' => Sandbox::GROUP];

return [
    'closing twice is once, and a closed client says so' => function (Sandbox $sandbox, Seam $seam): void {
        $seam->close();
        $seam->close();
        thrown(LogicException::class, fn () => $seam->check());
    },
    'clients that nobody closes are freed' => function (Sandbox $sandbox): void {
        $descriptors = fn () => count((array) scandir('/proc/self/fd'));
        $make = fn () => (new Seam(KEY, endpoint: $sandbox->url))->check();
        $make();
        $before = $descriptors();
        foreach (range(1, 200) as $_) {
            $make();
        }
        holds($descriptors() <= $before + 4, "{$descriptors()} descriptors after $before");
    },
    'a forked child makes calls of its own' => function (Sandbox $sandbox, Seam $seam): void {
        $seam->check();
        $child = pcntl_fork();
        if ($child === 0) {
            $found = $seam->acs->users->get(Sandbox::USER)['acs_user_id'] ?? null;
            // Without the destructors of what is the parent's.
            posix_kill(posix_getpid(), $found === Sandbox::USER ? SIGUSR1 : SIGKILL);
        }
        pcntl_waitpid($child, $status);
        same(SIGUSR1, pcntl_wtermsig($status));
        $seam->check();
    },
    'a signal handler runs while a call waits, and what it throws ends the call' => function (Sandbox $sandbox, Seam $seam): void {
        $sandbox->fault(hold: true, times: null);
        pcntl_signal(SIGALRM, fn () => throw new DomainException('enough'));
        pcntl_alarm(1);
        $started = hrtime(true);
        same('enough', thrown(DomainException::class, fn () => $seam->acs->users->get(Sandbox::USER))->getMessage());
        holds(hrtime(true) - $started < 10e9, 'it waited for its answer');
    },
    'progress is told while a list is applied' => function (Sandbox $sandbox, Seam $seam) use ($pair): void {
        $done = [];
        $seam->acs->memberships->apply([['action' => 'add'] + $pair], on_progress: function (Progress $now) use (&$done): void {
            $done[] = $now->done;
        });
        same(1, end($done));
    },
    'what on_progress throws stops the work, and its previous exception says what came of it' => function (Sandbox $sandbox, Seam $seam) use ($pair): void {
        $sandbox->fault(hold: true, times: null);
        $times = 0;
        $stop = function () use ($sandbox, &$times): void {
            if ($sandbox->requests() !== []) {
                $times++;
                throw new DomainException('mine');
            }
        };
        $mine = thrown(DomainException::class, fn () => $seam->acs->memberships->apply([['action' => 'add'] + $pair], on_progress: $stop));
        same(['mine', 1], [$mine->getMessage(), $times]);
        holds($mine->getPrevious() instanceof Partial, 'it does not say what came of the change');
        same(['outcome_unknown'], array_column($mine->getPrevious()->report['items'], 'outcome'));
    },
    'what was done before on_progress threw is reported as done' => function (Sandbox $sandbox, Seam $seam) use ($pair): void {
        $log = tempnam(sys_get_temp_dir(), 'seam-acs');
        $before = ini_set('error_log', $log);
        $late = fn (Progress $now) => $now->done === 1 && throw new DomainException('mine');
        same(1, $seam->acs->memberships->apply([['action' => 'add'] + $pair], on_progress: $late)['totals']['applied']);
        ini_set('error_log', (string) $before);
        $told = (string) file_get_contents($log);
        unlink($log);
        holds(str_contains($told, 'on_progress threw DomainException: mine'), $told);
    },
    'a saved plan is a table for people and is applied later' => function (Sandbox $sandbox, Seam $seam) use ($pair): void {
        $plan = $seam->acs->memberships->plan([$pair], mode: 'additive');
        holds(str_contains((string) $plan, 'Ada Lindqvist'), (string) $plan);
        same(1, $seam->acs->memberships->sync(new Plan($plan->json))['totals']['applied']);
        holds(in_array(Sandbox::USER, $sandbox->members(), true), 'she is not in the group');
    },
    'a table may be an open file in any encoding of a spreadsheet' => function (Sandbox $sandbox, Seam $seam): void {
        $file = fopen('php://memory', 'w+');
        $table = "acs_user_id;acs_access_group_id;action\r\n" . Sandbox::USER . ';' . Sandbox::GROUP . ";add\r\n";
        fwrite($file, "\xff\xfe" . iconv('UTF-8', 'UTF-16LE', $table));
        rewind($file);
        same(1, $seam->acs->memberships->apply($file)['totals']['applied']);
    },
    'the key is not in what var_dump shows' => function (Sandbox $sandbox, Seam $seam): void {
        holds(!str_contains(print_r($seam, true), KEY), 'the key');
    },
];
