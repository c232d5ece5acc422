# Generated from api/operations.toml by `cargo xtask generate`; do not edit.
"""``seam.acs.entrances``: doors, gates, elevators."""

from __future__ import annotations

from . import resources
from .namespace import Namespace
from .route import route

TYPE_CHECKING = False
if TYPE_CHECKING:
    import builtins

    from .null import Null


class AcsEntrances(Namespace):
    """Read entrances."""

    __slots__ = ()

    _name = "seam.acs.entrances"

    @route("/acs/entrances/get")
    def get(
        self,
        *,
        acs_entrance_id: str,
    ) -> resources.AcsEntrance:
        """Read one entrance."""
        params = {
            "acs_entrance_id": acs_entrance_id,
        }
        return self._connection.read(
            "/acs/entrances/get",
            "acs_entrance",
            params,
            resources.AcsEntrance._over,
        )

    @route("/acs/entrances/list", has_pagination=True)
    def list(
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
    ) -> resources.PaginatedList[resources.AcsEntrance]:
        """Read one page of entrances (900 unless ``limit`` says otherwise).

        ``seam.create_paginator(seam.acs.entrances.list)`` reads every page.
        """
        params = {
            "access_method_id": access_method_id,
            "acs_credential_id": acs_credential_id,
            "acs_entrance_ids": acs_entrance_ids,
            "acs_system_id": acs_system_id,
            "connected_account_id": connected_account_id,
            "customer_key": customer_key,
            "limit": limit,
            "location_id": location_id,
            "page_cursor": page_cursor,
            "search": search,
            "space_id": space_id,
        }
        return self._connection.read_page(
            "/acs/entrances/list",
            "acs_entrances",
            params,
            resources.AcsEntrance._page,
        )
