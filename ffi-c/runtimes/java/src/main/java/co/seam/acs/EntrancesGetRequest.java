// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** What acs.entrances.get takes. */
public final class EntrancesGetRequest extends Request {
    private final String acsEntranceId;

    private EntrancesGetRequest(Builder builder) {
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
            return Library.c().seam_acs_get_entrance_begin(client, Arguments.text("acs_entrance_id", acsEntranceId), op, error);
        }
        throw SeamException.refused("get takes acsEntranceId");
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
        public EntrancesGetRequest build() {
            return new EntrancesGetRequest(this);
        }
    }
}
