"""The objects that Seam answers with."""

from .acs_access_group import AcsAccessGroup
from .acs_entrance import AcsEntrance
from .acs_system import AcsSystem
from .acs_user import AcsUser
from .paginated_list import PaginatedList
from .pagination import Pagination
from .resource import Part, Resource

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
