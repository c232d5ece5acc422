// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
using System.Collections.Generic;

namespace SeamAcs
{
    /// <summary>An acs_user as Seam described it.</summary>
    public sealed class AcsUser : Resource
    {
        private AcsUser(string json, IReadOnlyDictionary<string, object> members) : base(json, members) { }

        /// <summary>One, from its JSON, such as <see cref="Resource.Json"/> gave; refuses what is none with a <see cref="SeamException"/>.</summary>
        public static AcsUser From(string json) => JsonReader.One(json, (text, members) => new AcsUser(text, members));

        /// <summary>All of a JSON list, such as one that a method gives as text; refuses what is none with a <see cref="SeamException"/>.</summary>
        public static IReadOnlyList<AcsUser> ListFrom(string json) => JsonReader.All(json, (text, members) => new AcsUser(text, members));

        /// <summary>`starts_at` and `ends_at` timestamps for the access system user's access. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> AccessSchedule => Object("access_schedule");

        /// <summary>ID of the access system that contains the access system user.</summary>
        public string AcsSystemId => Text("acs_system_id");

        /// <summary>ID of the access system user.</summary>
        public string AcsUserId => Text("acs_user_id");

        /// <summary>The ID of the connected account that is associated with the access system user.</summary>
        public string ConnectedAccountId => Text("connected_account_id");

        /// <summary>Date and time at which the access system user was created.</summary>
        public string CreatedAt => Text("created_at");

        /// <summary>Display name for the access system user.</summary>
        public string DisplayName => Text("display_name");

        /// <summary>Email address of the access system user. Null where Seam gave none.</summary>
        public string EmailAddress => Text("email_address");

        /// <summary>Errors associated with the access system user.</summary>
        public IReadOnlyList<IReadOnlyDictionary<string, object>> Errors => Objects("errors");

        /// <summary>Brand-specific terminology for the access system user type. Null where Seam gave none.</summary>
        public string ExternalType => Text("external_type");

        /// <summary>Display name that corresponds to the brand-specific terminology for the access system user type. Null where Seam gave none.</summary>
        public string ExternalTypeDisplayName => Text("external_type_display_name");

        /// <summary>Full name of the access system user. Null where Seam gave none.</summary>
        public string FullName => Text("full_name");

        /// <summary>ID of the HID access control system associated with the user. Null where Seam gave none.</summary>
        public string HidAcsSystemId => Text("hid_acs_system_id");

        /// <summary>Indicates whether Seam manages the access system user.</summary>
        public bool? IsManaged => Flag("is_managed");

        /// <summary>Indicates whether the access system user is currently suspended. Null where Seam gave none.</summary>
        public bool? IsSuspended => Flag("is_suspended");

        /// <summary>Pending mutations associated with the access system user. Seam is in the process of pushing these mutations to the integrated access system. Null where Seam gave none.</summary>
        public IReadOnlyList<IReadOnlyDictionary<string, object>> PendingMutations => Objects("pending_mutations");

        /// <summary>Phone number of the access system user in E.164 format (for example, `+15555550100`). Null where Seam gave none.</summary>
        public string PhoneNumber => Text("phone_number");

        /// <summary>Salto KS-specific metadata associated with the access system user. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> SaltoKsMetadata => Object("salto_ks_metadata");

        /// <summary>Salto Space-specific metadata associated with the access system user. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> SaltoSpaceMetadata => Object("salto_space_metadata");

        /// <summary>Email address of the user identity associated with the access system user. Null where Seam gave none.</summary>
        public string UserIdentityEmailAddress => Text("user_identity_email_address");

        /// <summary>Full name of the user identity associated with the access system user. Null where Seam gave none.</summary>
        public string UserIdentityFullName => Text("user_identity_full_name");

        /// <summary>ID of the user identity associated with the access system user. Null where Seam gave none.</summary>
        public string UserIdentityId => Text("user_identity_id");

        /// <summary>Phone number of the user identity associated with the access system user in E.164 format (for example, `+15555550100`). Null where Seam gave none.</summary>
        public string UserIdentityPhoneNumber => Text("user_identity_phone_number");

        /// <summary>Warnings associated with the access system user.</summary>
        public IReadOnlyList<IReadOnlyDictionary<string, object>> Warnings => Objects("warnings");

        /// <summary>ID of the workspace that contains the access system user.</summary>
        public string WorkspaceId => Text("workspace_id");
    }

    /// <summary>An acs_access_group as Seam described it.</summary>
    public sealed class AcsAccessGroup : Resource
    {
        private AcsAccessGroup(string json, IReadOnlyDictionary<string, object> members) : base(json, members) { }

        /// <summary>One, from its JSON, such as <see cref="Resource.Json"/> gave; refuses what is none with a <see cref="SeamException"/>.</summary>
        public static AcsAccessGroup From(string json) => JsonReader.One(json, (text, members) => new AcsAccessGroup(text, members));

