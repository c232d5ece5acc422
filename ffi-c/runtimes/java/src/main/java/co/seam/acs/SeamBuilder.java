// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.LinkedHashMap;
import java.util.Map;

/** The options of a {@link Seam}. What is not given, or null, comes from the environment or has its default. */
public final class SeamBuilder {
    private final Seam origin;
    private final Map<String, Object> options = new LinkedHashMap<>();

    SeamBuilder(Seam origin) {
        this.origin = origin;
    }

    /** Authenticates with an API key of a workspace. */
    public SeamBuilder apiKey(String apiKey) {
        return option("api_key", apiKey);
    }

    /** Authenticates with a personal access token and the workspace to work in; on failure neither is set. */
    public SeamBuilder personalAccessToken(String personalAccessToken) {
        return option("personal_access_token", personalAccessToken);
    }

    /** The option workspace_id of seam_acs.h. */
    public SeamBuilder workspaceId(String workspaceId) {
        return option("workspace_id", workspaceId);
    }

    /** The server to talk to: https://..., or http:// to this machine. The credentials go there and nowhere else. */
    public SeamBuilder endpoint(String endpoint) {
        return option("endpoint", endpoint);
    }

    /** The deadline, in milliseconds, of one change or one page of a list: attempts, waits between them and the server's Retry-After all fit inside it. */
    public SeamBuilder timeoutMs(long timeoutMs) {
        return option("timeout_ms", timeoutMs);
    }

    /** How long, in milliseconds, one attempt may take before it is given up and perhaps repeated. */
    public SeamBuilder attemptTimeoutMs(long attemptTimeoutMs) {
        return option("attempt_timeout_ms", attemptTimeoutMs);
    }

    /** How long, in milliseconds, making a connection may take, from the first address of the host on. */
    public SeamBuilder connectTimeoutMs(long connectTimeoutMs) {
        return option("connect_timeout_ms", connectTimeoutMs);
    }

    /** How often one request may be sent. 1 turns repeats off; seam_acs_add_user_to_group says when that is useful. */
    public SeamBuilder maxAttempts(long maxAttempts) {
        return option("max_attempts", maxAttempts);
    }

    /** 1 goes on trying until the deadline, however often, as long as nothing could be sent: no address, no connection, no proxy, or a certificate that this machine's clock takes for too old or too new. 0 gives up after max_attempts, which for a refused connection is within 2 seconds. For a panel that starts before its network does. */
    public SeamBuilder retryUntilDeadline(boolean retryUntilDeadline) {
        return option("retry_until_deadline", retryUntilDeadline);
    }

    /** How many requests of one client may be under way at a time; the others wait. */
    public SeamBuilder maxConcurrency(long maxConcurrency) {
        return option("max_concurrency", maxConcurrency);
    }

    /** The longest pause, in milliseconds, that a run of many changes makes when the server asks for one by Retry-After. The pause does not count against the deadlines of its changes. If the server asks for a longer one, nothing more is sent, and the rest is not_attempted. */
    public SeamBuilder maxPauseMs(long maxPauseMs) {
        return option("max_pause_ms", maxPauseMs);
    }

    /** The longest answer to accept, in bytes; a longer one is SEAM_ACS_UNEXPECTED_RESPONSE. */
    public SeamBuilder maxResponseBytes(long maxResponseBytes) {
        return option("max_response_bytes", maxResponseBytes);
    }

    /** The proxy's URL, in place of the one from the environment. */
    public SeamBuilder proxy(String proxy) {
        return option("proxy", proxy);
    }

    /** A PEM file of certificate authorities, trusted in place of the system's. */
    public SeamBuilder caFile(String caFile) {
        return option("ca_file", caFile);
    }

    /** 1 reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case, and SSL_CERT_FILE and SSL_CERT_DIR; 0 does not. Unset, seam_acs_client_from_env does and seam_acs_client_new does not. A program with other rights than its caller never does. */
    public SeamBuilder trustEnv(boolean trustEnv) {
        return option("trust_env", trustEnv);
    }

    /** Words that are added to the User-Agent header, such as the name of the program. */
    public SeamBuilder userAgentSuffix(String userAgentSuffix) {
        return option("user_agent_suffix", userAgentSuffix);
    }

    /** 1 allows http:// to other machines, although anybody on the way can then read the credentials; 0 forbids it. */
    public SeamBuilder allowInsecureHttp(boolean allowInsecureHttp) {
        return option("allow_insecure_http", allowInsecureHttp);
    }

    /** A file to append JSON lines to. The log holds no token and never makes a call wait. It must be a regular file, and is made anew when it was renamed or removed. */
    public SeamBuilder logFile(String logFile) {
        return option("log_file", logFile);
    }

    /** An open descriptor to write JSON lines to. It stays yours: keep it open as long as a client uses it. A full pipe drops lines and counts them, and so does a descriptor that was closed or became another file. */
    public SeamBuilder logFd(long logFd) {
        return option("log_fd", logFd);
    }

    /** The least important lines to log: "error", "warn", "info", "debug" or "trace". */
    public SeamBuilder logLevel(String logLevel) {
        return option("log_level", logLevel);
    }

    /** A file to append two JSON lines a change to: its intent before anything of it is sent, and its result before the call returns. It holds no token; its mode is 0600. It must be a regular file, and is made anew when it was renamed or removed. */
    public SeamBuilder auditLog(String auditLog) {
        return option("audit_log", auditLog);
    }

    /** What happens to a change whose audit line cannot be written: "refuse" sends nothing and gives SEAM_ACS_AUDIT, "continue" sends it anyway. */
    public SeamBuilder auditFailure(String auditFailure) {
        return option("audit_failure", auditFailure);
    }

    /** Whether an audit line is on the disk before its change is sent: "always"; or "never", which leaves it to the system, so that a power cut loses the last lines. */
    public SeamBuilder auditSync(String auditSync) {
        return option("audit_sync", auditSync);
    }

    /** Who makes the changes, for the audit log. */
    public SeamBuilder actor(String actor) {
        return option("actor", actor);
    }

    /** Why the changes are made, for the audit log. */
    public SeamBuilder reason(String reason) {
        return option("reason", reason);
    }

    /** An option of seam_acs.h by its name, such as timeout_ms. */
    public SeamBuilder option(String name, Object value) {
        if (value != null) {
            options.put(name, value);
        }
        return this;
    }

    /** Options of seam_acs.h by their names. */
    public SeamBuilder options(Map<String, ?> options) {
        options.forEach(this::option);
        return this;
    }

    /** Sends nothing yet; refuses options that cannot be with a {@link SeamException}. */
    public Seam build() {
        return new Seam(options, origin);
    }
}
