"""Decide who may open which doors: add ACS users to access groups and take them out, through Seam's API.

``from seam_acs import Seam``. What a call returns was recorded by Seam; the access system follows.
"""

from __future__ import annotations

from ._native import __version__
from .exceptions import (
    SeamCancelledError,
    SeamError,
    SeamHttpApiError,
    SeamHttpInvalidInputError,
    SeamHttpInvalidResponseError,
    SeamHttpUnauthorizedError,
    SeamInternalError,
    SeamInvalidArgumentError,
    SeamInvalidOptionsError,
    SeamInvalidTokenError,
    SeamNetworkError,
    SeamStateError,
    SeamTimeoutError,
    SeamValidationError,
)
from .null import NULL, Null
from .seam import Seam

__all__ = [
    "NULL",
    "Null",
    "Seam",
    "SeamCancelledError",
    "SeamError",
    "SeamHttpApiError",
    "SeamHttpInvalidInputError",
    "SeamHttpInvalidResponseError",
    "SeamHttpUnauthorizedError",
    "SeamInternalError",
    "SeamInvalidArgumentError",
    "SeamInvalidOptionsError",
    "SeamInvalidTokenError",
    "SeamNetworkError",
    "SeamStateError",
    "SeamTimeoutError",
    "SeamValidationError",
    "__version__",
]
