// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace SeamAcs
{
    public sealed partial class SeamClient
    {
        public UsersAcs UsersAcs => new UsersAcs(this);
        public AccessGroupsAcs AccessGroupsAcs => new AccessGroupsAcs(this);
        public SystemsAcs SystemsAcs => new SystemsAcs(this);
        public EntrancesAcs EntrancesAcs => new EntrancesAcs(this);
        public MembershipsAcs MembershipsAcs => new MembershipsAcs(this);

        /// <summary>Asks Seam whether it can be reached and accepts the credentials. Changes nothing.</summary>
        public void Check(CancellationToken cancellation = default(CancellationToken)) =>
            BeginCheck().Finish(null, cancellation);

        /// <summary>Asks Seam whether it can be reached and accepts the credentials. Changes nothing.</summary>
        public async Task CheckAsync(CancellationToken cancellation = default(CancellationToken)) =>
            await BeginCheck().FinishAsync(null, cancellation).ConfigureAwait(false);

        private Operation BeginCheck()
        {
            return new Operation(this, Native.seam_acs_check_begin(this.Handle, out var op, out var error), op, error);
        }

        /// <summary>Posts a JSON object to any path of Seam's API, with the client's credentials, deadline and errors.</summary>
        public string Request(string path = null, object parameters = null, CancellationToken cancellation = default(CancellationToken)) =>
            BeginRequest(path, parameters).Finish(null, cancellation);

        /// <summary>Posts a JSON object to any path of Seam's API, with the client's credentials, deadline and errors.</summary>
        public async Task<string> RequestAsync(string path = null, object parameters = null, CancellationToken cancellation = default(CancellationToken)) =>
            await BeginRequest(path, parameters).FinishAsync(null, cancellation).ConfigureAwait(false);

        private Operation BeginRequest(string path, object parameters)
        {
            if (path != null)
            {
                return new Operation(this, Native.seam_acs_request_begin(this.Handle, Arguments.Text("path", path), Arguments.Object(parameters), out var op, out var error), op, error);
            }
            throw SeamException.Refused("Request takes path, parameters");
        }
    }

    public sealed class UsersAcs
    {
        private readonly SeamClient client;

        internal UsersAcs(SeamClient client) => this.client = client;

        /// <summary>Adds a user to an access group. Recorded by Seam when it returns; the access system follows.</summary>
        public void AddToAccessGroup(string acsUserId = null, string acsAccessGroupId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            BeginAddToAccessGroup(acsUserId, acsAccessGroupId, userIdentityId).Finish(null, cancellation);

        /// <summary>Adds a user to an access group. Recorded by Seam when it returns; the access system follows.</summary>
        public async Task AddToAccessGroupAsync(string acsUserId = null, string acsAccessGroupId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            await BeginAddToAccessGroup(acsUserId, acsAccessGroupId, userIdentityId).FinishAsync(null, cancellation).ConfigureAwait(false);

        private Operation BeginAddToAccessGroup(string acsUserId, string acsAccessGroupId, string userIdentityId)
        {
            if (acsUserId != null && userIdentityId != null)
            {
                throw SeamException.Refused("acs_user_id cannot be used together with user_identity_id");
            }
            if (acsUserId != null && acsAccessGroupId != null && userIdentityId == null)
            {
                return new Operation(client, Native.seam_acs_add_user_to_group_begin(client.Handle, Arguments.Text("acs_user_id", acsUserId), Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            if (acsUserId == null && acsAccessGroupId != null && userIdentityId != null)
            {
                return new Operation(client, Native.seam_acs_add_user_identity_to_group_begin(client.Handle, Arguments.Text("user_identity_id", userIdentityId), Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("AddToAccessGroup takes acsUserId, acsAccessGroupId or userIdentityId, acsAccessGroupId");
        }

        /// <summary>Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open.</summary>
        public void RemoveFromAccessGroup(string acsUserId = null, string acsAccessGroupId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            BeginRemoveFromAccessGroup(acsUserId, acsAccessGroupId, userIdentityId).Finish(null, cancellation);

        /// <summary>Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open.</summary>
        public async Task RemoveFromAccessGroupAsync(string acsUserId = null, string acsAccessGroupId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            await BeginRemoveFromAccessGroup(acsUserId, acsAccessGroupId, userIdentityId).FinishAsync(null, cancellation).ConfigureAwait(false);

        private Operation BeginRemoveFromAccessGroup(string acsUserId, string acsAccessGroupId, string userIdentityId)
        {
            if (acsUserId != null && userIdentityId != null)
            {
                throw SeamException.Refused("acs_user_id cannot be used together with user_identity_id");
            }
            if (acsUserId != null && acsAccessGroupId != null && userIdentityId == null)
            {
                return new Operation(client, Native.seam_acs_remove_user_from_group_begin(client.Handle, Arguments.Text("acs_user_id", acsUserId), Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            if (acsUserId == null && acsAccessGroupId != null && userIdentityId != null)
            {
                return new Operation(client, Native.seam_acs_remove_user_identity_from_group_begin(client.Handle, Arguments.Text("user_identity_id", userIdentityId), Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("RemoveFromAccessGroup takes acsUserId, acsAccessGroupId or userIdentityId, acsAccessGroupId");
        }

        /// <summary>Reads one user, by its own id or by user identity and access system.</summary>
        public AcsUser Get(string acsUserId = null, string userIdentityId = null, string acsSystemId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsUser.From(BeginGet(acsUserId, userIdentityId, acsSystemId).Finish(null, cancellation));

        /// <summary>Reads one user, by its own id or by user identity and access system.</summary>
        public async Task<AcsUser> GetAsync(string acsUserId = null, string userIdentityId = null, string acsSystemId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsUser.From(await BeginGet(acsUserId, userIdentityId, acsSystemId).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginGet(string acsUserId, string userIdentityId, string acsSystemId)
        {
            if (acsUserId != null && userIdentityId != null)
            {
                throw SeamException.Refused("acs_user_id cannot be used together with user_identity_id");
            }
            if (acsUserId != null && userIdentityId == null && acsSystemId == null)
            {
                return new Operation(client, Native.seam_acs_get_user_begin(client.Handle, Arguments.Text("acs_user_id", acsUserId), out var op, out var error), op, error);
            }
            if (acsUserId == null && userIdentityId != null && acsSystemId != null)
            {
                return new Operation(client, Native.seam_acs_get_user_by_identity_begin(client.Handle, Arguments.Text("user_identity_id", userIdentityId), Arguments.Text("acs_system_id", acsSystemId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("Get takes acsUserId or userIdentityId, acsSystemId");
        }

        /// <summary>Reads the users, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, user_identity_id, search and more.</summary>
        public IReadOnlyList<AcsUser> List(IDictionary<string, object> filter = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsUser.ListFrom(BeginList(filter).Finish(null, cancellation));

        /// <summary>Reads the users, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, user_identity_id, search and more.</summary>
        public async Task<IReadOnlyList<AcsUser>> ListAsync(IDictionary<string, object> filter = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsUser.ListFrom(await BeginList(filter).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginList(IDictionary<string, object> filter)
        {
            return new Operation(client, Native.seam_acs_list_users_begin(client.Handle, Arguments.Object(filter), out var op, out var error), op, error);
        }

        /// <summary>Reads the entrances that a user can open.</summary>
        public IReadOnlyList<AcsEntrance> ListAccessibleEntrances(string acsUserId = null, string userIdentityId = null, string acsSystemId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsEntrance.ListFrom(BeginListAccessibleEntrances(acsUserId, userIdentityId, acsSystemId).Finish(null, cancellation));

        /// <summary>Reads the entrances that a user can open.</summary>
        public async Task<IReadOnlyList<AcsEntrance>> ListAccessibleEntrancesAsync(string acsUserId = null, string userIdentityId = null, string acsSystemId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsEntrance.ListFrom(await BeginListAccessibleEntrances(acsUserId, userIdentityId, acsSystemId).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginListAccessibleEntrances(string acsUserId, string userIdentityId, string acsSystemId)
        {
            if (acsUserId != null && userIdentityId != null)
            {
                throw SeamException.Refused("acs_user_id cannot be used together with user_identity_id");
            }
            if (acsUserId != null && userIdentityId == null && acsSystemId == null)
            {
                return new Operation(client, Native.seam_acs_list_user_entrances_begin(client.Handle, Arguments.Text("acs_user_id", acsUserId), out var op, out var error), op, error);
            }
            if (acsUserId == null && userIdentityId != null && acsSystemId != null)
            {
                return new Operation(client, Native.seam_acs_list_user_identity_entrances_begin(client.Handle, Arguments.Text("user_identity_id", userIdentityId), Arguments.Text("acs_system_id", acsSystemId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("ListAccessibleEntrances takes acsUserId or userIdentityId, acsSystemId");
        }
    }

    public sealed class AccessGroupsAcs
    {
        private readonly SeamClient client;

        internal AccessGroupsAcs(SeamClient client) => this.client = client;

        /// <summary>Adds a user to an access group. Recorded by Seam when it returns; the access system follows.</summary>
        public void AddUser(string acsUserId = null, string acsAccessGroupId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            BeginAddUser(acsUserId, acsAccessGroupId, userIdentityId).Finish(null, cancellation);

        /// <summary>Adds a user to an access group. Recorded by Seam when it returns; the access system follows.</summary>
        public async Task AddUserAsync(string acsUserId = null, string acsAccessGroupId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            await BeginAddUser(acsUserId, acsAccessGroupId, userIdentityId).FinishAsync(null, cancellation).ConfigureAwait(false);

        private Operation BeginAddUser(string acsUserId, string acsAccessGroupId, string userIdentityId)
        {
            if (acsUserId != null && userIdentityId != null)
            {
                throw SeamException.Refused("acs_user_id cannot be used together with user_identity_id");
            }
            if (acsUserId != null && acsAccessGroupId != null && userIdentityId == null)
            {
                return new Operation(client, Native.seam_acs_add_user_to_group_begin(client.Handle, Arguments.Text("acs_user_id", acsUserId), Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            if (acsUserId == null && acsAccessGroupId != null && userIdentityId != null)
            {
                return new Operation(client, Native.seam_acs_add_user_identity_to_group_begin(client.Handle, Arguments.Text("user_identity_id", userIdentityId), Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("AddUser takes acsUserId, acsAccessGroupId or userIdentityId, acsAccessGroupId");
        }

        /// <summary>Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open.</summary>
        public void RemoveUser(string acsUserId = null, string acsAccessGroupId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            BeginRemoveUser(acsUserId, acsAccessGroupId, userIdentityId).Finish(null, cancellation);

        /// <summary>Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open.</summary>
        public async Task RemoveUserAsync(string acsUserId = null, string acsAccessGroupId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            await BeginRemoveUser(acsUserId, acsAccessGroupId, userIdentityId).FinishAsync(null, cancellation).ConfigureAwait(false);

        private Operation BeginRemoveUser(string acsUserId, string acsAccessGroupId, string userIdentityId)
        {
            if (acsUserId != null && userIdentityId != null)
            {
                throw SeamException.Refused("acs_user_id cannot be used together with user_identity_id");
            }
            if (acsUserId != null && acsAccessGroupId != null && userIdentityId == null)
            {
                return new Operation(client, Native.seam_acs_remove_user_from_group_begin(client.Handle, Arguments.Text("acs_user_id", acsUserId), Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            if (acsUserId == null && acsAccessGroupId != null && userIdentityId != null)
            {
                return new Operation(client, Native.seam_acs_remove_user_identity_from_group_begin(client.Handle, Arguments.Text("user_identity_id", userIdentityId), Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("RemoveUser takes acsUserId, acsAccessGroupId or userIdentityId, acsAccessGroupId");
        }

        /// <summary>Deletes an access group: everybody in it loses its permissions. Recorded by Seam when it returns; the access system follows.</summary>
        public void Delete(string acsAccessGroupId = null, CancellationToken cancellation = default(CancellationToken)) =>
            BeginDelete(acsAccessGroupId).Finish(null, cancellation);

        /// <summary>Deletes an access group: everybody in it loses its permissions. Recorded by Seam when it returns; the access system follows.</summary>
        public async Task DeleteAsync(string acsAccessGroupId = null, CancellationToken cancellation = default(CancellationToken)) =>
            await BeginDelete(acsAccessGroupId).FinishAsync(null, cancellation).ConfigureAwait(false);

        private Operation BeginDelete(string acsAccessGroupId)
        {
            if (acsAccessGroupId != null)
            {
                return new Operation(client, Native.seam_acs_delete_group_begin(client.Handle, Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("Delete takes acsAccessGroupId");
        }

        /// <summary>Reads one access group.</summary>
        public AcsAccessGroup Get(string acsAccessGroupId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsAccessGroup.From(BeginGet(acsAccessGroupId).Finish(null, cancellation));

        /// <summary>Reads one access group.</summary>
        public async Task<AcsAccessGroup> GetAsync(string acsAccessGroupId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsAccessGroup.From(await BeginGet(acsAccessGroupId).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginGet(string acsAccessGroupId)
        {
            if (acsAccessGroupId != null)
            {
                return new Operation(client, Native.seam_acs_get_group_begin(client.Handle, Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("Get takes acsAccessGroupId");
        }

        /// <summary>Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search.</summary>
        public IReadOnlyList<AcsAccessGroup> List(IDictionary<string, object> filter = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsAccessGroup.ListFrom(BeginList(filter).Finish(null, cancellation));

        /// <summary>Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search.</summary>
        public async Task<IReadOnlyList<AcsAccessGroup>> ListAsync(IDictionary<string, object> filter = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsAccessGroup.ListFrom(await BeginList(filter).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginList(IDictionary<string, object> filter)
        {
            return new Operation(client, Native.seam_acs_list_groups_begin(client.Handle, Arguments.Object(filter), out var op, out var error), op, error);
        }

        /// <summary>Reads the users in an access group.</summary>
        public IReadOnlyList<AcsUser> ListUsers(string acsAccessGroupId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsUser.ListFrom(BeginListUsers(acsAccessGroupId).Finish(null, cancellation));

        /// <summary>Reads the users in an access group.</summary>
        public async Task<IReadOnlyList<AcsUser>> ListUsersAsync(string acsAccessGroupId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsUser.ListFrom(await BeginListUsers(acsAccessGroupId).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginListUsers(string acsAccessGroupId)
        {
            if (acsAccessGroupId != null)
            {
                return new Operation(client, Native.seam_acs_list_group_users_begin(client.Handle, Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("ListUsers takes acsAccessGroupId");
        }

        /// <summary>Reads the entrances that the users of an access group can open.</summary>
        public IReadOnlyList<AcsEntrance> ListAccessibleEntrances(string acsAccessGroupId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsEntrance.ListFrom(BeginListAccessibleEntrances(acsAccessGroupId).Finish(null, cancellation));

        /// <summary>Reads the entrances that the users of an access group can open.</summary>
        public async Task<IReadOnlyList<AcsEntrance>> ListAccessibleEntrancesAsync(string acsAccessGroupId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsEntrance.ListFrom(await BeginListAccessibleEntrances(acsAccessGroupId).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginListAccessibleEntrances(string acsAccessGroupId)
        {
            if (acsAccessGroupId != null)
            {
                return new Operation(client, Native.seam_acs_list_group_entrances_begin(client.Handle, Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("ListAccessibleEntrances takes acsAccessGroupId");
        }
    }

    public sealed class SystemsAcs
    {
        private readonly SeamClient client;

        internal SystemsAcs(SeamClient client) => this.client = client;

        /// <summary>Reads one access system.</summary>
        public AcsSystem Get(string acsSystemId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsSystem.From(BeginGet(acsSystemId).Finish(null, cancellation));

        /// <summary>Reads one access system.</summary>
        public async Task<AcsSystem> GetAsync(string acsSystemId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsSystem.From(await BeginGet(acsSystemId).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginGet(string acsSystemId)
        {
            if (acsSystemId != null)
            {
                return new Operation(client, Native.seam_acs_get_system_begin(client.Handle, Arguments.Text("acs_system_id", acsSystemId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("Get takes acsSystemId");
        }

        /// <summary>Reads the access systems; the filter may name connected_account_id, customer_key or search.</summary>
        public IReadOnlyList<AcsSystem> List(IDictionary<string, object> filter = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsSystem.ListFrom(BeginList(filter).Finish(null, cancellation));

        /// <summary>Reads the access systems; the filter may name connected_account_id, customer_key or search.</summary>
        public async Task<IReadOnlyList<AcsSystem>> ListAsync(IDictionary<string, object> filter = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsSystem.ListFrom(await BeginList(filter).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginList(IDictionary<string, object> filter)
        {
            return new Operation(client, Native.seam_acs_list_systems_begin(client.Handle, Arguments.Object(filter), out var op, out var error), op, error);
        }
    }

    public sealed class EntrancesAcs
    {
        private readonly SeamClient client;

        internal EntrancesAcs(SeamClient client) => this.client = client;

        /// <summary>Reads one entrance.</summary>
        public AcsEntrance Get(string acsEntranceId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsEntrance.From(BeginGet(acsEntranceId).Finish(null, cancellation));

        /// <summary>Reads one entrance.</summary>
        public async Task<AcsEntrance> GetAsync(string acsEntranceId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsEntrance.From(await BeginGet(acsEntranceId).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginGet(string acsEntranceId)
        {
            if (acsEntranceId != null)
            {
                return new Operation(client, Native.seam_acs_get_entrance_begin(client.Handle, Arguments.Text("acs_entrance_id", acsEntranceId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("Get takes acsEntranceId");
        }

        /// <summary>Reads the entrances, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, acs_credential_id, search and more.</summary>
        public IReadOnlyList<AcsEntrance> List(IDictionary<string, object> filter = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsEntrance.ListFrom(BeginList(filter).Finish(null, cancellation));

        /// <summary>Reads the entrances, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, acs_credential_id, search and more.</summary>
        public async Task<IReadOnlyList<AcsEntrance>> ListAsync(IDictionary<string, object> filter = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsEntrance.ListFrom(await BeginList(filter).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginList(IDictionary<string, object> filter)
        {
            return new Operation(client, Native.seam_acs_list_entrances_begin(client.Handle, Arguments.Object(filter), out var op, out var error), op, error);
        }
    }

    public sealed class MembershipsAcs
    {
        private readonly SeamClient client;

        internal MembershipsAcs(SeamClient client) => this.client = client;

        /// <summary>Makes up to a million changes and says what became of each. The options are ceiling, fixed, deadline_ms, journal, group and action.</summary>
        public string Apply(object changes = null, IDictionary<string, object> options = null, IProgress<Progress> progress = null, CancellationToken cancellation = default(CancellationToken)) =>
            BeginApply(changes, options).Finish(progress, cancellation);

        /// <summary>Makes up to a million changes and says what became of each. The options are ceiling, fixed, deadline_ms, journal, group and action.</summary>
        public async Task<string> ApplyAsync(object changes = null, IDictionary<string, object> options = null, IProgress<Progress> progress = null, CancellationToken cancellation = default(CancellationToken)) =>
            await BeginApply(changes, options).FinishAsync(progress, cancellation).ConfigureAwait(false);

        private Operation BeginApply(object changes, IDictionary<string, object> options)
        {
            if (changes != null)
            {
                return new Operation(client, Native.seam_acs_apply_begin(client.Handle, Arguments.Table("changes", changes), Arguments.Object(options), out var op, out var error), op, error);
            }
            throw SeamException.Refused("Apply takes changes, options");
        }

        /// <summary>Compares a roster with the members of its groups; changes nothing. The options are group, mode, order, empties, allow_mass_removal, allow_emptying, max_additions and max_removals.</summary>
        public Plan Plan(object roster = null, IDictionary<string, object> options = null, CancellationToken cancellation = default(CancellationToken)) =>
            new Plan(BeginPlan(roster, options).Finish(null, cancellation));

        /// <summary>Compares a roster with the members of its groups; changes nothing. The options are group, mode, order, empties, allow_mass_removal, allow_emptying, max_additions and max_removals.</summary>
        public async Task<Plan> PlanAsync(object roster = null, IDictionary<string, object> options = null, CancellationToken cancellation = default(CancellationToken)) =>
            new Plan(await BeginPlan(roster, options).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginPlan(object roster, IDictionary<string, object> options)
        {
            if (roster != null)
            {
                return new Operation(client, Native.seam_acs_make_plan_begin(client.Handle, Arguments.Table("roster", roster), Arguments.Object(options), out var op, out var error), op, error);
            }
            throw SeamException.Refused("Plan takes roster, options");
        }

        /// <summary>Applies a plan, made just now or saved long ago, and says what became of each change. The options are ceiling, fixed, deadline_ms, journal and dry_run, those of plan that allow and limit, which a saved plan does not bring, and mode, order, group and empties, which must agree with it.</summary>
        public string Sync(Plan plan = null, IDictionary<string, object> options = null, IProgress<Progress> progress = null, CancellationToken cancellation = default(CancellationToken)) =>
            BeginSync(plan, options).Finish(progress, cancellation);

        /// <summary>Applies a plan, made just now or saved long ago, and says what became of each change. The options are ceiling, fixed, deadline_ms, journal and dry_run, those of plan that allow and limit, which a saved plan does not bring, and mode, order, group and empties, which must agree with it.</summary>
        public async Task<string> SyncAsync(Plan plan = null, IDictionary<string, object> options = null, IProgress<Progress> progress = null, CancellationToken cancellation = default(CancellationToken)) =>
            await BeginSync(plan, options).FinishAsync(progress, cancellation).ConfigureAwait(false);

        private Operation BeginSync(Plan plan, IDictionary<string, object> options)
        {
            if (plan != null)
            {
                return new Operation(client, Native.seam_acs_sync_begin(client.Handle, plan.Handle, Arguments.Object(options), out var op, out var error), op, error);
            }
            throw SeamException.Refused("Sync takes plan, options");
        }

        /// <summary>Waits until the access system has followed a change: state is applied, settled_unobserved, still_pending, deferred or failed. The options are timeout_ms and settle_ms.</summary>
        public string Wait(string acsUserId = null, string acsAccessGroupId = null, bool present = true, IDictionary<string, object> options = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            BeginWait(acsUserId, acsAccessGroupId, present, options, userIdentityId).Finish(null, cancellation);

        /// <summary>Waits until the access system has followed a change: state is applied, settled_unobserved, still_pending, deferred or failed. The options are timeout_ms and settle_ms.</summary>
        public async Task<string> WaitAsync(string acsUserId = null, string acsAccessGroupId = null, bool present = true, IDictionary<string, object> options = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            await BeginWait(acsUserId, acsAccessGroupId, present, options, userIdentityId).FinishAsync(null, cancellation).ConfigureAwait(false);

        private Operation BeginWait(string acsUserId, string acsAccessGroupId, bool present, IDictionary<string, object> options, string userIdentityId)
        {
            if (acsUserId != null && userIdentityId != null)
            {
                throw SeamException.Refused("acs_user_id cannot be used together with user_identity_id");
            }
            if (acsUserId != null && acsAccessGroupId != null && userIdentityId == null)
            {
                return new Operation(client, Native.seam_acs_wait_for_membership_begin(client.Handle, Arguments.Text("acs_user_id", acsUserId), Arguments.Text("acs_access_group_id", acsAccessGroupId), present ? 1 : 0, Arguments.Object(options), out var op, out var error), op, error);
            }
            if (acsUserId == null && acsAccessGroupId != null && userIdentityId != null)
            {
                return new Operation(client, Native.seam_acs_wait_for_user_identity_membership_begin(client.Handle, Arguments.Text("user_identity_id", userIdentityId), Arguments.Text("acs_access_group_id", acsAccessGroupId), present ? 1 : 0, Arguments.Object(options), out var op, out var error), op, error);
            }
            throw SeamException.Refused("Wait takes acsUserId, acsAccessGroupId, present, options or userIdentityId, acsAccessGroupId, present, options");
        }

        /// <summary>Makes sure that a user is in an access group, or out of it: reads, changes only if needed, and reads again. result is changed or already_so.</summary>
        public string Ensure(string acsUserId = null, string acsAccessGroupId = null, bool present = true, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            BeginEnsure(acsUserId, acsAccessGroupId, present, userIdentityId).Finish(null, cancellation);

        /// <summary>Makes sure that a user is in an access group, or out of it: reads, changes only if needed, and reads again. result is changed or already_so.</summary>
        public async Task<string> EnsureAsync(string acsUserId = null, string acsAccessGroupId = null, bool present = true, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            await BeginEnsure(acsUserId, acsAccessGroupId, present, userIdentityId).FinishAsync(null, cancellation).ConfigureAwait(false);

        private Operation BeginEnsure(string acsUserId, string acsAccessGroupId, bool present, string userIdentityId)
        {
            if (acsUserId != null && userIdentityId != null)
            {
                throw SeamException.Refused("acs_user_id cannot be used together with user_identity_id");
            }
            if (acsUserId != null && acsAccessGroupId != null && userIdentityId == null)
            {
                return new Operation(client, Native.seam_acs_ensure_membership_begin(client.Handle, Arguments.Text("acs_user_id", acsUserId), Arguments.Text("acs_access_group_id", acsAccessGroupId), present ? 1 : 0, out var op, out var error), op, error);
            }
            if (acsUserId == null && acsAccessGroupId != null && userIdentityId != null)
            {
                return new Operation(client, Native.seam_acs_ensure_user_identity_membership_begin(client.Handle, Arguments.Text("user_identity_id", userIdentityId), Arguments.Text("acs_access_group_id", acsAccessGroupId), present ? 1 : 0, out var op, out var error), op, error);
            }
            throw SeamException.Refused("Ensure takes acsUserId, acsAccessGroupId, present or userIdentityId, acsAccessGroupId, present");
        }

        /// <summary>Says whether Seam lists a user in an access group. An unknown user or group is an error and never a no.</summary>
        public bool IsMember(string acsUserId = null, string acsAccessGroupId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            (BeginIsMember(acsUserId, acsAccessGroupId, userIdentityId).Finish(null, cancellation)).Contains("\"is_member\":true");

        /// <summary>Says whether Seam lists a user in an access group. An unknown user or group is an error and never a no.</summary>
        public async Task<bool> IsMemberAsync(string acsUserId = null, string acsAccessGroupId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            (await BeginIsMember(acsUserId, acsAccessGroupId, userIdentityId).FinishAsync(null, cancellation).ConfigureAwait(false)).Contains("\"is_member\":true");

        private Operation BeginIsMember(string acsUserId, string acsAccessGroupId, string userIdentityId)
        {
            if (acsUserId != null && userIdentityId != null)
            {
                throw SeamException.Refused("acs_user_id cannot be used together with user_identity_id");
            }
            if (acsUserId != null && acsAccessGroupId != null && userIdentityId == null)
            {
                return new Operation(client, Native.seam_acs_is_member_begin(client.Handle, Arguments.Text("acs_user_id", acsUserId), Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            if (acsUserId == null && acsAccessGroupId != null && userIdentityId != null)
            {
                return new Operation(client, Native.seam_acs_is_user_identity_member_begin(client.Handle, Arguments.Text("user_identity_id", userIdentityId), Arguments.Text("acs_access_group_id", acsAccessGroupId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("IsMember takes acsUserId, acsAccessGroupId or userIdentityId, acsAccessGroupId");
        }

        /// <summary>Reads the access groups that a user is in; by identity, in every access system.</summary>
        public IReadOnlyList<AcsAccessGroup> GroupsOf(string acsUserId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsAccessGroup.ListFrom(BeginGroupsOf(acsUserId, userIdentityId).Finish(null, cancellation));

        /// <summary>Reads the access groups that a user is in; by identity, in every access system.</summary>
        public async Task<IReadOnlyList<AcsAccessGroup>> GroupsOfAsync(string acsUserId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            AcsAccessGroup.ListFrom(await BeginGroupsOf(acsUserId, userIdentityId).FinishAsync(null, cancellation).ConfigureAwait(false));

        private Operation BeginGroupsOf(string acsUserId, string userIdentityId)
        {
            if (acsUserId != null && userIdentityId != null)
            {
                throw SeamException.Refused("acs_user_id cannot be used together with user_identity_id");
            }
            if (acsUserId != null && userIdentityId == null)
            {
                return new Operation(client, Native.seam_acs_list_user_groups_begin(client.Handle, Arguments.Text("acs_user_id", acsUserId), out var op, out var error), op, error);
            }
            if (acsUserId == null && userIdentityId != null)
            {
                return new Operation(client, Native.seam_acs_list_user_identity_groups_begin(client.Handle, Arguments.Text("user_identity_id", userIdentityId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("GroupsOf takes acsUserId or userIdentityId");
        }

        /// <summary>Reads the entrances that a user can open; through has the groups that lead there, and their schedules.</summary>
        public string EntrancesOf(string acsUserId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            BeginEntrancesOf(acsUserId, userIdentityId).Finish(null, cancellation);

        /// <summary>Reads the entrances that a user can open; through has the groups that lead there, and their schedules.</summary>
        public async Task<string> EntrancesOfAsync(string acsUserId = null, string userIdentityId = null, CancellationToken cancellation = default(CancellationToken)) =>
            await BeginEntrancesOf(acsUserId, userIdentityId).FinishAsync(null, cancellation).ConfigureAwait(false);

        private Operation BeginEntrancesOf(string acsUserId, string userIdentityId)
        {
            if (acsUserId != null && userIdentityId != null)
            {
                throw SeamException.Refused("acs_user_id cannot be used together with user_identity_id");
            }
            if (acsUserId != null && userIdentityId == null)
            {
                return new Operation(client, Native.seam_acs_list_user_entrances_with_groups_begin(client.Handle, Arguments.Text("acs_user_id", acsUserId), out var op, out var error), op, error);
            }
            if (acsUserId == null && userIdentityId != null)
            {
                return new Operation(client, Native.seam_acs_list_user_identity_entrances_with_groups_begin(client.Handle, Arguments.Text("user_identity_id", userIdentityId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("EntrancesOf takes acsUserId or userIdentityId");
        }

        /// <summary>Reads the users whom groups let in at an entrance; through has those groups, obstacles what keeps a user out all the same.</summary>
        public string WhoCanOpen(string acsEntranceId = null, CancellationToken cancellation = default(CancellationToken)) =>
            BeginWhoCanOpen(acsEntranceId).Finish(null, cancellation);

        /// <summary>Reads the users whom groups let in at an entrance; through has those groups, obstacles what keeps a user out all the same.</summary>
        public async Task<string> WhoCanOpenAsync(string acsEntranceId = null, CancellationToken cancellation = default(CancellationToken)) =>
            await BeginWhoCanOpen(acsEntranceId).FinishAsync(null, cancellation).ConfigureAwait(false);

        private Operation BeginWhoCanOpen(string acsEntranceId)
        {
            if (acsEntranceId != null)
            {
                return new Operation(client, Native.seam_acs_list_entrance_users_begin(client.Handle, Arguments.Text("acs_entrance_id", acsEntranceId), out var op, out var error), op, error);
            }
            throw SeamException.Refused("WhoCanOpen takes acsEntranceId");
        }
    }
}
