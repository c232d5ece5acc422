"""What reconciling groups with a roster would do."""

from __future__ import annotations

from . import _native
from .changes import Changes
from .private_file import write_private
from .resources.planned_group import PlannedGroup
from .resources.problem import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike
    from typing import Any


class Plan:
    """Who would be added, who taken out, who stays. Making it changed nothing; ``sync`` applies it.

    ``print(plan)`` shows it as a table. It can be saved and applied later, and is refused then if somebody
    changed the file, or if memberships, or names of groups or people, have changed in a way that matters.
    What it was allowed to do when it was made is to be allowed again.
    """

    __slots__ = ("_native",)

    def __init__(self, native: _native.Plan) -> None:
        self._native = native

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """Take back a plan from the text that ``to_json`` gave.

        Whether it was saved just so, and with the same credentials, is seen by ``sync``.

        :raises SeamInvalidArgumentError: If the text is not a plan, or is damaged
        """
        return cls(_native.Plan.from_json(text))

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Plan:
        """Take back a plan from the file that ``save`` wrote."""
        with open(path, encoding="utf-8") as file:
            return cls.from_json(file.read())

    def save(self, path: str | PathLike[str]) -> None:
        """Write the plan to a file that only its owner can read (0600).

        It holds ids and names of people and no credential. A seal, with a key that is derived from the
        client's credentials, shows ``sync`` that nobody changed it.
        """
        write_private(path, self.to_json())

    @property
    def adds(self) -> int:
        """How many memberships would be added."""
        return self._native.adds

    @property
    def removes(self) -> int:
        """How many memberships would be taken away."""
        return self._native.removes

    @property
    def stays(self) -> int:
        """How many memberships would stay."""
        return self._native.stays

    @property
    def most_adds(self) -> int | None:
        """The most memberships that may be added in all; None is any number."""
        return self._native.most_adds

    @property
    def most_removes(self) -> int | None:
        """The most memberships that may be taken away in all; None is any number."""
        return self._native.most_removes

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        return self._native.is_empty

    @property
    def left_out(self) -> list[Problem]:
        """The rows that ``skip_unknown`` left out, because nobody knows the person."""
        return Problem._list(self._native.left_out())

    @property
    def made_at(self) -> str:
        """When it was made, ISO 8601 in UTC."""
        return self._native.made_at

    @property
    def groups(self) -> list[PlannedGroup]:
        """What would be done to each group, in the order of the roster."""
        return PlannedGroup._list(self._native.groups())

    @property
    def changes(self) -> Changes:
        """The changes in the order in which they would be made."""
        return Changes(self._native.changes())

    def to_json(self) -> str:
        """All of it as one JSON object."""
        return self._native.to_json()

    def to_table(self) -> str:
        """All of it for people: each group with who would be added (+) and taken out (-)."""
        return self._native.to_table()

    def __str__(self) -> str:
        return self.to_table()

    def __repr__(self) -> str:
        return f"<Plan: {self.adds} to add, {self.removes} to remove, {self.stays} stay>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Plan.from_json, (self.to_json(),))
