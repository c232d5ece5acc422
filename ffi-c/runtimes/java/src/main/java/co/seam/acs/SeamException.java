package co.seam.acs;

import com.sun.jna.Pointer;

/** A call that did not end as asked. */
public final class SeamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String name;
    private final Integer httpStatus;
    private final String apiType;
    private final String requestId;
    private final boolean retryable;
    private final boolean outcomeUnknown;
    private final Integer retryAfterMs;
    private final String validationErrors;
    private final int attempts;
    private final String found;

    private SeamException(Pointer error, String found) {
        super(Library.string(Library.c().seam_acs_error_message(error)));
        code = Library.c().seam_acs_error_status(error);
        name = Library.string(Library.c().seam_acs_error_name(error));
        httpStatus = some(Library.c().seam_acs_error_http_status(error));
        apiType = Library.string(Library.c().seam_acs_error_api_type(error));
        requestId = Library.string(Library.c().seam_acs_error_request_id(error));
        retryable = Library.c().seam_acs_error_retryable(error) != 0;
        outcomeUnknown = Library.c().seam_acs_error_outcome_unknown(error) != 0;
        retryAfterMs = some(Library.c().seam_acs_error_retry_after_ms(error));
        validationErrors = Library.string(Library.c().seam_acs_error_validation_errors(error));
        attempts = Library.c().seam_acs_error_attempts(error);
        this.found = found;
    }

    private SeamException(Status status, String message) {
        super(message);
        code = status.code();
        name = status.name();
        httpStatus = null;
        apiType = null;
        requestId = null;
        retryable = false;
        outcomeUnknown = false;
        retryAfterMs = null;
        validationErrors = null;
        attempts = 0;
        found = null;
    }

    /** An error of the library's, which is freed. */
    static SeamException taken(Pointer error, String found) {
        try {
            return new SeamException(error, found);
        } finally {
            Library.c().seam_acs_error_free(error);
        }
    }

    /** An argument that must not reach C. */
    static SeamException refused(String message) {
        return new SeamException(Status.INVALID_ARGUMENT, message);
    }

    /** What came and is no record. */
    static SeamException unexpected(String message) {
        return new SeamException(Status.UNEXPECTED_RESPONSE, message);
    }

    private static Integer some(int value) {
        return value > 0 ? value : null;
    }

    /** The number of the status, which a newer library may have and {@link Status} not. */
    public int code() {
        return code;
    }

    /** What the call ended as; its number is {@link #code}. */
    public Status status() {
        return Status.of(code);
    }

    /** The name of the status, such as NOT_FOUND. */
    public String name() {
        return name;
    }

    /** The HTTP status of the answer that decided. Null where there is none. */
    public Integer httpStatus() {
        return httpStatus;
    }

    /** Seam's own type of error; an open set. Null where there is none. */
    public String apiType() {
        return apiType;
    }

    /** The id to quote to Seam's support. Null where there is none. */
    public String requestId() {
        return requestId;
    }

    /** The same call may succeed later although nobody changes anything. */
    public boolean retryable() {
        return retryable;
    }

    /** A change may be recorded although no answer says so: read the membership before anything else. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }

    /** How many milliseconds the server asked to wait. Null where there is none. */
    public Integer retryAfterMs() {
        return retryAfterMs;
    }

    /** Which parameters Seam refused, each with its messages. As JSON; null where there is none. */
    public String validationErrors() {
        return validationErrors;
    }

    /** How many requests were started. */
    public int attempts() {
        return attempts;
    }

    /** What became of each change of a list, as JSON; null where the failure is not one of a list. */
    public String report() {
        return code == Status.GUARD.code() ? null : found;
    }

    /** What a guard refused, to be looked at; sync refuses it too. Null where it is about no plan that was just made. */
    public Plan plan() {
        return code == Status.GUARD.code() && found != null ? new Plan(found) : null;
    }
}
