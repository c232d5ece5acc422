"""Decide who may open which doors: add ACS users to access groups and take them out, through Seam's API.

``from seam_acs import Seam``. What a call returns was recorded by Seam; the access system follows.
"""

from __future__ import annotations

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
    from .aio import AsyncSeam
    from .changes import Changes
    from .membership_source import Roster
    from .plan import Plan
    from .report import Report

__all__ = [
    "NULL",
    "AsyncSeam",
    "Changes",
    "Null",
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

# Imported when first asked for: asyncio alone costs more than all the rest.
_LATER = {
    "AsyncSeam": "aio",
    "Changes": "changes",
    "Plan": "plan",
    "Report": "report",
    "Roster": "membership_source",
}

# Hidden from type checkers, so that they find a misspelt name before the program runs.
if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in _LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f".{_LATER[name]}", __name__), name)
        return value
