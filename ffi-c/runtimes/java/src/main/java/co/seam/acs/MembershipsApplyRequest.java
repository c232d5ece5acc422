// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;
import java.util.function.Consumer;

/** What acs.memberships.apply takes. */
public final class MembershipsApplyRequest extends Request {
    private final Object changes;
    private final Map<String, ?> options;

    private MembershipsApplyRequest(Builder builder) {
        super(builder.onProgress);
        changes = builder.changes;
        options = builder.options;
    }

    /** Starts with nothing given. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    int begin(Pointer client, PointerByReference op, PointerByReference error) {
        if (changes != null) {
            return Library.c().seam_acs_apply_begin(client, Arguments.table("changes", changes), Arguments.object("options", options), op, error);
        }
        throw SeamException.refused("apply takes changes, options");
    }

    /** Takes the arguments by their names. */
    public static final class Builder {
        private Object changes;
        private Map<String, ?> options;
        private Consumer<Progress> onProgress;

        private Builder() {}

        /** CSV or JSON text, a list of maps, or the bytes of a file with either. */
        public Builder changes(Object changes) {
            this.changes = changes;
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
        public MembershipsApplyRequest build() {
            return new MembershipsApplyRequest(this);
        }
    }
}
