// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What a {@link Seam} can do. */
public abstract class SeamOperations {
    SeamOperations() {}

    abstract <T> T call(Request request, Function<String, T> as);

    abstract <T> CompletableFuture<T> callAsync(Request request, Function<String, T> as);

    /** Access systems, their users, groups and entrances. */
    public AcsClient acs() {
        return new AcsClient(this);
    }

    /** Asks Seam whether it can be reached and accepts the credentials. Changes nothing. */
    public void check() {
        this.call(CheckRequest.builder().build(), found -> null);
    }

    /** Asks Seam whether it can be reached and accepts the credentials. Changes nothing. */
    public CompletableFuture<Void> checkAsync() {
        return this.callAsync(CheckRequest.builder().build(), found -> null);
    }

    /** Posts a JSON object to any path of Seam's API, with the client's credentials, deadline and errors. The result is JSON. */
    public String request(String path) {
        return this.call(RequestRequest.builder().path(path).build(), found -> found);
    }

    /** Posts a JSON object to any path of Seam's API, with the client's credentials, deadline and errors. The result is JSON. */
    public CompletableFuture<String> requestAsync(String path) {
        return this.callAsync(RequestRequest.builder().path(path).build(), found -> found);
    }

    /** Posts a JSON object to any path of Seam's API, with the client's credentials, deadline and errors. The result is JSON. */
    public String request(String path, Object params) {
        return this.call(RequestRequest.builder().path(path).params(params).build(), found -> found);
    }

    /** Posts a JSON object to any path of Seam's API, with the client's credentials, deadline and errors. The result is JSON. */
    public CompletableFuture<String> requestAsync(String path, Object params) {
        return this.callAsync(RequestRequest.builder().path(path).params(params).build(), found -> found);
    }
}
