// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The methods of systems. */
public final class SystemsClient {
    private final SeamOperations seam;

    SystemsClient(SeamOperations seam) {
        this.seam = seam;
    }

    /** Reads one access system. The result is JSON. */
    public String get(SystemsGetRequest request) {
        return seam.call(request, found -> found);
    }

    /** Reads one access system. The result is JSON. */
    public CompletableFuture<String> getAsync(SystemsGetRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Reads one access system. The result is JSON. */
    public String get(String acsSystemId) {
        return seam.call(SystemsGetRequest.builder().acsSystemId(acsSystemId).build(), found -> found);
    }

    /** Reads one access system. The result is JSON. */
    public CompletableFuture<String> getAsync(String acsSystemId) {
        return seam.callAsync(SystemsGetRequest.builder().acsSystemId(acsSystemId).build(), found -> found);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. The result is JSON. */
    public String list(SystemsListRequest request) {
        return seam.call(request, found -> found);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. The result is JSON. */
    public CompletableFuture<String> listAsync(SystemsListRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. The result is JSON. */
    public String list() {
        return seam.call(SystemsListRequest.builder().build(), found -> found);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. The result is JSON. */
    public CompletableFuture<String> listAsync() {
        return seam.callAsync(SystemsListRequest.builder().build(), found -> found);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. The result is JSON. */
    public String list(Map<String, ?> filter) {
        return seam.call(SystemsListRequest.builder().filter(filter).build(), found -> found);
    }

    /** Reads the access systems; the filter may name connected_account_id, customer_key or search. The result is JSON. */
    public CompletableFuture<String> listAsync(Map<String, ?> filter) {
        return seam.callAsync(SystemsListRequest.builder().filter(filter).build(), found -> found);
    }
}
