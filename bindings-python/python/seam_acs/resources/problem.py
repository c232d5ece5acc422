"""What is wrong with one row of a table."""

from __future__ import annotations

from .resource import Part, Resource, by_name


class Candidate(Part):
    """One of several that answer to a value: a user, or a group, which has no e-mail address."""

    id: str
    name: str
    email: str
    system: str


class Problem(Resource):
    """A row that cannot be read, or that names somebody or a group that is unknown or ambiguous.

    ``row`` is the line of the table, or the place of the item, from 1; None for what is wrong with no row
    alone. ``nearest`` is what may be meant.
    """

    row: int | None
    column: str | None
    value: str
    reason: str
    nearest: str | None
    candidates: list[Candidate]

    _part_lists = by_name(candidates=Candidate)
