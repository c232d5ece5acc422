// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;
import java.util.function.Consumer;

/** What acs.memberships.sync takes. */
public final class MembershipsSyncRequest extends Request {
    private final Plan plan;
    private final Map<String, ?> options;

    private MembershipsSyncRequest(Builder builder) {
        super(builder.onProgress);
        plan = builder.plan;
        options = builder.options;
    }

    /** Starts with nothing given. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    int begin(Pointer client, PointerByReference op, PointerByReference error) {
        if (plan != null) {
            return Library.c().seam_acs_sync_begin(client, plan.pointer, Arguments.object("options", options), op, error);
        }
        throw SeamException.refused("sync takes plan, options");
    }

    /** Takes the arguments by their names. */
    public static final class Builder {
        private Plan plan;
        private Map<String, ?> options;
        private Consumer<Progress> onProgress;

        private Builder() {}

        /** As the plan came, or read from saved JSON. */
        public Builder plan(Plan plan) {
            this.plan = plan;
            return this;
        }

        /** What the method's text names, by name. */
        public Builder options(Map<String, ?> options) {
            this.options = options;
            return this;
        }

        /** Shown how far the call is, about 20 times a second: on the calling thread, or on one of ours. */
        public Builder onProgress(Consumer<Progress> onProgress) {
            this.onProgress = onProgress;
            return this;
        }

        /** Whether they fit together is said by the call. */
        public MembershipsSyncRequest build() {
            return new MembershipsSyncRequest(this);
        }
    }
}
