"""ACS users as the API describes them."""

from __future__ import annotations

from .resource import Part, Resource, by_code, by_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, Union


class AcsUser(Resource):
    """A person known to an access control system.

    ``pending_mutations`` lists what Seam has recorded and the access system has not applied yet; it may be
    absent, and
    its absence is not proof that everything is applied. Being in a group is not in here: see
    ``seam.acs.access_groups.list(acs_user_id=…)``. Times are ISO 8601 text.
    """

    class AccessSchedule(Part):
        ends_at: str | None
        starts_at: str

    class DeletedExternallyError(Part):
        created_at: str
        error_code: Literal["deleted_externally"]
        message: str

    class SaltoKsSubscriptionLimitExceededError(Part):
        created_at: str
        error_code: Literal["salto_ks_subscription_limit_exceeded"]
        message: str

    class FailedToCreateOnAcsSystemError(Part):
        created_at: str
        error_code: Literal["failed_to_create_on_acs_system"]
        message: str

    class FailedToUpdateOnAcsSystemError(Part):
        created_at: str
        error_code: Literal["failed_to_update_on_acs_system"]
        message: str

    class FailedToDeleteOnAcsSystemError(Part):
        created_at: str
        error_code: Literal["failed_to_delete_on_acs_system"]
        message: str

    class LatchConflictWithResidentUserError(Part):
        created_at: str
        error_code: Literal["latch_conflict_with_resident_user"]
        message: str

    class CreatingPendingMutation(Part):
        created_at: str
        message: str
        mutation_code: Literal["creating"]

    class DeletingPendingMutation(Part):
        created_at: str
        message: str
        mutation_code: Literal["deleting"]

    class DeferringCreationPendingMutation(Part):
        created_at: str
        message: str
        mutation_code: Literal["deferring_creation"]
        scheduled_at: str | None

    class UpdatingUserInformationPendingMutation(Part):
        class From(Part):
            email_address: str | None
            full_name: str | None
            phone_number: str | None

        class To(Part):
            email_address: str | None
            full_name: str | None
            phone_number: str | None

        created_at: str
        from_: From | None
        message: str
        mutation_code: Literal["updating_user_information"]
        to: To | None

        _parts = by_name(
            from_=From,
            to=To,
        )

    class UpdatingAccessSchedulePendingMutation(Part):
        class From(Part):
            ends_at: str | None
            starts_at: str | None

        class To(Part):
            ends_at: str | None
            starts_at: str | None

        created_at: str
        from_: From | None
        message: str
        mutation_code: Literal["updating_access_schedule"]
        to: To | None

        _parts = by_name(
            from_=From,
            to=To,
        )

    class UpdatingSuspensionStatePendingMutation(Part):
        class From(Part):
            is_suspended: bool

        class To(Part):
            is_suspended: bool

        created_at: str
        from_: From | None
        message: str
        mutation_code: Literal["updating_suspension_state"]
        to: To | None

        _parts = by_name(
            from_=From,
            to=To,
        )

    class UpdatingGroupMembershipPendingMutation(Part):
        class From(Part):
            acs_access_group_id: str | None

        class To(Part):
            acs_access_group_id: str | None

        created_at: str
        from_: From | None
        message: str
        mutation_code: Literal["updating_group_membership"]
        to: To | None

        _parts = by_name(
            from_=From,
            to=To,
        )

    class DeferringGroupMembershipUpdatePendingMutation(Part):
        acs_access_group_id: str
        created_at: str
        message: str
        mutation_code: Literal["deferring_group_membership_update"]
        variant: str

    class UpdatingCredentialAssignmentPendingMutation(Part):
        class From(Part):
            acs_credential_id: str | None

        class To(Part):
            acs_credential_id: str | None

        created_at: str
        from_: From | None
        message: str
        mutation_code: Literal["updating_credential_assignment"]
        to: To | None

        _parts = by_name(
            from_=From,
            to=To,
        )

    class SaltoKsMetadata(Part):
        is_subscribed: bool | None

    class SaltoSpaceMetadata(Part):
        audit_openings: bool | None
        user_id: str | None

    class BeingDeletedWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["being_deleted"]

    class SaltoKsUserNotSubscribedWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["salto_ks_user_not_subscribed"]

    class AcsUserInactiveWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["acs_user_inactive"]

    class UnknownIssueWithAcsUserWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["unknown_issue_with_acs_user"]

    class LatchResidentUserWarning(Part):
        created_at: str
        message: str
        warning_code: Literal["latch_resident_user"]

    if TYPE_CHECKING:
        Errors = Union[
            DeletedExternallyError,
            SaltoKsSubscriptionLimitExceededError,
            FailedToCreateOnAcsSystemError,
            FailedToUpdateOnAcsSystemError,
            FailedToDeleteOnAcsSystemError,
            LatchConflictWithResidentUserError,
        ]
        PendingMutations = Union[
            CreatingPendingMutation,
            DeletingPendingMutation,
            DeferringCreationPendingMutation,
            UpdatingUserInformationPendingMutation,
            UpdatingAccessSchedulePendingMutation,
            UpdatingSuspensionStatePendingMutation,
            UpdatingGroupMembershipPendingMutation,
            DeferringGroupMembershipUpdatePendingMutation,
            UpdatingCredentialAssignmentPendingMutation,
        ]
        Warnings = Union[
            BeingDeletedWarning,
            SaltoKsUserNotSubscribedWarning,
            AcsUserInactiveWarning,
            UnknownIssueWithAcsUserWarning,
            LatchResidentUserWarning,
        ]

    access_schedule: AccessSchedule | None
    acs_system_id: str
    acs_user_id: str
    connected_account_id: str
    created_at: str
    display_name: str
    email: str | None
    email_address: str | None
    errors: list[Errors]
    external_type: str | None
    external_type_display_name: str | None
    full_name: str | None
    hid_acs_system_id: str | None
    is_managed: bool
    is_suspended: bool | None
    pending_mutations: list[PendingMutations] | None
    phone_number: str | None
    salto_ks_metadata: SaltoKsMetadata | None
    salto_space_metadata: SaltoSpaceMetadata | None
    user_identity_email_address: str | None
    user_identity_full_name: str | None
    user_identity_id: str | None
    user_identity_phone_number: str | None
    warnings: list[Warnings]
    workspace_id: str

    _parts = by_name(
        access_schedule=AccessSchedule,
        salto_ks_metadata=SaltoKsMetadata,
        salto_space_metadata=SaltoSpaceMetadata,
    )

    _variants = by_name(
        errors=by_code(
            "error_code",
            deleted_externally=DeletedExternallyError,
            salto_ks_subscription_limit_exceeded=SaltoKsSubscriptionLimitExceededError,
            failed_to_create_on_acs_system=FailedToCreateOnAcsSystemError,
            failed_to_update_on_acs_system=FailedToUpdateOnAcsSystemError,
            failed_to_delete_on_acs_system=FailedToDeleteOnAcsSystemError,
            latch_conflict_with_resident_user=LatchConflictWithResidentUserError,
        ),
        pending_mutations=by_code(
            "mutation_code",
            creating=CreatingPendingMutation,
            deleting=DeletingPendingMutation,
            deferring_creation=DeferringCreationPendingMutation,
            updating_user_information=UpdatingUserInformationPendingMutation,
            updating_access_schedule=UpdatingAccessSchedulePendingMutation,
            updating_suspension_state=UpdatingSuspensionStatePendingMutation,
            updating_group_membership=UpdatingGroupMembershipPendingMutation,
            deferring_group_membership_update=DeferringGroupMembershipUpdatePendingMutation,
            updating_credential_assignment=UpdatingCredentialAssignmentPendingMutation,
        ),
        warnings=by_code(
            "warning_code",
            being_deleted=BeingDeletedWarning,
            salto_ks_user_not_subscribed=SaltoKsUserNotSubscribedWarning,
            acs_user_inactive=AcsUserInactiveWarning,
            unknown_issue_with_acs_user=UnknownIssueWithAcsUserWarning,
            latch_resident_user=LatchResidentUserWarning,
        ),
    )
