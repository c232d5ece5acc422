// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** What acs.memberships.groups_of takes. */
public final class MembershipsGroupsOfRequest extends Request {
    private final String acsUserId;
    private final String userIdentityId;

    private MembershipsGroupsOfRequest(Builder builder) {
        super(null);
        acsUserId = builder.acsUserId;
        userIdentityId = builder.userIdentityId;
    }

    /** Starts with nothing given. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    int begin(Pointer client, PointerByReference op, PointerByReference error) {
        if (acsUserId != null && userIdentityId != null) {
            throw SeamException.refused("acs_user_id cannot be used together with user_identity_id");
        }
        if (acsUserId != null && userIdentityId == null) {
            return Library.c().seam_acs_list_user_groups_begin(client, Arguments.text("acs_user_id", acsUserId), op, error);
        }
        if (acsUserId == null && userIdentityId != null) {
            return Library.c().seam_acs_list_user_identity_groups_begin(client, Arguments.text("user_identity_id", userIdentityId), op, error);
        }
        throw SeamException.refused("groupsOf takes acsUserId or userIdentityId");
    }

    /** Takes the arguments by their names. */
    public static final class Builder {
        private String acsUserId;
        private String userIdentityId;

        private Builder() {}

        /** Refused with a NUL in it. */
        public Builder acsUserId(String acsUserId) {
            this.acsUserId = acsUserId;
            return this;
        }

        /** Refused with a NUL in it. */
        public Builder userIdentityId(String userIdentityId) {
            this.userIdentityId = userIdentityId;
            return this;
        }

        /** Whether they fit together is said by the call. */
        public MembershipsGroupsOfRequest build() {
            return new MembershipsGroupsOfRequest(this);
        }
    }
}
