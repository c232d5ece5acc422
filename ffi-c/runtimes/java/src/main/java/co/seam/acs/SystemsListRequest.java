// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;

/** What acs.systems.list takes. */
public final class SystemsListRequest extends Request {
    private final Map<String, ?> filter;

    private SystemsListRequest(Builder builder) {
        super(null);
        filter = builder.filter;
    }

    /** Starts with nothing given. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    int begin(Pointer client, PointerByReference op, PointerByReference error) {
        return Library.c().seam_acs_list_systems_begin(client, Arguments.object("filter", filter), op, error);
    }

    /** Takes the arguments by their names. */
    public static final class Builder {
        private Map<String, ?> filter;

        private Builder() {}

        /** What the method's text names, by name. */
        public Builder filter(Map<String, ?> filter) {
            this.filter = filter;
            return this;
        }

        /** Whether they fit together is said by the call. */
        public SystemsListRequest build() {
            return new SystemsListRequest(this);
        }
    }
}
