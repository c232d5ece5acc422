// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** What acs.access_groups.delete takes. */
public final class AccessGroupsDeleteRequest extends Request {
    private final String acsAccessGroupId;

    private AccessGroupsDeleteRequest(Builder builder) {
        super(null);
        acsAccessGroupId = builder.acsAccessGroupId;
    }

    /** Starts with nothing given. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    int begin(Pointer client, PointerByReference op, PointerByReference error) {
        if (acsAccessGroupId != null) {
            return Library.c().seam_acs_delete_group_begin(client, Arguments.text("acs_access_group_id", acsAccessGroupId), op, error);
        }
        throw SeamException.refused("delete takes acsAccessGroupId");
    }

    /** Takes the arguments by their names. */
    public static final class Builder {
        private String acsAccessGroupId;

        private Builder() {}

        /** Refused with a NUL in it. */
        public Builder acsAccessGroupId(String acsAccessGroupId) {
            this.acsAccessGroupId = acsAccessGroupId;
            return this;
        }

        /** Whether they fit together is said by the call. */
        public AccessGroupsDeleteRequest build() {
            return new AccessGroupsDeleteRequest(this);
        }
    }
}
