<?php

declare(strict_types=1);

namespace SeamAcs;

/**
 * Changes in a folder: each is on the disk when its method returns, and deliver sends it. Keeping needs no key and no
 * network. Any number of processes may use one folder; one delivers.
 *
 * A change is an array with acs_user_id or user_identity_id, acs_access_group_id, and where they are wanted good_for_s and
 * until (of an addition), not_before, actor and reason. Times have their offset, such as 2026-12-04T18:00+01:00.
 */
final class Outbox
{
    private ?\FFI\CData $handle = null;

    /** Opens the outbox of a folder, and makes the folder where it is missing. */
    public function __construct(string $folder)
    {
        $this->handle = Library::create('seam_acs_outbox', 'seam_acs_outbox_open', Library::utf8('folder', $folder), null);
    }

    public function __destruct()
    {
        $this->close();
    }

    /** Keeps an addition, and gives its id. */
    public function add_to_access_group(mixed ...$change): string
    {
        return $this->enqueue([['action' => 'add'] + $change])[0];
    }

    /** Keeps a removal, which never expires, and gives its id. */
    public function remove_from_access_group(mixed ...$change): string
    {
        return $this->enqueue([['action' => 'remove'] + $change])[0];
    }

    /**
     * Keeps several changes, all or none, and gives their ids. One with until has two: that of its removal follows.
     *
     * @param list<array<string, mixed>> $changes each with its action, add or remove
     * @return list<string>
     */
    public function enqueue(array $changes): array
    {
        return array_column($this->found('list', 'enqueue', self::encoded(array_values($changes))), 'id');
    }

    /** How many changes are in each state, and what an alarm should watch. */
    public function status(): array
    {
        return $this->found('record', 'status');
    }

    /** The changes, or those in one state, in the order in which they were asked for. */
    public function changes(?string $state = null): array
    {
        return $this->found('list', 'list', $state === null ? null : self::encoded(['state' => $state]));
    }

    /** The changes that have ended, behind the cursor of the last one that was read before, until they are acknowledged. */
    public function outcomes(?string $cursor = null): array
    {
        return $this->found('list', 'outcomes', $cursor === null ? null : Library::utf8('cursor', $cursor));
    }

    /** Forgets the outcomes up to a cursor. */
    public function acknowledge(string $cursor): void
    {
        Library::call('seam_acs_outbox_acknowledge', $this->handle(), Library::utf8('cursor', $cursor));
    }

    /** Asks again for a change that was refused or dropped, has expired or is in doubt. */
    public function retry(string $id, int $good_for_s = 0): void
    {
        Library::call('seam_acs_outbox_retry', $this->handle(), Library::utf8('id', $id), $good_for_s);
    }

    /** Takes a change out. A removal takes force and a reason: without it a door may stay open. */
    public function drop(string $id, string $reason = '', bool $force = false): void
    {
        $words = [Library::utf8('id', $id), Library::utf8('reason', $reason)];
        Library::call('seam_acs_outbox_drop', $this->handle(), ...$words, ...[(int) $force]);
    }

    /** Sends the changes until a signal handler or on_progress throws, or with until_empty until nothing is left. */
    public function deliver(Seam $seam, bool $until_empty = false, ?callable $on_progress = null): array
    {
        $options = $until_empty ? '{"until":"empty"}' : null;
        $begun = Library::create('seam_acs_op', 'seam_acs_outbox_deliver_begin', $this->handle(), $seam->handle(), $options);

        return (new Operation($begun, 'acs.outbox.deliver'))->finish($on_progress);
    }

    /** Lets the folder go. PHP does it too once nobody holds this object. */
    public function close(): void
    {
        if ($this->handle !== null) {
            Library::ffi()->seam_acs_outbox_free($this->handle);
        }
        $this->handle = null;
    }

    private function handle(): \FFI\CData
    {
        return $this->handle ?? throw new \LogicException('this SeamAcs\Outbox is closed');
    }

    /** What a function gives as a record or a list. */
    private function found(string $kind, string $function, ?string ...$arguments): array
    {
        $made = Library::create("seam_acs_$kind", "seam_acs_outbox_$function", $this->handle(), ...$arguments);
        try {
            return json_decode(Library::text("seam_acs_{$kind}_to_json", $made), true, flags: JSON_THROW_ON_ERROR);
        } finally {
            Library::ffi()->{"seam_acs_{$kind}_free"}($made);
        }
    }

    private static function encoded(array $value): string
    {
        try {
            return json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        } catch (\JsonException $error) {
            throw Error::invalidArgument("a change is not what JSON can hold: {$error->getMessage()}");
        }
    }
}
