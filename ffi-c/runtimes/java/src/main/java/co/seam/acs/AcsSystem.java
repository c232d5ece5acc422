// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.List;
import java.util.Map;

/** An acs_system as Seam described it. */
public final class AcsSystem extends Resource {
    private AcsSystem(String json, Map<String, Object> members) {
        super(json, members);
    }

    /** One, from its JSON, such as {@link #json} gave; refuses what is none with a {@link SeamException}. */
    public static AcsSystem of(String json) {
        return Json.one(json, AcsSystem::new);
    }

    /** All of a JSON list, such as one that a method gives as text; refuses what is none with a {@link SeamException}. */
    public static List<AcsSystem> listOf(String json) {
        return Json.all(json, AcsSystem::new);
    }

    /** Number of access groups in the access control system. Null where Seam gave none. */
    public Double acsAccessGroupCount() {
        return number("acs_access_group_count");
    }

    /** ID of the access control system. */
    public String acsSystemId() {
        return text("acs_system_id");
    }

    /** Number of users in the access control system. Null where Seam gave none. */
    public Double acsUserCount() {
        return number("acs_user_count");
    }

    /** ID of the connected account associated with the access control system. */
    public String connectedAccountId() {
        return text("connected_account_id");
    }

    /** Date and time at which the access control system was created. */
    public String createdAt() {
        return text("created_at");
    }

    /** ID of the default credential manager `acs_system` for this access control system. Null where Seam gave none. */
    public String defaultCredentialManagerAcsSystemId() {
        return text("default_credential_manager_acs_system_id");
    }

    /** Errors associated with the access control system. */
    public List<Map<String, Object>> errors() {
        return objects("errors");
    }

    /** Brand-specific terminology for the access control system type. Null where Seam gave none. */
    public String externalType() {
        return text("external_type");
    }

    /** Display name that corresponds to the brand-specific terminology for the access control system type. Null where Seam gave none. */
    public String externalTypeDisplayName() {
        return text("external_type_display_name");
    }

    /** Alternative text for the access control system image. */
    public String imageAltText() {
        return text("image_alt_text");
    }

    /** URL for the image that represents the access control system. */
    public String imageUrl() {
        return text("image_url");
    }

    /** Indicates whether the `acs_system` is a credential manager. */
    public Boolean isCredentialManager() {
        return flag("is_credential_manager");
    }

    /** Location information for the access control system. */
    public Map<String, Object> location() {
        return object("location");
    }

    /** Name of the access control system. */
    public String name() {
        return text("name");
    }

    /** Visionline-specific metadata for the access control system. Null where Seam gave none. */
    public Map<String, Object> visionlineMetadata() {
        return object("visionline_metadata");
    }

    /** Warnings associated with the access control system. */
    public List<Map<String, Object>> warnings() {
        return objects("warnings");
    }

    /** ID of the workspace that contains the access control system. */
    public String workspaceId() {
        return text("workspace_id");
    }
}
