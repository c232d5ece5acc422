"""``seam.acs.memberships``: who is in which group, by the thousand and until it is so."""

from __future__ import annotations

from .acs_membership_queries import MembershipQueries
from .changes import Changes
from .membership_source import reading, roster_of
from .plan import Plan
from .progress import Watch
from .report import Report
from .resources.found import Found
from .resources.membership import MembershipWait

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from typing import Any, Literal

    from .connection import Steps
    from .membership_source import Source
    from .progress import ProgressOption
    from .resources.membership import Presence


class AcsMemberships(MembershipQueries):
    """Lists of changes, rosters, and waiting until the access system has followed.

    Where users and groups are given as rows, a row is a dictionary with the names of a table's columns
    (``acs_user_id``, ``user_identity_id``, ``email`` or ``name``; ``acs_access_group_id`` or ``group``;
    ``action``, ``system``), a tuple of ids, or an object of the API. Rows come from a list, a generator, CSV
    or JSON text, a path, or an open file. All of them are read before anything is sent.

    ``progress=True`` shows a bar if rich or tqdm is installed; a function gets a ``Progress`` every 100 ms,
    in the thread that called. Ctrl-C stops the work: the KeyboardInterrupt has the error as ``__cause__``,
    with ``report``. An exception of that function does the same; where everything was done already, the work
    is reported as done, and the exception goes to ``sys.unraisablehook`` or the loop's exception handler.
    """

    __slots__ = ()

    _name = "seam.acs.memberships"

    def apply(
        self,
        changes: Changes | Source,
        *,
        group: str | None = None,
        system: str | None = None,
        action: Literal["add", "remove"] | None = None,
        skip_unknown: bool = False,
        header_line: int | None = None,
        columns: Mapping[str, str | None] | None = None,
        group_separator: str | None = None,
        only: Mapping[str, str | Sequence[str]] | None = None,
        ceiling: int | None = None,
        fixed: int | None = None,
        deadline: float | None = None,
        journal: str | PathLike[str] | None = None,
        progress: ProgressOption = None,
    ) -> Report:
        """Make up to a million changes, each user's of a group in the order given.

        An ``applied`` change was recorded by Seam; the access system follows.

        How the table is read (``header_line``, ``columns``, ``group_separator``, ``only``) is said as for
        ``Roster``.

        :param changes: Rows with an action; names and addresses are looked up first
        :param group: The group, by name or id, of rows that name none
        :param system: The access system, by name or id, of that group and of rows that name none
        :param action: What is done for rows without an action
        :param skip_unknown: Leave out rows of people whom nobody knows, instead of refusing all of them; the
            result has them in ``left_out``, and applying it raises ``SeamPartialError``
        :param ceiling: The most requests at once, from 1 to 1024 (the client's ``max_concurrency``)
        :param fixed: Exactly so many at once, instead of adapting to the server
        :param deadline: Seconds for the whole list; each change has the client's ``timeout`` of its own
        :param journal: A file that outcomes are appended to, and that the list goes on from after a crash,
            also one that was edited; what an earlier run recorded is ``recorded_earlier``

        :raises SeamPartialError: If anything is not as asked; its ``report`` has the outcome of each change
        :raises SeamInvalidArgumentError: If a user or group is unknown or ambiguous: all of them, with line
            and value. Nothing was sent.
        """
        options = _applying(ceiling, fixed, deadline, journal)
        table = reading(header_line, columns, group_separator, only)
        steps = self._applied(changes, (group, system, action, skip_unknown), table, options)
        return self._connection.follow(steps, Watch(progress))

    def resolve(
        self,
        changes: Source,
        *,
        group: str | None = None,
        system: str | None = None,
        action: Literal["add", "remove"] | None = None,
        skip_unknown: bool = False,
        header_line: int | None = None,
        columns: Mapping[str, str | None] | None = None,
        group_separator: str | None = None,
        only: Mapping[str, str | Sequence[str]] | None = None,
    ) -> Changes:
        """Look up the users and groups of a list of changes. Changes nothing. The options are those of
        ``apply``.

        :raises SeamInvalidArgumentError: If any is unknown or ambiguous: all of them, with line and value
        """
        table = reading(header_line, columns, group_separator, only)
        steps = self._resolved(changes, (group, system, action, skip_unknown), table)
        return self._connection.follow(steps, Watch(None))

    def plan(
        self,
        roster: Source,
        *,
        group: str | None = None,
        system: str | None = None,
        mode: Literal["exact", "additive"] = "exact",
        order: Literal["adds_first", "removes_first"] = "adds_first",
        empties: list[str] | tuple[str, ...] = (),
        allow_mass_removal: bool = False,
        allow_emptying: bool = False,
        max_additions: int | str | None = None,
        max_removals: int | str | None = None,
        skip_unknown: bool = False,
        header_line: int | None = None,
        columns: Mapping[str, str | None] | None = None,
        group_separator: str | None = None,
        only: Mapping[str, str | Sequence[str]] | None = None,
    ) -> Plan:
        """Compare a roster with the members of its groups. Changes nothing.

        Groups that the roster does not name are never touched.

        How the table is read (``header_line``, ``columns``, ``group_separator``, ``only``) is said as for
        ``Roster``.

        :param roster: Who is to be in which group
        :param group: The group, by name or id, of a roster without groups
        :param system: The access system, by name or id, of the groups given here and of rows that name none
        :param mode: ``exact`` takes out who is not in the roster; ``additive`` leaves them
        :param order: What comes first when the plan is applied
        :param empties: Groups, by name or id, that the roster does not name and that are to be emptied
        :param allow_mass_removal: Allow taking out more than the larger of 5 people and 20 % of the members
        :param allow_emptying: Allow leaving a group that has members without any, and a roster without
            anybody
        :param max_additions: The most additions, to each group and to all of them together: a number such as
            10, or a share of the members such as "10%"
        :param max_removals: The most removals, likewise; it holds beside the guards
        :param allow_emptying: Allow leaving a group that has members without any
        :param skip_unknown: Leave out rows of people whom nobody knows, instead of refusing all of them; the
            result has them in ``left_out``, and applying it raises ``SeamPartialError``

        :raises SeamGuardError: If the plan goes too far: says what would have happened and which option
            allows it; its ``plan`` can be looked at
        :raises SeamInvalidArgumentError: If a user or group is unknown or ambiguous: all of them, with line
            and value
        """
        options = {
            "group": group,
            "system": system,
            "mode": mode,
            "order": order,
            "empties": list(empties),
            "allow_mass_removal": allow_mass_removal,
            "allow_emptying": allow_emptying,
            "max_additions": _limit(max_additions),
            "max_removals": _limit(max_removals),
            "skip_unknown": skip_unknown,
        }
        table = reading(header_line, columns, group_separator, only)
        return self._connection.follow(self._planned(roster, table, options), Watch(None))

    def sync(
        self,
        plan: Plan,
        *,
        dry_run: bool = False,
        group: str | None = None,
        mode: Literal["exact", "additive"] | None = None,
        order: Literal["adds_first", "removes_first"] | None = None,
        empties: list[str] | tuple[str, ...] = (),
        allow_mass_removal: bool = False,
        allow_emptying: bool = False,
        max_additions: int | str | None = None,
        max_removals: int | str | None = None,
        ceiling: int | None = None,
        fixed: int | None = None,
        deadline: float | None = None,
        journal: str | PathLike[str] | None = None,
        progress: ProgressOption = None,
    ) -> Report:
        """Apply a plan, made just now or saved long ago. What is so already is not sent.

        A plan that was applied in part can be applied again. The members are read again, and for a plan
        that was loaded the names of its groups and people too. The other options are those of ``apply``.

        :param dry_run: Read all the same and send nothing: the report says what is so already, and the rest
            is ``not_attempted``
        :param group: The one group, by name or id, that the plan must be about
        :param mode: The mode that the plan must have been made in
        :param order: The order that the plan must have
        :param empties: The groups, by name or id, that the plan must empty
        :param allow_mass_removal: As of ``plan``; a plan that was loaded brings no permission of its own
        :param allow_emptying: As of ``plan``
        :param max_additions: As of ``plan``, in place of what it was made with
        :param max_removals: As of ``plan``, in place of what it was made with

        :raises SeamGuardError: If the plan is for another server, workspace or key, was not saved just so
            with these credentials, goes too far, or members or names have changed since by anything but
            changes that it would make itself. Nothing was sent.
        :raises SeamInvalidArgumentError: If an option contradicts the plan
        :raises SeamPartialError: If anything is not as asked; its ``report`` has the outcome of each change
        """
        applying = _applying(ceiling, fixed, deadline, journal)
        syncing = {
            "dry_run": dry_run,
            "group": group,
            "mode": mode,
            "order": order,
            "empties": list(empties),
            "allow_mass_removal": allow_mass_removal,
            "allow_emptying": allow_emptying,
            "max_additions": _limit(max_additions),
            "max_removals": _limit(max_removals),
        }
        return self._connection.follow(self._synced(plan, applying, syncing), Watch(progress))

    def wait(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
        presence: Presence = "present",
        timeout: float | None = None,
        settle: float = 5.0,
        progress: ProgressOption = None,
    ) -> MembershipWait:
        """Wait until the access system has followed a change, as far as reads can tell. Changes nothing.

        Call it right after the change: a push that is over before the first read cannot be seen. A wait that
        ends as ``still_pending`` returns; it is no error.

        :param timeout: Seconds; None waits without limit
        :param settle: So many seconds a membership has to read as wanted, with no push ever seen, to end as
            ``settled_unobserved``
        """

        def steps() -> Steps[MembershipWait]:
            arguments = (acs_user_id, user_identity_id, acs_access_group_id, presence, timeout, settle)
            return MembershipWait._over((yield (self._connection.native.begin_wait, arguments), True))

        return self._connection.follow(steps(), Watch(progress))

    def find(
        self, sought: Literal["user", "group", "entrance"], text: str, *, system: str | None = None
    ) -> Found:
        """Look up what a person means by an id, a name or, for users, an e-mail address.

        :param system: Only what is in the access system of this name or id counts

        :raises SeamInvalidArgumentError: If nobody or more than one answers to the text; several are listed
        """
        return self._connection.run(
            (self._connection.native.begin_find, (sought, text, system)),
            lambda value, _: Found._over(value),
        )

    def _applied(
        self,
        changes: Changes | Source,
        lookup: tuple[str | None, str | None, str | None, bool],
        table: dict[str, Any],
        options: dict[str, Any],
    ) -> Steps[Report]:
        if isinstance(changes, Changes):
            listed = changes
        else:
            listed = yield from self._resolved(changes, lookup, table)
        native = self._connection.native
        return Report((yield (native.begin_apply, (listed._native, options)), True))

    def _resolved(
        self, source: Source, lookup: tuple[str | None, str | None, str | None, bool], table: dict[str, Any]
    ) -> Steps[Changes]:
        roster = roster_of(source, table)
        native = self._connection.native
        return Changes((yield (native.begin_resolve, (roster, *lookup)), False))

    def _planned(self, source: Source, table: dict[str, Any], options: dict[str, Any]) -> Steps[Plan]:
        roster = roster_of(source, table)
        native = self._connection.native
        return Plan((yield (native.begin_plan, (roster, options)), False))

    def _synced(self, plan: Plan, applying: dict[str, Any], syncing: dict[str, Any]) -> Steps[Report]:
        native = self._connection.native
        return Report((yield (native.begin_sync, (plan._native, applying, syncing)), True))


def _limit(limit: int | str | None) -> str | None:
    return None if limit is None else str(limit)


def _applying(
    ceiling: int | None, fixed: int | None, deadline: float | None, journal: str | PathLike[str] | None
) -> dict[str, Any]:
    return {"ceiling": ceiling, "fixed": fixed, "deadline": deadline, "journal": journal}
