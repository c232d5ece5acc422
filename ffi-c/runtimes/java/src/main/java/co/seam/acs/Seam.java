package co.seam.acs;

import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A connection to Seam. Any number of threads may use it at once.
 *
 * <p>The methods that end in {@code Async} give a future that fails with a {@link SeamException}. Cancelling that future cancels
 * the request; a change that was sent may then have been recorded, which the cause of the {@code CancellationException} tells.
 */
public final class Seam extends SeamOperations implements AutoCloseable {
    private final Handle client;
    private final Cleaner.Cleanable closing;

    Seam(Map<String, ?> options, Seam origin) {
        client = new Handle.Client(made(options, origin));
        closing = Library.CLEANER.register(this, client);
    }

    /** What is not given comes from SEAM_API_KEY, or SEAM_PERSONAL_ACCESS_TOKEN with SEAM_WORKSPACE_ID, and SEAM_ENDPOINT. */
    public static SeamBuilder builder() {
        return new SeamBuilder(null);
    }

    /** The same connections with other timeouts, attempts, concurrency, actor or reason. Cancelling it leaves this one alone. */
    public SeamBuilder with() {
        return new SeamBuilder(this);
    }

    /** Ends every call of this object, now and later. A change that was sent may have been recorded. */
    public void cancel() {
        open(pointer -> {
            Library.c().seam_acs_client_cancel(pointer);
            return this;
        });
    }

    /** Gives the connection back; calls that are under way end. Safe twice, and never. */
    @Override
    public void close() {
        closing.clean();
    }

    @Override
    <T> T call(Request request, Function<String, T> as) {
        return as.apply(begin(request).finish());
    }

    @Override
    <T> CompletableFuture<T> callAsync(Request request, Function<String, T> as) {
        try {
            return new Answer<>(begin(request), as);
        } catch (SeamException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private Operation begin(Request request) {
        Pointer op = open(pointer -> Library.made((made, error) -> request.begin(pointer, made, error)));
        Reference.reachabilityFence(request);
        return new Operation(this, op, request.progress);
    }

    private <T> T open(Function<Pointer, T> use) {
        return client.use(use).orElseThrow(() -> new IllegalStateException("this Seam is closed"));
    }

    private static Pointer made(Map<String, ?> options, Seam origin) {
        Native c = Library.c();
        Pointer set = c.seam_acs_options_new();
        try {
            setOption(set, "sdk_name", "seam-acs/java");
            options.forEach((name, value) -> setOption(set, name, value));
            return origin == null
                    ? Library.made((made, error) -> c.seam_acs_client_from_env(set, made, error))
                    : origin.open(of -> Library.made((made, error) -> c.seam_acs_client_with(of, set, made, error)));
        } finally {
            c.seam_acs_options_free(set);
            Reference.reachabilityFence(origin);
        }
    }

    private static void setOption(Pointer options, String name, Object value) {
        byte[] option = Arguments.text("an option's name", name);
        byte[] text = Arguments.text(name, value.toString());
        Library.made((none, error) -> Library.c().seam_acs_options_set(options, option, text, error));
    }
}
