"""What a system of the bureau's, or the way to it, can answer instead of a result.

AdapterError
 +- Away       not there now, silent, busy, or what answers is not it: try again later
 +- Declined   it was understood and will not be done: a person must look
"""

from __future__ import annotations

from sync.gateway.errors import GatewayError


class AdapterError(GatewayError):
    """values: adapter, reason; never personal data, never words of the other side."""

    code = "adapter.error"


class Away(AdapterError):
    """reason: "unreachable", "timeout", "busy", "trouble", "garbage", "signature"; retry_after_s when one was
    named.
    """

    code = "adapter.away"


class Declined(AdapterError):
    """reason: the other side's code, of letters, digits, "_" and "-"; "http-NNN" without one."""

    code = "adapter.declined"
