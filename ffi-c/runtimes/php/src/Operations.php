<?php

declare(strict_types=1);

// Generated from api/operations.toml by `cargo xtask generate`; do not edit.

namespace SeamAcs;

/** What stands on the client itself. */
trait ClientOperations
{
    /** Asks Seam whether it can be reached and accepts the credentials. Changes nothing. */
    public function check(): void
    {
        $this->perform('check', []);
    }

    /** Posts a JSON object to any path of Seam's API, with the client's credentials, deadline and errors. */
    public function request(?string $path = null, array|string|null $params = null): array
    {
        return $this->perform('request', ['path' => $path, 'params' => $params]);
    }
}

/**
 * @property-read Users $users
 * @property-read AccessGroups $access_groups
 * @property-read Systems $systems
 * @property-read Entrances $entrances
 * @property-read Memberships $memberships
 */
final class Acs
{
    public function __construct(private readonly Seam $seam)
    {
    }

    public function __get(string $name): object
    {
        return match ($name) {
            'users' => new Users($this->seam),
            'access_groups' => new AccessGroups($this->seam),
            'systems' => new Systems($this->seam),
            'entrances' => new Entrances($this->seam),
            'memberships' => new Memberships($this->seam),
        };
    }
}

final class Users
{
    public function __construct(private readonly Seam $seam)
    {
    }

    /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
    public function add_to_access_group(?string $acs_user_id = null, ?string $acs_access_group_id = null, ?string $user_identity_id = null): void
    {
        $this->seam->perform('acs.users.add_to_access_group', ['acs_user_id' => $acs_user_id, 'acs_access_group_id' => $acs_access_group_id, 'user_identity_id' => $user_identity_id]);
    }

    /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open. */
    public function remove_from_access_group(?string $acs_user_id = null, ?string $acs_access_group_id = null, ?string $user_identity_id = null): void
    {
        $this->seam->perform('acs.users.remove_from_access_group', ['acs_user_id' => $acs_user_id, 'acs_access_group_id' => $acs_access_group_id, 'user_identity_id' => $user_identity_id]);
    }

    /** Reads one user, by its own id or by user identity and access system. */
    public function get(?string $acs_user_id = null, ?string $user_identity_id = null, ?string $acs_system_id = null): array
    {
        return $this->seam->perform('acs.users.get', ['acs_user_id' => $acs_user_id, 'user_identity_id' => $user_identity_id, 'acs_system_id' => $acs_system_id]);
    }

    /** Reads the users, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, user_identity_id, search and more. */
    public function list(mixed ...$options): array
    {
        return $this->seam->perform('acs.users.list', [] + $options);
    }

    /** Reads the entrances that a user can open. */
    public function list_accessible_entrances(?string $acs_user_id = null, ?string $user_identity_id = null, ?string $acs_system_id = null): array
    {
        return $this->seam->perform('acs.users.list_accessible_entrances', ['acs_user_id' => $acs_user_id, 'user_identity_id' => $user_identity_id, 'acs_system_id' => $acs_system_id]);
    }
}

final class AccessGroups
{
    public function __construct(private readonly Seam $seam)
    {
    }

    /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
    public function add_user(?string $acs_user_id = null, ?string $acs_access_group_id = null, ?string $user_identity_id = null): void
    {
        $this->seam->perform('acs.access_groups.add_user', ['acs_user_id' => $acs_user_id, 'acs_access_group_id' => $acs_access_group_id, 'user_identity_id' => $user_identity_id]);
    }

    /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open. */
    public function remove_user(?string $acs_user_id = null, ?string $acs_access_group_id = null, ?string $user_identity_id = null): void
    {
        $this->seam->perform('acs.access_groups.remove_user', ['acs_user_id' => $acs_user_id, 'acs_access_group_id' => $acs_access_group_id, 'user_identity_id' => $user_identity_id]);
    }

    /** Deletes an access group: everybody in it loses its permissions. Recorded by Seam when it returns; the access system follows. */
    public function delete(?string $acs_access_group_id = null): void
    {
        $this->seam->perform('acs.access_groups.delete', ['acs_access_group_id' => $acs_access_group_id]);
    }

    /** Reads one access group. */
    public function get(?string $acs_access_group_id = null): array
    {
        return $this->seam->perform('acs.access_groups.get', ['acs_access_group_id' => $acs_access_group_id]);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. */
    public function list(mixed ...$options): array
    {
        return $this->seam->perform('acs.access_groups.list', [] + $options);
    }

    /** Reads the users in an access group. */
    public function list_users(?string $acs_access_group_id = null): array
    {
        return $this->seam->perform('acs.access_groups.list_users', ['acs_access_group_id' => $acs_access_group_id]);
    }

    /** Reads the entrances that the users of an access group can open. */
    public function list_accessible_entrances(?string $acs_access_group_id = null): array
    {
        return $this->seam->perform('acs.access_groups.list_accessible_entrances', ['acs_access_group_id' => $acs_access_group_id]);
    }
}

final class Systems
{
    public function __construct(private readonly Seam $seam)
    {
    }

