# Generated from api/options.toml by `cargo xtask generate`; do not edit.
"""The options of ``Seam``, for type checkers; nothing reads this while a program runs."""

from __future__ import annotations

from os import PathLike
from typing import Optional, TypedDict, Union


class Options(TypedDict, total=False):
    """Every option of ``Seam(…)`` besides the credentials."""

    endpoint: Optional[str]
    timeout: Optional[float]
    attempt_timeout: Optional[float]
    connect_timeout: Optional[float]
    attempts: Optional[int]
    retry_until_deadline: Optional[bool]
    max_concurrency: Optional[int]
    max_pause: Optional[float]
    max_response_bytes: Optional[int]
    proxy: Optional[str]
    ca_file: Optional[Union[str, PathLike[str]]]
    trust_env: Optional[bool]
    user_agent_suffix: Optional[str]
    allow_insecure_http: Optional[bool]
    log_file: Optional[Union[str, PathLike[str]]]
    log_fd: Optional[int]
    log_level: Optional[str]
    audit_log: Optional[Union[str, PathLike[str]]]
    audit_failure: Optional[str]
    audit_sync: Optional[str]
    actor: Optional[str]
    reason: Optional[str]
    wait_for_action_attempt: Optional[Union[bool, dict[str, float]]]
    retries: None
    httpx_options: None
