// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

/** What a call ended as. */
public enum Status {
    /** Done. For a change: recorded by Seam; the access system follows. */
    OK(0),
    /** A bug in this library, contained. Please report it. */
    INTERNAL(-1001),
    /** The operating system refused a thread, a descriptor or memory. */
    RESOURCES(-1002),
    /** A required argument is NULL. */
    NULL_ARGUMENT(-2001),
    /** A text argument is not valid UTF-8. */
    UTF8(-2002),
    /** A value was refused before anything was sent; the message names it. */
    INVALID_ARGUMENT(-2003),
    /** The object is not in a state for this call, such as the result of a pending operation. */
    STATE(-2004),
    /** An option is unknown, out of range, or in conflict with another. */
    OPTIONS(-2005),
    /** A credential is not of the right kind. */
    TOKEN(-2006),
    /** This build or platform cannot do it. */
    NOT_SUPPORTED(-2007),
    /** Cancelled. A change with this status was never sent. */
    CANCELLED(-3001),
    /** The deadline passed. A change with this status was never sent. */
    DEADLINE(-3002),
    /** The operation belongs to the parent of this forked process, which owns its outcome. */
    FORKED(-3003),
    /** The host name could not be resolved. */
    DNS(-4001),
    /** No connection could be made. */
    CONNECT(-4002),
    /** The TLS connection could not be made: the message says what is wrong with the certificate. */
    TLS(-4003),
    /** The proxy refused or failed. */
    PROXY(-4004),
    /** The connection broke, or no answer came in time. */
    NETWORK(-4005),
    /** The credentials were not accepted (HTTP 401). */
    UNAUTHORIZED(-5001),
    /** The credentials do not allow this (HTTP 403). */
    FORBIDDEN(-5002),
    /** Seam knows no such user, group or other thing (HTTP 404). */
    NOT_FOUND(-5003),
    /** Seam refused the request as wrong; see seam_acs_error_validation_errors (other HTTP 4xx). */
    INVALID_INPUT(-5004),
    /** Seam refused the request as in conflict with its state (HTTP 409). */
    CONFLICT(-5005),
    /** Too many requests (HTTP 429); see seam_acs_error_retry_after_ms. */
    RATE_LIMITED(-5006),
    /** Seam, or something before it, failed (HTTP 5xx). */
    SERVER(-5007),
    /** The answer is not from Seam: a login page, an empty body, a redirect. */
    UNEXPECTED_RESPONSE(-5008),
    /** Some changes of a list were not made: the report says which. */
    PARTIAL(-6001),
    /** A plan was refused: it would do too much, or it is out of date. Nothing was changed. */
    GUARD(-7001),
    /** The audit log could not be written, so nothing was sent. */
    AUDIT(-7002),
    /** The change may or may not be recorded: read the membership before you act on it. */
    OUTCOME_UNKNOWN(-8001),
    /** A number that this version does not have. */
    UNKNOWN(Integer.MIN_VALUE);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    /** The number that the C library uses. */
    public int code() {
        return code;
    }

    static Status of(int code) {
        for (Status status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        return UNKNOWN;
    }
}
