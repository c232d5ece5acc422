"""``seam.acs.outbox``: sends what an outbox keeps."""

from __future__ import annotations

from .namespace import Namespace
from .resources.outbox import OutboxDelivery

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .outbox import Outbox


class AcsOutbox(Namespace):
    """Delivers the changes of an ``Outbox`` with the credentials of this client."""

    __slots__ = ()

    _name = "seam.acs.outbox"

    def deliver(self, outbox: Outbox, *, until_empty: bool = False) -> OutboxDelivery:
        """Send the changes, removals first and the oldest first, until Ctrl-C, or until the client is closed.

        Changes that other processes keep meanwhile are sent too. Errors of the network do not end it. Run it
        in a thread to go on with other work.

        :param until_empty: End when nothing is left that time or the network could bring

        :raises SeamGuardError: If the credentials are of another workspace than those that delivered first
        :raises SeamStateError: While another one delivers
        :raises SeamCancelledError: If the client was closed meanwhile
        """
        return self._connection.run(
            (self._connection.native.begin_deliver, (outbox._native, until_empty)),
            lambda value, _: OutboxDelivery._over(value),
        )
