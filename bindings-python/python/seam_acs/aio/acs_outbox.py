"""``seam.acs.outbox`` of ``AsyncSeam``: sends what an outbox keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..acs_outbox import AcsOutbox
from .namespace import AsyncNamespace

if TYPE_CHECKING:
    from ..outbox import Outbox
    from ..resources.outbox import OutboxDelivery
    from .outbox import AsyncOutbox


class AsyncAcsOutbox(AsyncNamespace):
    """The methods of ``Seam.acs.outbox``, to be awaited."""

    __slots__ = ()

    _name = "seam.acs.outbox"
    _kind = AcsOutbox

    async def deliver(self, outbox: Outbox | AsyncOutbox, *, until_empty: bool = False) -> OutboxDelivery:
        """Do what ``Seam.acs.outbox.deliver`` does, without blocking. Cancelling its task ends it."""
        answer: OutboxDelivery = await self._calls.deliver(outbox, until_empty=until_empty)
        return answer
