// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The methods of memberships. */
public final class MembershipsClient {
    private final SeamOperations seam;

    MembershipsClient(SeamOperations seam) {
        this.seam = seam;
    }

    /** Makes up to a million changes and says what became of each. The options are ceiling, fixed, deadline_ms, journal, group and action. The result is JSON. */
    public String apply(MembershipsApplyRequest request) {
        return seam.call(request, found -> found);
    }

    /** Makes up to a million changes and says what became of each. The options are ceiling, fixed, deadline_ms, journal, group and action. The result is JSON. */
    public CompletableFuture<String> applyAsync(MembershipsApplyRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Makes up to a million changes and says what became of each. The options are ceiling, fixed, deadline_ms, journal, group and action. The result is JSON. */
    public String apply(Object changes) {
        return seam.call(MembershipsApplyRequest.builder().changes(changes).build(), found -> found);
    }

    /** Makes up to a million changes and says what became of each. The options are ceiling, fixed, deadline_ms, journal, group and action. The result is JSON. */
    public CompletableFuture<String> applyAsync(Object changes) {
        return seam.callAsync(MembershipsApplyRequest.builder().changes(changes).build(), found -> found);
    }

    /** Makes up to a million changes and says what became of each. The options are ceiling, fixed, deadline_ms, journal, group and action. The result is JSON. */
    public String apply(Object changes, Map<String, ?> options) {
        return seam.call(MembershipsApplyRequest.builder().changes(changes).options(options).build(), found -> found);
    }

    /** Makes up to a million changes and says what became of each. The options are ceiling, fixed, deadline_ms, journal, group and action. The result is JSON. */
    public CompletableFuture<String> applyAsync(Object changes, Map<String, ?> options) {
        return seam.callAsync(MembershipsApplyRequest.builder().changes(changes).options(options).build(), found -> found);
    }

    /** Compares a roster with the members of its groups; changes nothing. The options are group, mode, order, empties, allow_mass_removal, allow_emptying, max_additions and max_removals. */
    public Plan plan(MembershipsPlanRequest request) {
        return seam.call(request, Plan::new);
    }

    /** Compares a roster with the members of its groups; changes nothing. The options are group, mode, order, empties, allow_mass_removal, allow_emptying, max_additions and max_removals. */
    public CompletableFuture<Plan> planAsync(MembershipsPlanRequest request) {
        return seam.callAsync(request, Plan::new);
    }

    /** Compares a roster with the members of its groups; changes nothing. The options are group, mode, order, empties, allow_mass_removal, allow_emptying, max_additions and max_removals. */
    public Plan plan(Object roster) {
        return seam.call(MembershipsPlanRequest.builder().roster(roster).build(), Plan::new);
    }

    /** Compares a roster with the members of its groups; changes nothing. The options are group, mode, order, empties, allow_mass_removal, allow_emptying, max_additions and max_removals. */
    public CompletableFuture<Plan> planAsync(Object roster) {
        return seam.callAsync(MembershipsPlanRequest.builder().roster(roster).build(), Plan::new);
    }

    /** Compares a roster with the members of its groups; changes nothing. The options are group, mode, order, empties, allow_mass_removal, allow_emptying, max_additions and max_removals. */
    public Plan plan(Object roster, Map<String, ?> options) {
        return seam.call(MembershipsPlanRequest.builder().roster(roster).options(options).build(), Plan::new);
    }

    /** Compares a roster with the members of its groups; changes nothing. The options are group, mode, order, empties, allow_mass_removal, allow_emptying, max_additions and max_removals. */
    public CompletableFuture<Plan> planAsync(Object roster, Map<String, ?> options) {
        return seam.callAsync(MembershipsPlanRequest.builder().roster(roster).options(options).build(), Plan::new);
    }

    /** Applies a plan, made just now or saved long ago, and says what became of each change. The options are ceiling, fixed, deadline_ms, journal and dry_run, those of plan that allow and limit, which a saved plan does not bring, and mode, order, group and empties, which must agree with it. The result is JSON. */
    public String sync(MembershipsSyncRequest request) {
        return seam.call(request, found -> found);
    }

    /** Applies a plan, made just now or saved long ago, and says what became of each change. The options are ceiling, fixed, deadline_ms, journal and dry_run, those of plan that allow and limit, which a saved plan does not bring, and mode, order, group and empties, which must agree with it. The result is JSON. */
    public CompletableFuture<String> syncAsync(MembershipsSyncRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Applies a plan, made just now or saved long ago, and says what became of each change. The options are ceiling, fixed, deadline_ms, journal and dry_run, those of plan that allow and limit, which a saved plan does not bring, and mode, order, group and empties, which must agree with it. The result is JSON. */
    public String sync(Plan plan) {
        return seam.call(MembershipsSyncRequest.builder().plan(plan).build(), found -> found);
    }

    /** Applies a plan, made just now or saved long ago, and says what became of each change. The options are ceiling, fixed, deadline_ms, journal and dry_run, those of plan that allow and limit, which a saved plan does not bring, and mode, order, group and empties, which must agree with it. The result is JSON. */
    public CompletableFuture<String> syncAsync(Plan plan) {
        return seam.callAsync(MembershipsSyncRequest.builder().plan(plan).build(), found -> found);
    }

    /** Applies a plan, made just now or saved long ago, and says what became of each change. The options are ceiling, fixed, deadline_ms, journal and dry_run, those of plan that allow and limit, which a saved plan does not bring, and mode, order, group and empties, which must agree with it. The result is JSON. */
    public String sync(Plan plan, Map<String, ?> options) {
        return seam.call(MembershipsSyncRequest.builder().plan(plan).options(options).build(), found -> found);
    }

    /** Applies a plan, made just now or saved long ago, and says what became of each change. The options are ceiling, fixed, deadline_ms, journal and dry_run, those of plan that allow and limit, which a saved plan does not bring, and mode, order, group and empties, which must agree with it. The result is JSON. */
    public CompletableFuture<String> syncAsync(Plan plan, Map<String, ?> options) {
        return seam.callAsync(MembershipsSyncRequest.builder().plan(plan).options(options).build(), found -> found);
    }

    /** Waits until the access system has followed a change: state is applied, settled_unobserved, still_pending, deferred or failed. The options are timeout_ms and settle_ms. The result is JSON. */
    public String wait(MembershipsWaitRequest request) {
        return seam.call(request, found -> found);
    }

    /** Waits until the access system has followed a change: state is applied, settled_unobserved, still_pending, deferred or failed. The options are timeout_ms and settle_ms. The result is JSON. */
    public CompletableFuture<String> waitAsync(MembershipsWaitRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Waits until the access system has followed a change: state is applied, settled_unobserved, still_pending, deferred or failed. The options are timeout_ms and settle_ms. The result is JSON. */
    public String wait(String acsUserId, String acsAccessGroupId) {
        return seam.call(MembershipsWaitRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> found);
    }

    /** Waits until the access system has followed a change: state is applied, settled_unobserved, still_pending, deferred or failed. The options are timeout_ms and settle_ms. The result is JSON. */
    public CompletableFuture<String> waitAsync(String acsUserId, String acsAccessGroupId) {
        return seam.callAsync(MembershipsWaitRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> found);
    }

    /** Waits until the access system has followed a change: state is applied, settled_unobserved, still_pending, deferred or failed. The options are timeout_ms and settle_ms. The result is JSON. */
    public String wait(String acsUserId, String acsAccessGroupId, boolean present, Map<String, ?> options) {
        return seam.call(MembershipsWaitRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).present(present).options(options).build(), found -> found);
    }

    /** Waits until the access system has followed a change: state is applied, settled_unobserved, still_pending, deferred or failed. The options are timeout_ms and settle_ms. The result is JSON. */
    public CompletableFuture<String> waitAsync(String acsUserId, String acsAccessGroupId, boolean present, Map<String, ?> options) {
        return seam.callAsync(MembershipsWaitRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).present(present).options(options).build(), found -> found);
    }

    /** Makes sure that a user is in an access group, or out of it: reads, changes only if needed, and reads again. result is changed or already_so. The result is JSON. */
    public String ensure(MembershipsEnsureRequest request) {
        return seam.call(request, found -> found);
    }

    /** Makes sure that a user is in an access group, or out of it: reads, changes only if needed, and reads again. result is changed or already_so. The result is JSON. */
    public CompletableFuture<String> ensureAsync(MembershipsEnsureRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Makes sure that a user is in an access group, or out of it: reads, changes only if needed, and reads again. result is changed or already_so. The result is JSON. */
    public String ensure(String acsUserId, String acsAccessGroupId) {
        return seam.call(MembershipsEnsureRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> found);
    }

    /** Makes sure that a user is in an access group, or out of it: reads, changes only if needed, and reads again. result is changed or already_so. The result is JSON. */
    public CompletableFuture<String> ensureAsync(String acsUserId, String acsAccessGroupId) {
        return seam.callAsync(MembershipsEnsureRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> found);
    }

    /** Makes sure that a user is in an access group, or out of it: reads, changes only if needed, and reads again. result is changed or already_so. The result is JSON. */
    public String ensure(String acsUserId, String acsAccessGroupId, boolean present) {
        return seam.call(MembershipsEnsureRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).present(present).build(), found -> found);
    }

    /** Makes sure that a user is in an access group, or out of it: reads, changes only if needed, and reads again. result is changed or already_so. The result is JSON. */
    public CompletableFuture<String> ensureAsync(String acsUserId, String acsAccessGroupId, boolean present) {
        return seam.callAsync(MembershipsEnsureRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).present(present).build(), found -> found);
    }