    /** Reads one access system. */
    public function get(?string $acs_system_id = null): array
    {
        return $this->seam->perform('acs.systems.get', ['acs_system_id' => $acs_system_id]);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. */
    public function list(mixed ...$options): array
    {
        return $this->seam->perform('acs.systems.list', [] + $options);
    }
}

final class Entrances
{
    public function __construct(private readonly Seam $seam)
    {
    }

    /** Reads one entrance. */
    public function get(?string $acs_entrance_id = null): array
    {
        return $this->seam->perform('acs.entrances.get', ['acs_entrance_id' => $acs_entrance_id]);
    }

    /** Reads the entrances, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, acs_credential_id, search and more. */
    public function list(mixed ...$options): array
    {
        return $this->seam->perform('acs.entrances.list', [] + $options);
    }
}

final class Memberships
{
    public function __construct(private readonly Seam $seam)
    {
    }

    /** Makes up to a million changes and says what became of each. The options are ceiling, fixed, deadline_ms, journal, group and action. */
    public function apply(mixed $changes = null, mixed ...$options): array
    {
        return $this->seam->perform('acs.memberships.apply', ['changes' => $changes] + $options);
    }

    /** Compares a roster with the members of its groups; changes nothing. The options are group, mode, order, empties, allow_mass_removal, allow_emptying, max_additions and max_removals. */
    public function plan(mixed $roster = null, mixed ...$options): Plan
    {
        return $this->seam->perform('acs.memberships.plan', ['roster' => $roster] + $options);
    }

    /** Applies a plan, made just now or saved long ago, and says what became of each change. The options are ceiling, fixed, deadline_ms, journal and dry_run, those of plan that allow and limit, which a saved plan does not bring, and mode, order, group and empties, which must agree with it. */
    public function sync(mixed $plan = null, mixed ...$options): array
    {
        return $this->seam->perform('acs.memberships.sync', ['plan' => $plan] + $options);
    }

    /** Waits until the access system has followed a change: state is applied, settled_unobserved, still_pending, deferred or failed. The options are timeout_ms and settle_ms. */
    public function wait(?string $acs_user_id = null, ?string $acs_access_group_id = null, ?bool $present = null, ?string $user_identity_id = null, mixed ...$options): array
    {
        return $this->seam->perform('acs.memberships.wait', ['acs_user_id' => $acs_user_id, 'acs_access_group_id' => $acs_access_group_id, 'present' => $present, 'user_identity_id' => $user_identity_id] + $options);
    }

    /** Makes sure that a user is in an access group, or out of it: reads, changes only if needed, and reads again. result is changed or already_so. */
    public function ensure(?string $acs_user_id = null, ?string $acs_access_group_id = null, ?bool $present = null, ?string $user_identity_id = null): array
    {
        return $this->seam->perform('acs.memberships.ensure', ['acs_user_id' => $acs_user_id, 'acs_access_group_id' => $acs_access_group_id, 'present' => $present, 'user_identity_id' => $user_identity_id]);
    }

    /** Says whether Seam lists a user in an access group. An unknown user or group is an error and never a no. */
    public function is_member(?string $acs_user_id = null, ?string $acs_access_group_id = null, ?string $user_identity_id = null): bool
    {
        return $this->seam->perform('acs.memberships.is_member', ['acs_user_id' => $acs_user_id, 'acs_access_group_id' => $acs_access_group_id, 'user_identity_id' => $user_identity_id]);
    }

    /** Reads the access groups that a user is in; by identity, in every access system. */
    public function groups_of(?string $acs_user_id = null, ?string $user_identity_id = null): array
    {
        return $this->seam->perform('acs.memberships.groups_of', ['acs_user_id' => $acs_user_id, 'user_identity_id' => $user_identity_id]);
    }

    /** Reads the entrances that a user can open; through has the groups that lead there, and their schedules. */
    public function entrances_of(?string $acs_user_id = null, ?string $user_identity_id = null): array
    {
        return $this->seam->perform('acs.memberships.entrances_of', ['acs_user_id' => $acs_user_id, 'user_identity_id' => $user_identity_id]);
    }

    /** Reads the users whom groups let in at an entrance; through has those groups, obstacles what keeps a user out all the same. */
    public function who_can_open(?string $acs_entrance_id = null): array
    {
        return $this->seam->perform('acs.memberships.who_can_open', ['acs_entrance_id' => $acs_entrance_id]);
    }
}
