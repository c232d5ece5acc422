// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The methods of users. */
public final class UsersClient {
    private final SeamOperations seam;

    UsersClient(SeamOperations seam) {
        this.seam = seam;
    }

    /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
    public void addToAccessGroup(UsersAddToAccessGroupRequest request) {
        seam.call(request, found -> null);
    }

    /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
    public CompletableFuture<Void> addToAccessGroupAsync(UsersAddToAccessGroupRequest request) {
        return seam.callAsync(request, found -> null);
    }

    /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
    public void addToAccessGroup(String acsUserId, String acsAccessGroupId) {
        seam.call(UsersAddToAccessGroupRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> null);
    }

    /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
    public CompletableFuture<Void> addToAccessGroupAsync(String acsUserId, String acsAccessGroupId) {
        return seam.callAsync(UsersAddToAccessGroupRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> null);
    }

    /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open. */
    public void removeFromAccessGroup(UsersRemoveFromAccessGroupRequest request) {
        seam.call(request, found -> null);
    }

    /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open. */
    public CompletableFuture<Void> removeFromAccessGroupAsync(UsersRemoveFromAccessGroupRequest request) {
        return seam.callAsync(request, found -> null);
    }

    /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open. */
    public void removeFromAccessGroup(String acsUserId, String acsAccessGroupId) {
        seam.call(UsersRemoveFromAccessGroupRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> null);
    }

    /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open. */
    public CompletableFuture<Void> removeFromAccessGroupAsync(String acsUserId, String acsAccessGroupId) {
        return seam.callAsync(UsersRemoveFromAccessGroupRequest.builder().acsUserId(acsUserId).acsAccessGroupId(acsAccessGroupId).build(), found -> null);
    }

    /** Reads one user, by its own id or by user identity and access system. */
    public AcsUser get(UsersGetRequest request) {
        return seam.call(request, AcsUser::of);
    }

    /** Reads one user, by its own id or by user identity and access system. */
    public CompletableFuture<AcsUser> getAsync(UsersGetRequest request) {
        return seam.callAsync(request, AcsUser::of);
    }

    /** Reads one user, by its own id or by user identity and access system. */
    public AcsUser get(String acsUserId) {
        return seam.call(UsersGetRequest.builder().acsUserId(acsUserId).build(), AcsUser::of);
    }

    /** Reads one user, by its own id or by user identity and access system. */
    public CompletableFuture<AcsUser> getAsync(String acsUserId) {
        return seam.callAsync(UsersGetRequest.builder().acsUserId(acsUserId).build(), AcsUser::of);
    }

    /** Reads the users, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, user_identity_id, search and more. */
    public List<AcsUser> list(UsersListRequest request) {
        return seam.call(request, AcsUser::listOf);
    }

    /** Reads the users, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, user_identity_id, search and more. */
    public CompletableFuture<List<AcsUser>> listAsync(UsersListRequest request) {
        return seam.callAsync(request, AcsUser::listOf);
    }

    /** Reads the users, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, user_identity_id, search and more. */
    public List<AcsUser> list() {
        return seam.call(UsersListRequest.builder().build(), AcsUser::listOf);
    }

    /** Reads the users, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, user_identity_id, search and more. */
    public CompletableFuture<List<AcsUser>> listAsync() {
        return seam.callAsync(UsersListRequest.builder().build(), AcsUser::listOf);
    }

    /** Reads the users, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, user_identity_id, search and more. */
    public List<AcsUser> list(Map<String, ?> filter) {
        return seam.call(UsersListRequest.builder().filter(filter).build(), AcsUser::listOf);
    }

    /** Reads the users, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, user_identity_id, search and more. */
    public CompletableFuture<List<AcsUser>> listAsync(Map<String, ?> filter) {
        return seam.callAsync(UsersListRequest.builder().filter(filter).build(), AcsUser::listOf);
    }

    /** Reads the entrances that a user can open. */
    public List<AcsEntrance> listAccessibleEntrances(UsersListAccessibleEntrancesRequest request) {
        return seam.call(request, AcsEntrance::listOf);
    }

    /** Reads the entrances that a user can open. */
    public CompletableFuture<List<AcsEntrance>> listAccessibleEntrancesAsync(UsersListAccessibleEntrancesRequest request) {
        return seam.callAsync(request, AcsEntrance::listOf);
    }

    /** Reads the entrances that a user can open. */
    public List<AcsEntrance> listAccessibleEntrances(String acsUserId) {
        return seam.call(UsersListAccessibleEntrancesRequest.builder().acsUserId(acsUserId).build(), AcsEntrance::listOf);
    }

    /** Reads the entrances that a user can open. */
    public CompletableFuture<List<AcsEntrance>> listAccessibleEntrancesAsync(String acsUserId) {
        return seam.callAsync(UsersListAccessibleEntrancesRequest.builder().acsUserId(acsUserId).build(), AcsEntrance::listOf);
    }
}
