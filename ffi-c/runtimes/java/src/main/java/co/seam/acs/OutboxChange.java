package co.seam.acs;

import java.util.Map;

/** A change that an outbox keeps. */
public final class OutboxChange extends Resource {
    OutboxChange(String json, Map<String, Object> members) {
        super(json, members);
    }

    public String id() {
        return text("id");
    }

    /** {@code add} or {@code remove}. */
    public String action() {
        return text("action");
    }

    /** Null if the user is named by identity. */
    public String acsUserId() {
        return text("acs_user_id");
    }

    /** Null if the user is named by its own id. */
    public String userIdentityId() {
        return text("user_identity_id");
    }

    public String acsAccessGroupId() {
        return text("acs_access_group_id");
    }

    /**
     * {@code waiting}, {@code scheduled}, {@code under_way}, {@code settling} (an earlier request may still arrive), or how it
     * ended: {@code recorded}, {@code superseded}, {@code expired}, {@code refused}, {@code in_doubt} or {@code dropped}.
     */
    public String state() {
        return text("state");
    }

    public String queuedAt() {
        return text("queued_at");
    }

    /** Before this time it is not sent; null if nothing was said. */
    public String notBefore() {
        return text("not_before");
    }

    /** Who asked for it; null if nobody said so. */
    public String actor() {
        return text("actor");
    }

    /** Why; null if nobody said so. */
    public String reason() {
        return text("reason");
    }

    /** Why it ended as it did, or else of its latest attempt; null if there is nothing to say. */
    public String error() {
        String error = text("error");
        return error == null ? text("last_error") : error;
    }

    /** The id to quote to Seam's support; null if there was no answer. */
    public String requestId() {
        return text("request_id");
    }

    /** For {@link Outbox#outcomes} and {@link Outbox#acknowledge}; null if it has not ended. */
    public String cursor() {
        return text("cursor");
    }
}
