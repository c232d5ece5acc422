// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The methods of entrances. */
public final class EntrancesClient {
    private final SeamOperations seam;

    EntrancesClient(SeamOperations seam) {
        this.seam = seam;
    }

    /** Reads one entrance. */
    public AcsEntrance get(EntrancesGetRequest request) {
        return seam.call(request, AcsEntrance::of);
    }

    /** Reads one entrance. */
    public CompletableFuture<AcsEntrance> getAsync(EntrancesGetRequest request) {
        return seam.callAsync(request, AcsEntrance::of);
    }

    /** Reads one entrance. */
    public AcsEntrance get(String acsEntranceId) {
        return seam.call(EntrancesGetRequest.builder().acsEntranceId(acsEntranceId).build(), AcsEntrance::of);
    }

    /** Reads one entrance. */
    public CompletableFuture<AcsEntrance> getAsync(String acsEntranceId) {
        return seam.callAsync(EntrancesGetRequest.builder().acsEntranceId(acsEntranceId).build(), AcsEntrance::of);
    }

    /** Reads the entrances, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, acs_credential_id, search and more. */
    public List<AcsEntrance> list(EntrancesListRequest request) {
        return seam.call(request, AcsEntrance::listOf);
    }

    /** Reads the entrances, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, acs_credential_id, search and more. */
    public CompletableFuture<List<AcsEntrance>> listAsync(EntrancesListRequest request) {
        return seam.callAsync(request, AcsEntrance::listOf);
    }

    /** Reads the entrances, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, acs_credential_id, search and more. */
    public List<AcsEntrance> list() {
        return seam.call(EntrancesListRequest.builder().build(), AcsEntrance::listOf);
    }

    /** Reads the entrances, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, acs_credential_id, search and more. */
    public CompletableFuture<List<AcsEntrance>> listAsync() {
        return seam.callAsync(EntrancesListRequest.builder().build(), AcsEntrance::listOf);
    }

    /** Reads the entrances, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, acs_credential_id, search and more. */
    public List<AcsEntrance> list(Map<String, ?> filter) {
        return seam.call(EntrancesListRequest.builder().filter(filter).build(), AcsEntrance::listOf);
    }

    /** Reads the entrances, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, acs_credential_id, search and more. */
    public CompletableFuture<List<AcsEntrance>> listAsync(Map<String, ?> filter) {
        return seam.callAsync(EntrancesListRequest.builder().filter(filter).build(), AcsEntrance::listOf);
    }
}
