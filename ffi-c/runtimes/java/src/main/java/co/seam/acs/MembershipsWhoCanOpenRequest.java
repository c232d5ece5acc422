// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** What acs.memberships.who_can_open takes. */
public final class MembershipsWhoCanOpenRequest extends Request {
    private final String acsEntranceId;

    private MembershipsWhoCanOpenRequest(Builder builder) {
        super(null);
        acsEntranceId = builder.acsEntranceId;
    }

    /** Starts with nothing given. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    int begin(Pointer client, PointerByReference op, PointerByReference error) {
        if (acsEntranceId != null) {
            return Library.c().seam_acs_list_entrance_users_begin(client, Arguments.text("acs_entrance_id", acsEntranceId), op, error);
        }
        throw SeamException.refused("whoCanOpen takes acsEntranceId");
    }

    /** Takes the arguments by their names. */
    public static final class Builder {
        private String acsEntranceId;

        private Builder() {}

        /** Refused with a NUL in it. */
        public Builder acsEntranceId(String acsEntranceId) {
            this.acsEntranceId = acsEntranceId;
            return this;
        }

        /** Whether they fit together is said by the call. */
        public MembershipsWhoCanOpenRequest build() {
            return new MembershipsWhoCanOpenRequest(this);
        }
    }
}
