# Generated from api/operations.toml by `cargo xtask generate`; do not edit.
"""``seam.acs.systems``: the access control systems that are connected to Seam."""

from __future__ import annotations

from . import resources
from .namespace import Namespace
from .route import route

TYPE_CHECKING = False
if TYPE_CHECKING:
    import builtins


class AcsSystems(Namespace):
    """Read access control systems."""

    __slots__ = ()

    _name = "seam.acs.systems"

    @route("/acs/systems/get")
    def get(
        self,
        *,
        acs_system_id: str,
    ) -> resources.AcsSystem:
        """Read one system."""
        params = {
            "acs_system_id": acs_system_id,
        }
        return self._connection.read(
            "/acs/systems/get",
            "acs_system",
            params,
            resources.AcsSystem._over,
        )

    @route("/acs/systems/list")
    def list(
        self,
        *,
        connected_account_id: str | None = None,
        customer_key: str | None = None,
        search: str | None = None,
    ) -> builtins.list[resources.AcsSystem]:
        """Read the systems of the workspace."""
        params = {
            "connected_account_id": connected_account_id,
            "customer_key": customer_key,
            "search": search,
        }
        return self._connection.read(
            "/acs/systems/list",
            "acs_systems",
            params,
            resources.AcsSystem._list,
        )
