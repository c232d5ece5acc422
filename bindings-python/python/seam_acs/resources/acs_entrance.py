"""Entrances as the API describes them."""

from __future__ import annotations

from .resource import Part, Resource, by_code, by_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, Union

    from typing_extensions import TypeAlias


class AcsEntrance(Resource):
    """A door, gate, elevator or zone of an access control system.

    What a brand adds stands in its ``…_metadata`` part. Times are ISO 8601 text.
    """

    class AkilesMetadata(Part):
        class Actions(Part):
            id: str | None
            name: str | None

        actions: list[Actions] | None
        gadget_id: str | None
        site_id: str | None
        site_name: str | None

        _part_lists = by_name(
            actions=Actions,
        )

    class AssaAbloyVostioMetadata(Part):
        door_name: str | None
        door_number: float | None
        door_type: str | None
        pms_id: str | None
        stand_open: bool | None

    class AvigilonAltaMetadata(Part):
        entry_name: str | None
        entry_relays_total_count: float | None
        org_name: str | None
        site_id: float | None
        site_name: str | None
        zone_id: float | None
        zone_name: str | None

    class BrivoMetadata(Part):
        access_point_id: str | None
        site_id: float | None
        site_name: str | None

    class DormakabaAmbianceMetadata(Part):
        access_point_name: str | None

    class DormakabaCommunityMetadata(Part):
        access_point_profile: str | None

    class EntranceRemovedError(Part):
        created_at: str
        error_code: Literal["entrance_removed"]
        message: str

    class HotekMetadata(Part):
        common_area_name: str | None
        common_area_number: str | None
        room_number: str | None

    class LatchMetadata(Part):
        accessibility_type: str | None
        door_name: str | None
        door_type: str | None
        is_connected: bool | None

    class SaltoKsMetadata(Part):
        battery_level: str | None
        door_name: str | None
        intrusion_alarm: bool | None
        left_open_alarm: bool | None
        lock_type: str | None
        locked_state: str | None
        online: bool | None
        privacy_mode: bool | None

    class SaltoSpaceMetadata(Part):
        audit_on_keys: bool | None
        door_description: str | None
        door_id: str | None
        door_name: str | None
        room_description: str | None
        room_name: str | None

    class VisionlineMetadata(Part):
        class Profiles(Part):
            visionline_door_profile_id: str | None
            visionline_door_profile_type: str | None

        door_category: str | None
        door_name: str | None
        profiles: list[Profiles] | None

        _part_lists = by_name(
            profiles=Profiles,
        )

    class SaltoKsEntranceAccessCodeSupportRemovedWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["salto_ks_entrance_access_code_support_removed"]

    class EntranceSharesZoneWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["entrance_shares_zone"]

    class EntranceSetupRequiredWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["entrance_setup_required"]

    class SaltoKsPrivacyModeWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["salto_ks_privacy_mode"]

    class PrivacyModeWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["privacy_mode"]

    if TYPE_CHECKING:
        Errors: TypeAlias = EntranceRemovedError
        Warnings = Union[
            SaltoKsEntranceAccessCodeSupportRemovedWarning,
            EntranceSharesZoneWarning,
            EntranceSetupRequiredWarning,
            SaltoKsPrivacyModeWarning,
            PrivacyModeWarning,
        ]

    acs_entrance_id: str
    acs_system_id: str
    akiles_metadata: AkilesMetadata | None
    assa_abloy_vostio_metadata: AssaAbloyVostioMetadata | None
    avigilon_alta_metadata: AvigilonAltaMetadata | None
    brivo_metadata: BrivoMetadata | None
    can_belong_to_reservation: bool | None
    can_unlock_with_card: bool | None
    can_unlock_with_cloud_key: bool | None
    can_unlock_with_code: bool | None
    can_unlock_with_mobile_key: bool | None
    connected_account_id: str
    created_at: str
    display_name: str
    dormakaba_ambiance_metadata: DormakabaAmbianceMetadata | None
    dormakaba_community_metadata: DormakabaCommunityMetadata | None
    errors: list[Errors]
    hotek_metadata: HotekMetadata | None
    is_locked: bool | None
    latch_metadata: LatchMetadata | None
    salto_ks_metadata: SaltoKsMetadata | None
    salto_space_metadata: SaltoSpaceMetadata | None
    space_ids: list[str]
    visionline_metadata: VisionlineMetadata | None
    warnings: list[Warnings]

    _parts = by_name(
        akiles_metadata=AkilesMetadata,
        assa_abloy_vostio_metadata=AssaAbloyVostioMetadata,
        avigilon_alta_metadata=AvigilonAltaMetadata,
        brivo_metadata=BrivoMetadata,
        dormakaba_ambiance_metadata=DormakabaAmbianceMetadata,
        dormakaba_community_metadata=DormakabaCommunityMetadata,
        hotek_metadata=HotekMetadata,
        latch_metadata=LatchMetadata,
        salto_ks_metadata=SaltoKsMetadata,
        salto_space_metadata=SaltoSpaceMetadata,
        visionline_metadata=VisionlineMetadata,
    )

    _variants = by_name(
        errors=by_code(
            "error_code",
            entrance_removed=EntranceRemovedError,
        ),
        warnings=by_code(
            "warning_code",
            salto_ks_entrance_access_code_support_removed=SaltoKsEntranceAccessCodeSupportRemovedWarning,
            entrance_shares_zone=EntranceSharesZoneWarning,
            entrance_setup_required=EntranceSetupRequiredWarning,
            salto_ks_privacy_mode=SaltoKsPrivacyModeWarning,
            privacy_mode=PrivacyModeWarning,
        ),
    )
