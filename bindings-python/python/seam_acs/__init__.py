"""Decide who may open which doors: add ACS users to access groups and take them out, through Seam's API.

``from seam_acs import Seam``. What a call returns was recorded by Seam; the access system follows.
"""

from __future__ import annotations

from ._lazy import lazy_attributes
from ._native import __version__
from .exceptions import (
    SeamAuditError,
    SeamCancelledError,
    SeamError,
    SeamGuardError,
    SeamHttpApiError,
    SeamHttpInvalidInputError,
    SeamHttpInvalidResponseError,
    SeamHttpUnauthorizedError,
    SeamInternalError,
    SeamInvalidArgumentError,
    SeamInvalidOptionsError,
    SeamInvalidTokenError,
    SeamNetworkError,
    SeamPartialError,
    SeamStateError,
    SeamTimeoutError,
    SeamValidationError,
)
from .null import NULL, Null
from .seam import Seam

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .aio import AsyncOutbox, AsyncSeam
    from .changes import Changes
    from .membership_source import Roster
    from .outbox import Outbox
    from .plan import Plan
    from .report import Report
else:
    # asyncio alone costs more than all the rest. Type checkers are not told: they then find a misspelt name.
    __getattr__, __dir__ = lazy_attributes(
        __name__,
        {
            "AsyncOutbox": "aio",
            "AsyncSeam": "aio",
            "Changes": "changes",
            "Outbox": "outbox",
            "Plan": "plan",
            "Report": "report",
            "Roster": "membership_source",
        },
    )

__all__ = [
    "NULL",
    "AsyncOutbox",
    "AsyncSeam",
    "Changes",
    "Null",
    "Outbox",
    "Plan",
    "Report",
    "Roster",
    "Seam",
    "SeamAuditError",
    "SeamCancelledError",
    "SeamError",
    "SeamGuardError",
    "SeamHttpApiError",
    "SeamHttpInvalidInputError",
    "SeamHttpInvalidResponseError",
    "SeamHttpUnauthorizedError",
    "SeamInternalError",
    "SeamInvalidArgumentError",
    "SeamInvalidOptionsError",
    "SeamInvalidTokenError",
    "SeamNetworkError",
    "SeamPartialError",
    "SeamStateError",
    "SeamTimeoutError",
    "SeamValidationError",
    "__version__",
]