    /** Says whether Seam lists a user in an access group. An unknown user or group is an error and never a no. */
    public boolean isMember(MembershipsIsMemberRequest request) {
        return seam.call(request, found -> found.contains("\"is_member\":true"));
    }

    /** Says whether Seam lists a user in an access group. An unknown user or group is an error and never a no. */
    public CompletableFuture<Boolean> isMemberAsync(MembershipsIsMemberRequest request) {
        return seam.callAsync(request, found -> found.contains("\"is_member\":true"));
    }

    /** Says whether Seam lists a user in an access group. An unknown user or group is an error and never a no. */
    public boolean isMember(String acsUserId, String acsAccessGroupId) {
        return seam.call(MembershipsIsMemberRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> found.contains("\"is_member\":true"));
    }

    /** Says whether Seam lists a user in an access group. An unknown user or group is an error and never a no. */
    public CompletableFuture<Boolean> isMemberAsync(String acsUserId, String acsAccessGroupId) {
        return seam.callAsync(MembershipsIsMemberRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> found.contains("\"is_member\":true"));
    }

    /** Reads the access groups that a user is in; by identity, in every access system. */
    public List<AcsAccessGroup> groupsOf(MembershipsGroupsOfRequest request) {
        return seam.call(request, AcsAccessGroup::listOf);
    }