        /// <summary>All of a JSON list, such as one that a method gives as text; refuses what is none with a <see cref="SeamException"/>.</summary>
        public static IReadOnlyList<AcsAccessGroup> ListFrom(string json) => JsonReader.All(json, (text, members) => new AcsAccessGroup(text, members));

        /// <summary>`starts_at` and `ends_at` timestamps for the access group's access. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> AccessSchedule => Object("access_schedule");

        /// <summary>ID of the access group.</summary>
        public string AcsAccessGroupId => Text("acs_access_group_id");

        /// <summary>ID of the access control system that contains the access group.</summary>
        public string AcsSystemId => Text("acs_system_id");

        /// <summary>ID of the connected account that contains the access group.</summary>
        public string ConnectedAccountId => Text("connected_account_id");

        /// <summary>Date and time at which the access group was created.</summary>
        public string CreatedAt => Text("created_at");

        /// <summary>Display name for the access group.</summary>
        public string DisplayName => Text("display_name");

        /// <summary>Errors associated with the `acs_access_group`.</summary>
        public IReadOnlyList<IReadOnlyDictionary<string, object>> Errors => Objects("errors");

        /// <summary>Brand-specific terminology for the access group type.</summary>
        public string ExternalType => Text("external_type");

        /// <summary>Display name that corresponds to the brand-specific terminology for the access group type.</summary>
        public string ExternalTypeDisplayName => Text("external_type_display_name");

        /// <summary>Indicates whether Seam manages the access group.</summary>
        public bool? IsManaged => Flag("is_managed");

        /// <summary>Name of the access group.</summary>
        public string Name => Text("name");

        /// <summary>Collection of pending mutations for the access group. Represents operations that have been requested but not yet completed on the integrated access system.</summary>
        public IReadOnlyList<IReadOnlyDictionary<string, object>> PendingMutations => Objects("pending_mutations");

        /// <summary>Warnings associated with the `acs_access_group`.</summary>
        public IReadOnlyList<IReadOnlyDictionary<string, object>> Warnings => Objects("warnings");

        /// <summary>ID of the workspace that contains the access group.</summary>
        public string WorkspaceId => Text("workspace_id");
    }

    /// <summary>An acs_entrance as Seam described it.</summary>
    public sealed class AcsEntrance : Resource
    {
        private AcsEntrance(string json, IReadOnlyDictionary<string, object> members) : base(json, members) { }

        /// <summary>One, from its JSON, such as <see cref="Resource.Json"/> gave; refuses what is none with a <see cref="SeamException"/>.</summary>
        public static AcsEntrance From(string json) => JsonReader.One(json, (text, members) => new AcsEntrance(text, members));

        /// <summary>All of a JSON list, such as one that a method gives as text; refuses what is none with a <see cref="SeamException"/>.</summary>
        public static IReadOnlyList<AcsEntrance> ListFrom(string json) => JsonReader.All(json, (text, members) => new AcsEntrance(text, members));

        /// <summary>ID of the entrance.</summary>
        public string AcsEntranceId => Text("acs_entrance_id");

        /// <summary>ID of the access control system that contains the entrance.</summary>
        public string AcsSystemId => Text("acs_system_id");

        /// <summary>ASSA ABLOY Vostio-specific metadata associated with the entrance. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> AssaAbloyVostioMetadata => Object("assa_abloy_vostio_metadata");

        /// <summary>Avigilon Alta-specific metadata associated with the entrance. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> AvigilonAltaMetadata => Object("avigilon_alta_metadata");

        /// <summary>Brivo-specific metadata associated with the entrance. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> BrivoMetadata => Object("brivo_metadata");

        /// <summary>Indicates whether the ACS entrance can belong to a reservation via an access_grant.reservation_key. Null where Seam gave none.</summary>
        public bool? CanBelongToReservation => Flag("can_belong_to_reservation");

        /// <summary>Indicates whether the ACS entrance can be unlocked with card credentials. Null where Seam gave none.</summary>
        public bool? CanUnlockWithCard => Flag("can_unlock_with_card");

        /// <summary>Indicates whether the ACS entrance can be unlocked with cloud key credentials. Null where Seam gave none.</summary>
        public bool? CanUnlockWithCloudKey => Flag("can_unlock_with_cloud_key");

        /// <summary>Indicates whether the ACS entrance can be unlocked with pin codes. Null where Seam gave none.</summary>
        public bool? CanUnlockWithCode => Flag("can_unlock_with_code");

        /// <summary>Indicates whether the ACS entrance can be unlocked with mobile key credentials. Null where Seam gave none.</summary>
        public bool? CanUnlockWithMobileKey => Flag("can_unlock_with_mobile_key");

        /// <summary>ID of the connected account associated with the entrance.</summary>
        public string ConnectedAccountId => Text("connected_account_id");

