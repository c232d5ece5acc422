// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;

/** What acs.memberships.plan takes. */
public final class MembershipsPlanRequest extends Request {
    private final Object roster;
    private final Map<String, ?> options;

    private MembershipsPlanRequest(Builder builder) {
        super(null);
        roster = builder.roster;
        options = builder.options;
    }

    /** Starts with nothing given. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    int begin(Pointer client, PointerByReference op, PointerByReference error) {
        if (roster != null) {
            return Library.c().seam_acs_make_plan_begin(client, Arguments.table("roster", roster), Arguments.object("options", options), op, error);
        }
        throw SeamException.refused("plan takes roster, options");
    }

    /** Takes the arguments by their names. */
    public static final class Builder {
        private Object roster;
        private Map<String, ?> options;

        private Builder() {}

        /** CSV or JSON text, a list of maps, or the bytes of a file with either. */
        public Builder roster(Object roster) {
            this.roster = roster;
            return this;
        }

        /** What the method's text names, by name. */
        public Builder options(Map<String, ?> options) {
            this.options = options;
            return this;
        }

        /** Whether they fit together is said by the call. */
        public MembershipsPlanRequest build() {
            return new MembershipsPlanRequest(this);
        }
    }
}
