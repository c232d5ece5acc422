"""Who or what a person means by a word: an id, an e-mail address or a name that only one answers to."""

from __future__ import annotations

from seam_acs import Roster, SeamHttpApiError, SeamInvalidArgumentError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from seam_acs import Seam
    from seam_acs.resources import AcsAccessGroup, AcsEntrance, AcsUser
    from seam_acs.resources.change import Change


def membership(seam: Seam, user: str, group: str) -> Change:
    """The user and the group that are meant: a user of the group's access system."""
    return seam.acs.memberships.resolve(Roster.of_words(user, group), action="add")[0]


def user(seam: Seam, word: str) -> AcsUser:
    """The user who is meant, in any access system."""
    if "@" not in word and " " not in word:
        try:
            return seam.acs.users.get(acs_user_id=word)
        except SeamHttpApiError as error:
            if error.status_name not in ("NOT_FOUND", "INVALID_INPUT"):
                raise
    everyone = seam.create_paginator(seam.acs.users.list).flatten()
    folded = word.strip().casefold()
    found = [
        person
        for person in everyone
        if word in (person.full_name, person.display_name)
        or folded in ((address or "").casefold() for address in (person.email_address, person.email))
    ]
    return _only(
        "user", word, found, [f"{one.acs_user_id} ({one.full_name}, {one.acs_system_id})" for one in found]
    )


def group(seam: Seam, word: str) -> AcsAccessGroup:
    """The group that is meant."""
    found = [one for one in seam.acs.access_groups.list() if word in (one.acs_access_group_id, one.name)]
    return _only(
        "group",
        word,
        found,
        [f"{one.acs_access_group_id} ({one.name}, {one.acs_system_id})" for one in found],
    )


def entrance(seam: Seam, word: str) -> AcsEntrance:
    """The entrance that is meant."""
    everything: Iterable[AcsEntrance] = seam.create_paginator(seam.acs.entrances.list).flatten()
    found = [one for one in everything if word in (one.acs_entrance_id, one.display_name)]
    names = [f"{one.acs_entrance_id} ({one.display_name}, {one.acs_system_id})" for one in found]
    return _only("entrance", word, found, names)


def _only(kind: str, word: str, found: list, names: list[str]):  # type: ignore[no-untyped-def, type-arg]
    if len(found) == 1:
        return found[0]
    if found:
        reason = f"several {kind}s answer to {word!r}: {', '.join(names)}"
    else:
        reason = f"no {kind} answers to {word!r}"
    error = SeamInvalidArgumentError(reason)
    error.status, error.status_name = -2003, "INVALID_ARGUMENT"
    raise error
