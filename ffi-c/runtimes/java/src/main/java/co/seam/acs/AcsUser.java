// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.List;
import java.util.Map;

/** An acs_user as Seam described it. */
public final class AcsUser extends Resource {
    private AcsUser(String json, Map<String, Object> members) {
        super(json, members);
    }

    /** One, from its JSON, such as {@link #json} gave; refuses what is none with a {@link SeamException}. */
    public static AcsUser of(String json) {
        return Json.one(json, AcsUser::new);
    }

    /** All of a JSON list, such as one that a method gives as text; refuses what is none with a {@link SeamException}. */
    public static List<AcsUser> listOf(String json) {
        return Json.all(json, AcsUser::new);
    }

    /** `starts_at` and `ends_at` timestamps for the access system user's access. Null where Seam gave none. */
    public Map<String, Object> accessSchedule() {
        return object("access_schedule");
    }

    /** ID of the access system that contains the access system user. */
    public String acsSystemId() {
        return text("acs_system_id");
    }

    /** ID of the access system user. */
    public String acsUserId() {
        return text("acs_user_id");
    }

    /** The ID of the connected account that is associated with the access system user. */
    public String connectedAccountId() {
        return text("connected_account_id");
    }

    /** Date and time at which the access system user was created. */
    public String createdAt() {
        return text("created_at");
    }

    /** Display name for the access system user. */
    public String displayName() {
        return text("display_name");
    }

    /** Email address of the access system user. Null where Seam gave none. */
    public String emailAddress() {
        return text("email_address");
    }

    /** Errors associated with the access system user. */
    public List<Map<String, Object>> errors() {
        return objects("errors");
    }

    /** Brand-specific terminology for the access system user type. Null where Seam gave none. */
    public String externalType() {
        return text("external_type");
    }

    /** Display name that corresponds to the brand-specific terminology for the access system user type. Null where Seam gave none. */
    public String externalTypeDisplayName() {
        return text("external_type_display_name");
    }

    /** Full name of the access system user. Null where Seam gave none. */
    public String fullName() {
        return text("full_name");
    }

    /** ID of the HID access control system associated with the user. Null where Seam gave none. */
    public String hidAcsSystemId() {
        return text("hid_acs_system_id");
    }

    /** Indicates whether Seam manages the access system user. */
    public Boolean isManaged() {
        return flag("is_managed");
    }

    /** Indicates whether the access system user is currently suspended. Null where Seam gave none. */
    public Boolean isSuspended() {
        return flag("is_suspended");
    }

    /** Pending mutations associated with the access system user. Seam is in the process of pushing these mutations to the integrated access system. Null where Seam gave none. */
    public List<Map<String, Object>> pendingMutations() {
        return objects("pending_mutations");
    }

    /** Phone number of the access system user in E.164 format (for example, `+15555550100`). Null where Seam gave none. */
    public String phoneNumber() {
        return text("phone_number");
    }

    /** Salto KS-specific metadata associated with the access system user. Null where Seam gave none. */
    public Map<String, Object> saltoKsMetadata() {
        return object("salto_ks_metadata");
    }

    /** Salto Space-specific metadata associated with the access system user. Null where Seam gave none. */
    public Map<String, Object> saltoSpaceMetadata() {
        return object("salto_space_metadata");
    }

    /** Email address of the user identity associated with the access system user. Null where Seam gave none. */
    public String userIdentityEmailAddress() {
        return text("user_identity_email_address");
    }

    /** Full name of the user identity associated with the access system user. Null where Seam gave none. */
    public String userIdentityFullName() {
        return text("user_identity_full_name");
    }

    /** ID of the user identity associated with the access system user. Null where Seam gave none. */
    public String userIdentityId() {
        return text("user_identity_id");
    }

    /** Phone number of the user identity associated with the access system user in E.164 format (for example, `+15555550100`). Null where Seam gave none. */
    public String userIdentityPhoneNumber() {
        return text("user_identity_phone_number");
    }

    /** Warnings associated with the access system user. */
    public List<Map<String, Object>> warnings() {
        return objects("warnings");
    }

    /** ID of the workspace that contains the access system user. */
    public String workspaceId() {
        return text("workspace_id");
    }
}
