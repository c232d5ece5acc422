"""The user and the group that a person means."""

from __future__ import annotations

from seam_acs import Roster

TYPE_CHECKING = False
if TYPE_CHECKING:
    from seam_acs import Seam
    from seam_acs.resources.change import Change


def membership(seam: Seam, user: str, group: str) -> Change:
    """The group that is meant, and the user of the group's access system."""
    return seam.acs.memberships.resolve(Roster.of_words(user, group), action="add")[0]
