# Generated from api/operations.toml by `cargo xtask generate`; do not edit.
"""``seam.acs.entrances`` of ``AsyncSeam``: doors, gates, elevators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..acs_entrances import AcsEntrances
from ..route import route
from .namespace import AsyncNamespace

if TYPE_CHECKING:
    import builtins

    from ..null import Null
    from ..resources import AcsEntrance, PaginatedList


class AsyncAcsEntrances(AsyncNamespace):
    """The methods of ``Seam.acs.entrances``, to be awaited."""

    __slots__ = ()

    _name = "seam.acs.entrances"
    _kind = AcsEntrances

    @route("/acs/entrances/get")
    async def get(
        self,
        *,
        acs_entrance_id: str,
    ) -> AcsEntrance:
        """Do what ``Seam.acs.entrances.get`` does, without blocking."""
        answer: AcsEntrance = await self._calls.get(
            acs_entrance_id=acs_entrance_id,
        )
        return answer

    @route("/acs/entrances/list", has_pagination=True)
    async def list(
        self,
        *,
        access_method_id: str | None = None,
        acs_credential_id: str | None = None,
        acs_entrance_ids: builtins.list[str] | None = None,
        acs_system_id: str | None = None,
        connected_account_id: str | None = None,
        customer_key: str | None = None,
        limit: int | None = None,
        location_id: str | Null | None = None,
        page_cursor: str | Null | None = None,
        search: str | None = None,
        space_id: str | None = None,
    ) -> PaginatedList[AcsEntrance]:
        """Do what ``Seam.acs.entrances.list`` does, without blocking."""
        answer: PaginatedList[AcsEntrance] = await self._calls.list(
            access_method_id=access_method_id,
            acs_credential_id=acs_credential_id,
            acs_entrance_ids=acs_entrance_ids,
            acs_system_id=acs_system_id,
            connected_account_id=connected_account_id,
            customer_key=customer_key,
            limit=limit,
            location_id=location_id,
            page_cursor=page_cursor,
            search=search,
            space_id=space_id,
        )
        return answer
