"""The options of ``Seam``, for type checkers; nothing reads this while a program runs."""

from __future__ import annotations

from os import PathLike
from typing import Optional, TypedDict, Union


class Options(TypedDict, total=False):
    """Every option of ``Seam(…)`` besides the credentials."""

    endpoint: Optional[str]
    wait_for_action_attempt: Optional[Union[bool, dict[str, float]]]
    retries: None
    timeout: Optional[float]
    httpx_options: None
    attempts: Optional[int]
    retry_until_deadline: Optional[bool]
    attempt_timeout: Optional[float]
    connect_timeout: Optional[float]
    max_concurrency: Optional[int]
    max_response_bytes: Optional[int]
    max_pause: Optional[float]
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
