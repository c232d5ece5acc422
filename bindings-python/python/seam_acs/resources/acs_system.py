"""Access control systems as the API describes them."""

from __future__ import annotations

from .resource import Part, Resource, by_code, by_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, Union


class AcsSystem(Resource):
    """An access control system that is connected to Seam.

    An entry in ``errors`` (a bridge that is disconnected, a full subscription) can stop changes from
    reaching the doors.
    """

    class SeamBridgeDisconnectedError(Part):
        created_at: str
        error_code: Literal["seam_bridge_disconnected"]
        message: str

    class BridgeDisconnectedError(Part):
        created_at: str
        error_code: Literal["bridge_disconnected"]
        is_bridge_error: bool | None
        message: str

    class VisionlineInstanceUnreachableError(Part):
        created_at: str
        error_code: Literal["visionline_instance_unreachable"]
        message: str

    class SaltoKsSubscriptionLimitExceededError(Part):
        created_at: str
        error_code: Literal["salto_ks_subscription_limit_exceeded"]
        message: str

    class UserLicenseLimitReachedError(Part):
        created_at: str
        error_code: Literal["user_license_limit_reached"]
        message: str

    class InsufficientPermissionsError(Part):
        created_at: str
        error_code: Literal["insufficient_permissions"]
        message: str

    class AcsSystemDisconnectedError(Part):
        created_at: str
        error_code: Literal["acs_system_disconnected"]
        message: str

    class AccountDisconnectedError(Part):
        created_at: str
        error_code: Literal["account_disconnected"]
        message: str

    class SaltoKsCertificationExpiredError(Part):
        created_at: str
        error_code: Literal["salto_ks_certification_expired"]
        message: str

    class ProviderServiceUnavailableError(Part):
        created_at: str
        error_code: Literal["provider_service_unavailable"]
        message: str

    class Location(Part):
        time_zone: str | None

    class VisionlineMetadata(Part):
        lan_address: str | None
        mobile_access_uuid: str | None
        system_id: str | None

    class SaltoKsSubscriptionLimitAlmostReachedWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["salto_ks_subscription_limit_almost_reached"]

    class TimeZoneDoesNotMatchLocationWarning(Part):
        created_at: str
        message: str
        misconfigured_acs_entrance_ids: list[str] | None
        warning_code: Literal["time_zone_does_not_match_location"]

    class SetupRequiredWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["setup_required"]

    class UnknownIssueWithAcsSystemWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["unknown_issue_with_acs_system"]

    if TYPE_CHECKING:
        Errors = Union[
            SeamBridgeDisconnectedError,
            BridgeDisconnectedError,
            VisionlineInstanceUnreachableError,
            SaltoKsSubscriptionLimitExceededError,
            UserLicenseLimitReachedError,
            InsufficientPermissionsError,
            AcsSystemDisconnectedError,
            AccountDisconnectedError,
            SaltoKsCertificationExpiredError,
            ProviderServiceUnavailableError,
        ]
        Warnings = Union[
            SaltoKsSubscriptionLimitAlmostReachedWarning,
            TimeZoneDoesNotMatchLocationWarning,
            SetupRequiredWarning,
            UnknownIssueWithAcsSystemWarning,
        ]

    acs_access_group_count: float | None
    acs_system_id: str
    acs_user_count: float | None
    connected_account_id: str
    connected_account_ids: list[str]
    created_at: str
    default_credential_manager_acs_system_id: str | None
    errors: list[Errors]
    external_type: str | None
    external_type_display_name: str | None
    image_alt_text: str
    image_url: str
    is_credential_manager: bool
    location: Location | None
    name: str
    system_type: str | None
    system_type_display_name: str | None
    visionline_metadata: VisionlineMetadata | None
    warnings: list[Warnings]
    workspace_id: str

    _parts = by_name(
        location=Location,
        visionline_metadata=VisionlineMetadata,
    )

    _variants = by_name(
        errors=by_code(
            "error_code",
            seam_bridge_disconnected=SeamBridgeDisconnectedError,
            bridge_disconnected=BridgeDisconnectedError,
            visionline_instance_unreachable=VisionlineInstanceUnreachableError,
            salto_ks_subscription_limit_exceeded=SaltoKsSubscriptionLimitExceededError,
            user_license_limit_reached=UserLicenseLimitReachedError,
            insufficient_permissions=InsufficientPermissionsError,
            acs_system_disconnected=AcsSystemDisconnectedError,
            account_disconnected=AccountDisconnectedError,
            salto_ks_certification_expired=SaltoKsCertificationExpiredError,
            provider_service_unavailable=ProviderServiceUnavailableError,
        ),
        warnings=by_code(
            "warning_code",
            salto_ks_subscription_limit_almost_reached=SaltoKsSubscriptionLimitAlmostReachedWarning,
            time_zone_does_not_match_location=TimeZoneDoesNotMatchLocationWarning,
            setup_required=SetupRequiredWarning,
            unknown_issue_with_acs_system=UnknownIssueWithAcsSystemWarning,
        ),
    )
