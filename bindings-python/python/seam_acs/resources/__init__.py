"""The objects that Seam answers with."""

from __future__ import annotations

from .._lazy import lazy_attributes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .acs_access_group import AcsAccessGroup
    from .acs_entrance import AcsEntrance
    from .acs_system import AcsSystem
    from .acs_user import AcsUser
    from .paginated_list import PaginatedList
    from .pagination import Pagination
    from .resource import Part, Resource
else:
    # A program that makes changes is answered with none of them.
    __getattr__, __dir__ = lazy_attributes(
        __name__,
        {
            "AcsAccessGroup": "acs_access_group",
            "AcsEntrance": "acs_entrance",
            "AcsSystem": "acs_system",
            "AcsUser": "acs_user",
            "PaginatedList": "paginated_list",
            "Pagination": "pagination",
            "Part": "resource",
            "Resource": "resource",
        },
    )

__all__ = [
    "AcsAccessGroup",
    "AcsEntrance",
    "AcsSystem",
    "AcsUser",
    "PaginatedList",
    "Pagination",
    "Part",
    "Resource",
]
