// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

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

    /** Reads one access group. The result is JSON. */
    public String get(AccessGroupsGetRequest request) {
        return seam.call(request, found -> found);
    }

    /** Reads one access group. The result is JSON. */
    public CompletableFuture<String> getAsync(AccessGroupsGetRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Reads one access group. The result is JSON. */
    public String get(String acsAccessGroupId) {
        return seam.call(AccessGroupsGetRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), found -> found);
    }

    /** Reads one access group. The result is JSON. */
    public CompletableFuture<String> getAsync(String acsAccessGroupId) {
        return seam.callAsync(AccessGroupsGetRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), found -> found);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. The result is JSON. */
    public String list(AccessGroupsListRequest request) {
        return seam.call(request, found -> found);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. The result is JSON. */
    public CompletableFuture<String> listAsync(AccessGroupsListRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. The result is JSON. */
    public String list() {
        return seam.call(AccessGroupsListRequest.builder().build(), found -> found);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. The result is JSON. */
    public CompletableFuture<String> listAsync() {
        return seam.callAsync(AccessGroupsListRequest.builder().build(), found -> found);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. The result is JSON. */
    public String list(Map<String, ?> filter) {
        return seam.call(AccessGroupsListRequest.builder().filter(filter).build(), found -> found);
    }

    /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. The result is JSON. */
    public CompletableFuture<String> listAsync(Map<String, ?> filter) {
        return seam.callAsync(AccessGroupsListRequest.builder().filter(filter).build(), found -> found);
    }

    /** Reads the users in an access group. The result is JSON. */
    public String listUsers(AccessGroupsListUsersRequest request) {
        return seam.call(request, found -> found);
    }

    /** Reads the users in an access group. The result is JSON. */
    public CompletableFuture<String> listUsersAsync(AccessGroupsListUsersRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Reads the users in an access group. The result is JSON. */
    public String listUsers(String acsAccessGroupId) {
        return seam.call(AccessGroupsListUsersRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), found -> found);
    }

    /** Reads the users in an access group. The result is JSON. */
    public CompletableFuture<String> listUsersAsync(String acsAccessGroupId) {
        return seam.callAsync(AccessGroupsListUsersRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), found -> found);
    }

    /** Reads the entrances that the users of an access group can open. The result is JSON. */
    public String listAccessibleEntrances(AccessGroupsListAccessibleEntrancesRequest request) {
        return seam.call(request, found -> found);
    }

    /** Reads the entrances that the users of an access group can open. The result is JSON. */
    public CompletableFuture<String> listAccessibleEntrancesAsync(AccessGroupsListAccessibleEntrancesRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Reads the entrances that the users of an access group can open. The result is JSON. */
    public String listAccessibleEntrances(String acsAccessGroupId) {
        return seam.call(AccessGroupsListAccessibleEntrancesRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), found -> found);
    }

    /** Reads the entrances that the users of an access group can open. The result is JSON. */
    public CompletableFuture<String> listAccessibleEntrancesAsync(String acsAccessGroupId) {
        return seam.callAsync(AccessGroupsListAccessibleEntrancesRequest.builder().acsAccessGroupId(acsAccessGroupId).build(), found -> found);
    }
}
