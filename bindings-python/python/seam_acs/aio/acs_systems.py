# Generated from api/operations.toml by `cargo xtask generate`; do not edit.
"""``seam.acs.systems`` of ``AsyncSeam``: the access control systems that are connected to Seam."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..acs_systems import AcsSystems
from ..route import route
from .namespace import AsyncNamespace

if TYPE_CHECKING:
    import builtins

    from ..resources import AcsSystem


class AsyncAcsSystems(AsyncNamespace):
    """The methods of ``Seam.acs.systems``, to be awaited."""

    __slots__ = ()

    _name = "seam.acs.systems"
    _kind = AcsSystems

    @route("/acs/systems/get")
    async def get(
        self,
        *,
        acs_system_id: str,
    ) -> AcsSystem:
        """Do what ``Seam.acs.systems.get`` does, without blocking."""
        answer: AcsSystem = await self._calls.get(
            acs_system_id=acs_system_id,
        )
        return answer

    @route("/acs/systems/list")
    async def list(
        self,
        *,
        connected_account_id: str | None = None,
        customer_key: str | None = None,
        search: str | None = None,
    ) -> builtins.list[AcsSystem]:
        """Do what ``Seam.acs.systems.list`` does, without blocking."""
        answer: builtins.list[AcsSystem] = await self._calls.list(
            connected_account_id=connected_account_id,
            customer_key=customer_key,
            search=search,
        )
        return answer
