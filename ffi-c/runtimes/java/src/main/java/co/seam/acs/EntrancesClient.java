// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The methods of entrances. */
public final class EntrancesClient {
    private final SeamOperations seam;

    EntrancesClient(SeamOperations seam) {
        this.seam = seam;
    }

    /** Reads one entrance. The result is JSON. */
    public String get(EntrancesGetRequest request) {
        return seam.call(request, found -> found);
    }

    /** Reads one entrance. The result is JSON. */
    public CompletableFuture<String> getAsync(EntrancesGetRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Reads one entrance. The result is JSON. */
    public String get(String acsEntranceId) {
        return seam.call(EntrancesGetRequest.builder().acsEntranceId(acsEntranceId).build(), found -> found);
    }

    /** Reads one entrance. The result is JSON. */
    public CompletableFuture<String> getAsync(String acsEntranceId) {
        return seam.callAsync(EntrancesGetRequest.builder().acsEntranceId(acsEntranceId).build(), found -> found);
    }

    /** Reads the entrances, every page; the filter may name acs_system_id, acs_credential_id, search and more. The result is JSON. */
    public String list(EntrancesListRequest request) {
        return seam.call(request, found -> found);
    }

    /** Reads the entrances, every page; the filter may name acs_system_id, acs_credential_id, search and more. The result is JSON. */
    public CompletableFuture<String> listAsync(EntrancesListRequest request) {
        return seam.callAsync(request, found -> found);
    }

    /** Reads the entrances, every page; the filter may name acs_system_id, acs_credential_id, search and more. The result is JSON. */
    public String list() {
        return seam.call(EntrancesListRequest.builder().build(), found -> found);
    }

    /** Reads the entrances, every page; the filter may name acs_system_id, acs_credential_id, search and more. The result is JSON. */
    public CompletableFuture<String> listAsync() {
        return seam.callAsync(EntrancesListRequest.builder().build(), found -> found);
    }

    /** Reads the entrances, every page; the filter may name acs_system_id, acs_credential_id, search and more. The result is JSON. */
    public String list(Map<String, ?> filter) {
        return seam.call(EntrancesListRequest.builder().filter(filter).build(), found -> found);
    }

    /** Reads the entrances, every page; the filter may name acs_system_id, acs_credential_id, search and more. The result is JSON. */
    public CompletableFuture<String> listAsync(Map<String, ?> filter) {
        return seam.callAsync(EntrancesListRequest.builder().filter(filter).build(), found -> found);
    }
}
