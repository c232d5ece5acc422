// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The methods of access_groups. */
public final class AccessGroupsClient {
    private final SeamOperations seam;

    AccessGroupsClient(SeamOperations seam) {
        this.seam = seam;
    }

    /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
    public void addUser(AccessGroupsAddUserRequest request) {
        seam.call(request, found -> null);
    }

    /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
    public CompletableFuture<Void> addUserAsync(AccessGroupsAddUserRequest request) {
        return seam.callAsync(request, found -> null);
    }

    /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
    public void addUser(String acsUserId, String acsAccessGroupId) {
        seam.call(AccessGroupsAddUserRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> null);
    }

    /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
    public CompletableFuture<Void> addUserAsync(String acsUserId, String acsAccessGroupId) {
        return seam.callAsync(AccessGroupsAddUserRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> null);
    }

    /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open. */
    public void removeUser(AccessGroupsRemoveUserRequest request) {
        seam.call(request, found -> null);
    }

    /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open. */
    public CompletableFuture<Void> removeUserAsync(AccessGroupsRemoveUserRequest request) {
        return seam.callAsync(request, found -> null);
    }

    /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open. */
    public void removeUser(String acsUserId, String acsAccessGroupId) {
        seam.call(AccessGroupsRemoveUserRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> null);
    }

    /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open. */
    public CompletableFuture<Void> removeUserAsync(String acsUserId, String acsAccessGroupId) {
        return seam.callAsync(AccessGroupsRemoveUserRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> null);
    }

    /** Deletes an access group: everybody in it loses its permissions. Recorded by Seam when it returns; the access system follows. */
    public void delete(AccessGroupsDeleteRequest request) {
        seam.call(request, found -> null);
    }

    /** Deletes an access group: everybody in it loses its permissions. Recorded by Seam when it returns; the access system follows. */
    public CompletableFuture<Void> deleteAsync(AccessGroupsDeleteRequest request) {
        return seam.callAsync(request, found -> null);
    }

    /** Deletes an access group: everybody in it loses its permissions. Recorded by Seam when it returns; the access system follows. */
    public void delete(String acsAccessGroupId) {
        seam.call(AccessGroupsDeleteRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), found -> null);
    }

    /** Deletes an access group: everybody in it loses its permissions. Recorded by Seam when it returns; the access system follows. */
    public CompletableFuture<Void> deleteAsync(String acsAccessGroupId) {
        return seam.callAsync(AccessGroupsDeleteRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), found -> null);
    }

    /** Reads one access group. */
    public AcsAccessGroup get(AccessGroupsGetRequest request) {
        return seam.call(request, AcsAccessGroup::of);
    }

    /** Reads one access group. */
    public CompletableFuture<AcsAccessGroup> getAsync(AccessGroupsGetRequest request) {
        return seam.callAsync(request, AcsAccessGroup::of);
    }

    /** Reads one access group. */
    public AcsAccessGroup get(String acsAccessGroupId) {
        return seam.call(AccessGroupsGetRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), AcsAccessGroup::of);
    }

    /** Reads one access group. */
    public CompletableFuture<AcsAccessGroup> getAsync(String acsAccessGroupId) {
        return seam.callAsync(AccessGroupsGetRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), AcsAccessGroup::of);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. */
    public List<AcsAccessGroup> list(AccessGroupsListRequest request) {
        return seam.call(request, AcsAccessGroup::listOf);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. */
    public CompletableFuture<List<AcsAccessGroup>> listAsync(AccessGroupsListRequest request) {
        return seam.callAsync(request, AcsAccessGroup::listOf);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. */
    public List<AcsAccessGroup> list() {
        return seam.call(AccessGroupsListRequest.builder().build(), AcsAccessGroup::listOf);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. */
    public CompletableFuture<List<AcsAccessGroup>> listAsync() {
        return seam.callAsync(AccessGroupsListRequest.builder().build(), AcsAccessGroup::listOf);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. */
    public List<AcsAccessGroup> list(Map<String, ?> filter) {
        return seam.call(AccessGroupsListRequest.builder().filter(filter).build(), AcsAccessGroup::listOf);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. */
    public CompletableFuture<List<AcsAccessGroup>> listAsync(Map<String, ?> filter) {
        return seam.callAsync(AccessGroupsListRequest.builder().filter(filter).build(), AcsAccessGroup::listOf);
    }

    /** Reads the users in an access group. */
    public List<AcsUser> listUsers(AccessGroupsListUsersRequest request) {
        return seam.call(request, AcsUser::listOf);
    }

    /** Reads the users in an access group. */
    public CompletableFuture<List<AcsUser>> listUsersAsync(AccessGroupsListUsersRequest request) {
        return seam.callAsync(request, AcsUser::listOf);
    }

    /** Reads the users in an access group. */
    public List<AcsUser> listUsers(String acsAccessGroupId) {
        return seam.call(AccessGroupsListUsersRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), AcsUser::listOf);
    }

    /** Reads the users in an access group. */
    public CompletableFuture<List<AcsUser>> listUsersAsync(String acsAccessGroupId) {
        return seam.callAsync(AccessGroupsListUsersRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), AcsUser::listOf);
    }

    /** Reads the entrances that the users of an access group can open. */
    public List<AcsEntrance> listAccessibleEntrances(AccessGroupsListAccessibleEntrancesRequest request) {
        return seam.call(request, AcsEntrance::listOf);
    }

    /** Reads the entrances that the users of an access group can open. */
    public CompletableFuture<List<AcsEntrance>> listAccessibleEntrancesAsync(AccessGroupsListAccessibleEntrancesRequest request) {
        return seam.callAsync(request, AcsEntrance::listOf);
    }

    /** Reads the entrances that the users of an access group can open. */
    public List<AcsEntrance> listAccessibleEntrances(String acsAccessGroupId) {
        return seam.call(AccessGroupsListAccessibleEntrancesRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), AcsEntrance::listOf);
    }

    /** Reads the entrances that the users of an access group can open. */
    public CompletableFuture<List<AcsEntrance>> listAccessibleEntrancesAsync(String acsAccessGroupId) {
        return seam.callAsync(AccessGroupsListAccessibleEntrancesRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), AcsEntrance::listOf);
    }
}
