"""Who or what a word means."""

from __future__ import annotations

from .resource import Resource


class Found(Resource):
    """The only user, group or entrance that answers to a word. Of an id nothing but the id is known."""

    id: str
    name: str | None
    acs_system_id: str | None
