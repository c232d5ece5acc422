// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The methods of systems. */
public final class SystemsClient {
    private final SeamOperations seam;

    SystemsClient(SeamOperations seam) {
        this.seam = seam;
    }

    /** Reads one access system. */
    public AcsSystem get(SystemsGetRequest request) {
        return seam.call(request, AcsSystem::of);
    }

    /** Reads one access system. */
    public CompletableFuture<AcsSystem> getAsync(SystemsGetRequest request) {
        return seam.callAsync(request, AcsSystem::of);
    }

    /** Reads one access system. */
    public AcsSystem get(String acsSystemId) {
        return seam.call(SystemsGetRequest.builder().acsSystemId(acsSystemId).build(), AcsSystem::of);
    }

    /** Reads one access system. */
    public CompletableFuture<AcsSystem> getAsync(String acsSystemId) {
        return seam.callAsync(SystemsGetRequest.builder().acsSystemId(acsSystemId).build(), AcsSystem::of);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. */
    public List<AcsSystem> list(SystemsListRequest request) {
        return seam.call(request, AcsSystem::listOf);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. */
    public CompletableFuture<List<AcsSystem>> listAsync(SystemsListRequest request) {
        return seam.callAsync(request, AcsSystem::listOf);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. */
    public List<AcsSystem> list() {
        return seam.call(SystemsListRequest.builder().build(), AcsSystem::listOf);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. */
    public CompletableFuture<List<AcsSystem>> listAsync() {
        return seam.callAsync(SystemsListRequest.builder().build(), AcsSystem::listOf);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. */
    public List<AcsSystem> list(Map<String, ?> filter) {
        return seam.call(SystemsListRequest.builder().filter(filter).build(), AcsSystem::listOf);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. */
    public CompletableFuture<List<AcsSystem>> listAsync(Map<String, ?> filter) {
        return seam.callAsync(SystemsListRequest.builder().filter(filter).build(), AcsSystem::listOf);
    }
}
