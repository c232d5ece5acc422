"""Access groups as the API describes them."""

from __future__ import annotations

from .resource import Part, Resource, by_code, by_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, Union

    from typing_extensions import TypeAlias


class AcsAccessGroup(Resource):
    """A set of ACS users together with the entrances that they may open and the schedule for it.

    Its members are not in here: see ``seam.acs.access_groups.list_users(acs_access_group_id=…)``. Times are
    ISO 8601 text.
    """

    class AccessSchedule(Part):
        ends_at: str | None
        starts_at: str

    class FailedToCreateOnAcsSystemError(Part):
        created_at: str
        error_code: Literal["failed_to_create_on_acs_system"]
        message: str

    class CreatingPendingMutation(Part):
        created_at: str
        message: str
        mutation_code: Literal["creating"]

    class DeletingPendingMutation(Part):
        created_at: str
        message: str
        mutation_code: Literal["deleting"]

    class DeferringDeletionPendingMutation(Part):
        created_at: str
        message: str
        mutation_code: Literal["deferring_deletion"]

    class UpdatingGroupInformationPendingMutation(Part):
        class From(Part):
            name: str | None

        class To(Part):
            name: str | None

        created_at: str
        from_: From | None
        message: str
        mutation_code: Literal["updating_group_information"]
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

    class UpdatingUserMembershipPendingMutation(Part):
        class From(Part):
            acs_user_id: str | None

        class To(Part):
            acs_user_id: str | None

        created_at: str
        from_: From | None
        message: str
        mutation_code: Literal["updating_user_membership"]
        to: To | None

        _parts = by_name(
            from_=From,
            to=To,
        )

    class UpdatingEntranceMembershipPendingMutation(Part):
        class From(Part):
            acs_entrance_id: str | None

        class To(Part):
            acs_entrance_id: str | None

        created_at: str
        from_: From | None
        message: str
        mutation_code: Literal["updating_entrance_membership"]
        to: To | None

        _parts = by_name(
            from_=From,
            to=To,
        )

    class DeferringUserMembershipUpdatePendingMutation(Part):
        acs_user_id: str
        created_at: str
        message: str
        mutation_code: Literal["deferring_user_membership_update"]
        variant: str

    class Warnings(Part):
        created_at: str
        message: str
        warning_code: str

    if TYPE_CHECKING:
        Errors: TypeAlias = FailedToCreateOnAcsSystemError
        PendingMutations = Union[
            CreatingPendingMutation,
            DeletingPendingMutation,
            DeferringDeletionPendingMutation,
            UpdatingGroupInformationPendingMutation,
            UpdatingAccessSchedulePendingMutation,
            UpdatingUserMembershipPendingMutation,
            UpdatingEntranceMembershipPendingMutation,
            DeferringUserMembershipUpdatePendingMutation,
        ]

    access_group_type: str
    access_group_type_display_name: str
    access_schedule: AccessSchedule | None
    acs_access_group_id: str
    acs_system_id: str
    connected_account_id: str
    created_at: str
    display_name: str
    errors: list[Errors]
    external_type: str
    external_type_display_name: str
    is_managed: bool
    name: str
    pending_mutations: list[PendingMutations]
    warnings: list[Warnings]
    workspace_id: str

    _parts = by_name(
        access_schedule=AccessSchedule,
    )

    _part_lists = by_name(
        warnings=Warnings,
    )

    _variants = by_name(
        errors=by_code(
            "error_code",
            failed_to_create_on_acs_system=FailedToCreateOnAcsSystemError,
        ),
        pending_mutations=by_code(
            "mutation_code",
            creating=CreatingPendingMutation,
            deleting=DeletingPendingMutation,
            deferring_deletion=DeferringDeletionPendingMutation,
            updating_group_information=UpdatingGroupInformationPendingMutation,
            updating_access_schedule=UpdatingAccessSchedulePendingMutation,
            updating_user_membership=UpdatingUserMembershipPendingMutation,
            updating_entrance_membership=UpdatingEntranceMembershipPendingMutation,
            deferring_user_membership_update=DeferringUserMembershipUpdatePendingMutation,
        ),
    )
