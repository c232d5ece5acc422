// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.List;
import java.util.Map;

/** An acs_access_group as Seam described it. */
public final class AcsAccessGroup extends Resource {
    private AcsAccessGroup(String json, Map<String, Object> members) {
        super(json, members);
    }

    /** One, from its JSON, such as {@link #json} gave; refuses what is none with a {@link SeamException}. */
    public static AcsAccessGroup of(String json) {
        return Json.one(json, AcsAccessGroup::new);
    }

    /** All of a JSON list, such as one that a method gives as text; refuses what is none with a {@link SeamException}. */
    public static List<AcsAccessGroup> listOf(String json) {
        return Json.all(json, AcsAccessGroup::new);
    }

    /** `starts_at` and `ends_at` timestamps for the access group's access. Null where Seam gave none. */
    public Map<String, Object> accessSchedule() {
        return object("access_schedule");
    }

    /** ID of the access group. */
    public String acsAccessGroupId() {
        return text("acs_access_group_id");
    }

    /** ID of the access control system that contains the access group. */
    public String acsSystemId() {
        return text("acs_system_id");
    }

    /** ID of the connected account that contains the access group. */
    public String connectedAccountId() {
        return text("connected_account_id");
    }

    /** Date and time at which the access group was created. */
    public String createdAt() {
        return text("created_at");
    }

    /** Display name for the access group. */
    public String displayName() {
        return text("display_name");
    }

    /** Errors associated with the `acs_access_group`. */
    public List<Map<String, Object>> errors() {
        return objects("errors");
    }

    /** Brand-specific terminology for the access group type. */
    public String externalType() {
        return text("external_type");
    }

    /** Display name that corresponds to the brand-specific terminology for the access group type. */
    public String externalTypeDisplayName() {
        return text("external_type_display_name");
    }

    /** Indicates whether Seam manages the access group. */
    public Boolean isManaged() {
        return flag("is_managed");
    }

    /** Name of the access group. */
    public String name() {
        return text("name");
    }

    /** Collection of pending mutations for the access group. Represents operations that have been requested but not yet completed on the integrated access system. */
    public List<Map<String, Object>> pendingMutations() {
        return objects("pending_mutations");
    }

    /** Warnings associated with the `acs_access_group`. */
    public List<Map<String, Object>> warnings() {
        return objects("warnings");
    }

    /** ID of the workspace that contains the access group. */
    public String workspaceId() {
        return text("workspace_id");
    }
}