        /// <summary>Date and time at which the entrance was created.</summary>
        public string CreatedAt => Text("created_at");

        /// <summary>Display name for the entrance.</summary>
        public string DisplayName => Text("display_name");

        /// <summary>dormakaba Ambiance-specific metadata associated with the entrance. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> DormakabaAmbianceMetadata => Object("dormakaba_ambiance_metadata");

        /// <summary>dormakaba Community-specific metadata associated with the entrance. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> DormakabaCommunityMetadata => Object("dormakaba_community_metadata");

        /// <summary>Errors associated with the entrance.</summary>
        public IReadOnlyList<IReadOnlyDictionary<string, object>> Errors => Objects("errors");

        /// <summary>Hotek-specific metadata associated with the entrance. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> HotekMetadata => Object("hotek_metadata");

        /// <summary>Indicates whether the entrance is currently locked. Null where Seam gave none.</summary>
        public bool? IsLocked => Flag("is_locked");

        /// <summary>Latch-specific metadata associated with the entrance. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> LatchMetadata => Object("latch_metadata");

        /// <summary>Salto KS-specific metadata associated with the entrance. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> SaltoKsMetadata => Object("salto_ks_metadata");

        /// <summary>Salto Space-specific metadata associated with the entrance. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> SaltoSpaceMetadata => Object("salto_space_metadata");

        /// <summary>IDs of the spaces that the entrance is in.</summary>
        public IReadOnlyList<string> SpaceIds => Texts("space_ids");

        /// <summary>Visionline-specific metadata associated with the entrance. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> VisionlineMetadata => Object("visionline_metadata");

        /// <summary>Warnings associated with the entrance.</summary>
        public IReadOnlyList<IReadOnlyDictionary<string, object>> Warnings => Objects("warnings");
    }

    /// <summary>An acs_system as Seam described it.</summary>
    public sealed class AcsSystem : Resource
    {
        private AcsSystem(string json, IReadOnlyDictionary<string, object> members) : base(json, members) { }

        /// <summary>One, from its JSON, such as <see cref="Resource.Json"/> gave; refuses what is none with a <see cref="SeamException"/>.</summary>
        public static AcsSystem From(string json) => JsonReader.One(json, (text, members) => new AcsSystem(text, members));

        /// <summary>All of a JSON list, such as one that a method gives as text; refuses what is none with a <see cref="SeamException"/>.</summary>
        public static IReadOnlyList<AcsSystem> ListFrom(string json) => JsonReader.All(json, (text, members) => new AcsSystem(text, members));

        /// <summary>Number of access groups in the access control system. Null where Seam gave none.</summary>
        public double? AcsAccessGroupCount => Number("acs_access_group_count");

        /// <summary>ID of the access control system.</summary>
        public string AcsSystemId => Text("acs_system_id");

        /// <summary>Number of users in the access control system. Null where Seam gave none.</summary>
        public double? AcsUserCount => Number("acs_user_count");

        /// <summary>ID of the connected account associated with the access control system.</summary>
        public string ConnectedAccountId => Text("connected_account_id");

        /// <summary>Date and time at which the access control system was created.</summary>
        public string CreatedAt => Text("created_at");

        /// <summary>ID of the default credential manager `acs_system` for this access control system. Null where Seam gave none.</summary>
        public string DefaultCredentialManagerAcsSystemId => Text("default_credential_manager_acs_system_id");

        /// <summary>Errors associated with the access control system.</summary>
        public IReadOnlyList<IReadOnlyDictionary<string, object>> Errors => Objects("errors");

        /// <summary>Brand-specific terminology for the access control system type. Null where Seam gave none.</summary>
        public string ExternalType => Text("external_type");

        /// <summary>Display name that corresponds to the brand-specific terminology for the access control system type. Null where Seam gave none.</summary>
        public string ExternalTypeDisplayName => Text("external_type_display_name");

        /// <summary>Alternative text for the access control system image.</summary>
        public string ImageAltText => Text("image_alt_text");

        /// <summary>URL for the image that represents the access control system.</summary>
        public string ImageUrl => Text("image_url");

        /// <summary>Indicates whether the `acs_system` is a credential manager.</summary>
        public bool? IsCredentialManager => Flag("is_credential_manager");

        /// <summary>Location information for the access control system.</summary>
        public IReadOnlyDictionary<string, object> Location => Object("location");

        /// <summary>Name of the access control system.</summary>
        public string Name => Text("name");

        /// <summary>Visionline-specific metadata for the access control system. Null where Seam gave none.</summary>
        public IReadOnlyDictionary<string, object> VisionlineMetadata => Object("visionline_metadata");

        /// <summary>Warnings associated with the access control system.</summary>
        public IReadOnlyList<IReadOnlyDictionary<string, object>> Warnings => Objects("warnings");

        /// <summary>ID of the workspace that contains the access control system.</summary>
        public string WorkspaceId => Text("workspace_id");
    }
}
