// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** What acs.systems.get takes. */
public final class SystemsGetRequest extends Request {
    private final String acsSystemId;

    private SystemsGetRequest(Builder builder) {
        super(null);
        acsSystemId = builder.acsSystemId;
    }

    /** Starts with nothing given. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    int begin(Pointer client, PointerByReference op, PointerByReference error) {
        if (acsSystemId != null) {
            return Library.c().seam_acs_get_system_begin(client, Arguments.text("acs_system_id", acsSystemId), op, error);
        }
        throw SeamException.refused("get takes acsSystemId");
    }

    /** Takes the arguments by their names. */
    public static final class Builder {
        private String acsSystemId;

        private Builder() {}

        /** Refused with a NUL in it. */
        public Builder acsSystemId(String acsSystemId) {
            this.acsSystemId = acsSystemId;
            return this;
        }

        /** Whether they fit together is said by the call. */
        public SystemsGetRequest build() {
            return new SystemsGetRequest(this);
        }
    }
}
