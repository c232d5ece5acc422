// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import java.util.List;
import java.util.Map;

/** An acs_entrance as Seam described it. */
public final class AcsEntrance extends Resource {
    private AcsEntrance(String json, Map<String, Object> members) {
        super(json, members);
    }

    /** One, from its JSON, such as {@link #json} gave; refuses what is none with a {@link SeamException}. */
    public static AcsEntrance of(String json) {
        return Json.one(json, AcsEntrance::new);
    }

    /** All of a JSON list, such as one that a method gives as text; refuses what is none with a {@link SeamException}. */
    public static List<AcsEntrance> listOf(String json) {
        return Json.all(json, AcsEntrance::new);
    }

    /** ID of the entrance. */
    public String acsEntranceId() {
        return text("acs_entrance_id");
    }

    /** ID of the access control system that contains the entrance. */
    public String acsSystemId() {
        return text("acs_system_id");
    }

    /** ASSA ABLOY Vostio-specific metadata associated with the entrance. Null where Seam gave none. */
    public Map<String, Object> assaAbloyVostioMetadata() {
        return object("assa_abloy_vostio_metadata");
    }

    /** Avigilon Alta-specific metadata associated with the entrance. Null where Seam gave none. */
    public Map<String, Object> avigilonAltaMetadata() {
        return object("avigilon_alta_metadata");
    }

    /** Brivo-specific metadata associated with the entrance. Null where Seam gave none. */
    public Map<String, Object> brivoMetadata() {
        return object("brivo_metadata");
    }

    /** Indicates whether the ACS entrance can belong to a reservation via an access_grant.reservation_key. Null where Seam gave none. */
    public Boolean canBelongToReservation() {
        return flag("can_belong_to_reservation");
    }

    /** Indicates whether the ACS entrance can be unlocked with card credentials. Null where Seam gave none. */
    public Boolean canUnlockWithCard() {
        return flag("can_unlock_with_card");
    }

    /** Indicates whether the ACS entrance can be unlocked with cloud key credentials. Null where Seam gave none. */
    public Boolean canUnlockWithCloudKey() {
        return flag("can_unlock_with_cloud_key");
    }

    /** Indicates whether the ACS entrance can be unlocked with pin codes. Null where Seam gave none. */
    public Boolean canUnlockWithCode() {
        return flag("can_unlock_with_code");
    }

    /** Indicates whether the ACS entrance can be unlocked with mobile key credentials. Null where Seam gave none. */
    public Boolean canUnlockWithMobileKey() {
        return flag("can_unlock_with_mobile_key");
    }

    /** ID of the connected account associated with the entrance. */
    public String connectedAccountId() {
        return text("connected_account_id");
    }

    /** Date and time at which the entrance was created. */
    public String createdAt() {
        return text("created_at");
    }

    /** Display name for the entrance. */
    public String displayName() {
        return text("display_name");
    }

    /** dormakaba Ambiance-specific metadata associated with the entrance. Null where Seam gave none. */
    public Map<String, Object> dormakabaAmbianceMetadata() {
        return object("dormakaba_ambiance_metadata");
    }

    /** dormakaba Community-specific metadata associated with the entrance. Null where Seam gave none. */
    public Map<String, Object> dormakabaCommunityMetadata() {
        return object("dormakaba_community_metadata");
    }

    /** Errors associated with the entrance. */
    public List<Map<String, Object>> errors() {
        return objects("errors");
    }

    /** Hotek-specific metadata associated with the entrance. Null where Seam gave none. */
    public Map<String, Object> hotekMetadata() {
        return object("hotek_metadata");
    }

    /** Indicates whether the entrance is currently locked. Null where Seam gave none. */
    public Boolean isLocked() {
        return flag("is_locked");
    }

    /** Latch-specific metadata associated with the entrance. Null where Seam gave none. */
    public Map<String, Object> latchMetadata() {
        return object("latch_metadata");
    }

    /** Salto KS-specific metadata associated with the entrance. Null where Seam gave none. */
    public Map<String, Object> saltoKsMetadata() {
        return object("salto_ks_metadata");
    }

    /** Salto Space-specific metadata associated with the entrance. Null where Seam gave none. */
    public Map<String, Object> saltoSpaceMetadata() {
        return object("salto_space_metadata");
    }

    /** IDs of the spaces that the entrance is in. */
    public List<String> spaceIds() {
        return texts("space_ids");
    }

    /** Visionline-specific metadata associated with the entrance. Null where Seam gave none. */
    public Map<String, Object> visionlineMetadata() {
        return object("visionline_metadata");
    }

    /** Warnings associated with the entrance. */
    public List<Map<String, Object>> warnings() {
        return objects("warnings");
    }
}
