// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;

/** What acs.memberships.wait takes. */
public final class MembershipsWaitRequest extends Request {
    private final String acsUserId;
    private final String acsAccessGroupId;
    private final boolean present;
    private final Map<String, ?> options;
    private final String userIdentityId;

    private MembershipsWaitRequest(Builder builder) {
        super(null);
        acsUserId = builder.acsUserId;
        acsAccessGroupId = builder.acsAccessGroupId;
        present = builder.present;
        options = builder.options;
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
            return Library.c().seam_acs_wait_for_membership_begin(client, Arguments.text("acs_user_id", acsUserId), Arguments.text("acs_access_group_id", acsAccessGroupId), present ? 1 : 0, Arguments.object("options", options), op, error);
        }
        if (acsUserId == null && acsAccessGroupId != null && userIdentityId != null) {
            return Library.c().seam_acs_wait_for_user_identity_membership_begin(client, Arguments.text("user_identity_id", userIdentityId), Arguments.text("acs_access_group_id", acsAccessGroupId), present ? 1 : 0, Arguments.object("options", options), op, error);
        }
        throw SeamException.refused("wait takes acsUserId, acsAccessGroupId, present, options or userIdentityId, acsAccessGroupId, present, options");
    }

    /** Takes the arguments by their names. */
    public static final class Builder {
        private String acsUserId;
        private String acsAccessGroupId;
        private boolean present = true;
        private Map<String, ?> options;
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

        /** True unless it is given. */
        public Builder present(boolean present) {
            this.present = present;
            return this;
        }

        /** What the method's text names, by name. */
        public Builder options(Map<String, ?> options) {
            this.options = options;
            return this;
        }

        /** Refused with a NUL in it. */
        public Builder userIdentityId(String userIdentityId) {
            this.userIdentityId = userIdentityId;
            return this;
        }

        /** Whether they fit together is said by the call. */
        public MembershipsWaitRequest build() {
            return new MembershipsWaitRequest(this);
        }
    }
}