    /** Reads the access groups that a user is in; by identity, in every access system. */
    public CompletableFuture<List<AcsAccessGroup>> groupsOfAsync(MembershipsGroupsOfRequest request) {
        return seam.callAsync(request, AcsAccessGroup::listOf);
    }

    /** Reads the access groups that a user is in; by identity, in every access system. */
    public List<AcsAccessGroup> groupsOf(String acsUserId) {
        return seam.call(MembershipsGroupsOfRequest.builder().acsUserId(acsUserId).build(), AcsAccessGroup::listOf);
    }

    /** Reads the access groups that a user is in; by identity, in every access system. */
    public CompletableFuture<List<AcsAccessGroup>> groupsOfAsync(String acsUserId) {
        return seam.callAsync(MembershipsGroupsOfRequest.builder().acsUserId(acsUserId).build(), AcsAccessGroup::listOf);
    }

    /** Reads the entrances that a user can open; through has the groups that lead there, and their schedules. The result is JSON. */
    public String entrancesOf(MembershipsEntrancesOfRequest request) {
        return seam.call(request, found -> found);
    }

    /** Reads the entrances that a user can open; through has the groups that lead there, and their schedules. The result is JSON. */
    public CompletableFuture<String> entrancesOfAsync(MembershipsEntrancesOfRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Reads the entrances that a user can open; through has the groups that lead there, and their schedules. The result is JSON. */
    public String entrancesOf(String acsUserId) {
        return seam.call(MembershipsEntrancesOfRequest.builder().acsUserId(acsUserId).build(), found -> found);
    }

    /** Reads the entrances that a user can open; through has the groups that lead there, and their schedules. The result is JSON. */
    public CompletableFuture<String> entrancesOfAsync(String acsUserId) {
        return seam.callAsync(MembershipsEntrancesOfRequest.builder().acsUserId(acsUserId).build(), found -> found);
    }

    /** Reads the users whom groups let in at an entrance; through has those groups, obstacles what keeps a user out all the same. The result is JSON. */
    public String whoCanOpen(MembershipsWhoCanOpenRequest request) {
        return seam.call(request, found -> found);
    }

    /** Reads the users whom groups let in at an entrance; through has those groups, obstacles what keeps a user out all the same. The result is JSON. */
    public CompletableFuture<String> whoCanOpenAsync(MembershipsWhoCanOpenRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Reads the users whom groups let in at an entrance; through has those groups, obstacles what keeps a user out all the same. The result is JSON. */
    public String whoCanOpen(String acsEntranceId) {
        return seam.call(MembershipsWhoCanOpenRequest.builder().acsEntranceId(acsEntranceId).build(), found -> found);
    }

    /** Reads the users whom groups let in at an entrance; through has those groups, obstacles what keeps a user out all the same. The result is JSON. */
    public CompletableFuture<String> whoCanOpenAsync(String acsEntranceId) {
        return seam.callAsync(MembershipsWhoCanOpenRequest.builder().acsEntranceId(acsEntranceId).build(), found -> found);
    }
}
