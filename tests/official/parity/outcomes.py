"""What a program did, in a form that two packages can be compared by."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, Optional


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came back, or what was raised and what a program can read from it."""

    returned: Any = None
    raised: Optional[str] = None
    message: Optional[str] = None
    attributes: Optional[dict[str, Any]] = None

    def __str__(self) -> str:
        """As people read it, and as the table of differences says it."""
        if self.raised is None:
            return f"returns {self.returned}"
        known = {name: value for name, value in (self.attributes or {}).items() if value is not None}
        facts = ", ".join(f"{name}={value!r}" for name, value in known.items())
        return f"raises {self.raised}({facts}): {self.message}"


def outcome_of(program: Callable[[], Any]) -> Outcome:
    """Run a program and describe how it ended."""
    try:
        return Outcome(returned=described(program()))
    except Exception as error:
        return Outcome(raised=type(error).__name__, message=str(error), attributes=_attributes(error))


OFFICIAL_ATTRIBUTES = (
    "code",
    "status_code",
    "request_id",
    "data",
    "validation_errors",
    "path",
    "response_key",
)


def _attributes(error: Exception) -> dict[str, Any]:
    # Errors of an HTTP library answer to other names; those are for its own users.
    if not type(error).__module__.startswith(("seam", "builtins")):
        return {}
    return {name: described(getattr(error, name, None)) for name in OFFICIAL_ATTRIBUTES}


def described(value: Any) -> Any:
    """Plain values: an object becomes its type's name and its declared fields."""
    if isinstance(value, dict):
        return {name: described(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [described(item) for item in value]
    names = _declared_fields(type(value))
    if names is None:
        return value
    return {"": type(value).__qualname__, **{name: described(getattr(value, name)) for name in names}}


def _declared_fields(kind: type) -> Optional[list[str]]:
    if dataclasses.is_dataclass(kind):
        return sorted(declared.name for declared in dataclasses.fields(kind))
    if kind.__name__ == "SeamValidationError":
        return ["error_messages", "parameter_name"]
    fields = getattr(kind, "_fields", None)
    return None if fields is None else sorted(fields)
