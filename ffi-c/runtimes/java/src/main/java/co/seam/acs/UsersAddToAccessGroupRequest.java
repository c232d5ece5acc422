// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** What acs.users.add_to_access_group takes. */
public final class UsersAddToAccessGroupRequest extends Request {
    private final String acsUserId;
    private final String acsAccessGroupId;
    private final String userIdentityId;

    private UsersAddToAccessGroupRequest(Builder builder) {
        super(null);
        acsUserId = builder.acsUserId;
        acsAccessGroupId = builder.acsAccessGroupId;
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
        if (acsUserId != null && acsAccessGroupId != null && userIdentityId == null) {
            return Library.c().seam_acs_add_user_to_group_begin(client, Arguments.text("acs_user_id", acsUserId), Arguments.text("acs_access_group_id", acsAccessGroupId), op, error);
        }
        if (acsUserId == null && acsAccessGroupId != null && userIdentityId != null) {
            return Library.c().seam_acs_add_user_identity_to_group_begin(client, Arguments.text("user_identity_id", userIdentityId), Arguments.text("acs_access_group_id", acsAccessGroupId), op, error);
        }
        throw SeamException.refused("addToAccessGroup takes acsUserId, acsAccessGroupId or userIdentityId, acsAccessGroupId");
    }

    /** Takes the arguments by their names. */
    public static final class Builder {
        private String acsUserId;
        private String acsAccessGroupId;
        private String userIdentityId;

        private Builder() {}

        /** Refused with a NUL in it. */
        public Builder acsUserId(String acsUserId) {
            this.acsUserId = acsUserId;
            return this;
        }

        /** Refused with a NUL in it. */
        public Builder acsAccessGroupId(String acsAccessGroupId) {
            this.acsAccessGroupId = acsAccessGroupId;
            return this;
        }

        /** Refused with a NUL in it. */
        public Builder userIdentityId(String userIdentityId) {
            this.userIdentityId = userIdentityId;
            return this;
        }

        /** Whether they fit together is said by the call. */
        public UsersAddToAccessGroupRequest build() {
            return new UsersAddToAccessGroupRequest(this);
        }
    }
}
