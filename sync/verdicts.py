"""What each kind of answer means: the office's problem types, and answers that are not the office's."""

from __future__ import annotations

from collections.abc import Callable

from sync.errors import (
    DeviceRevoked,
    DigestConflict,
    OutOfDate,
    Refused,
    ServerTrouble,
    SignInNeeded,
    SyncError,
    Unreachable,
    WrongNetwork,
)

# Types whose meaning differs from what their status says.
_BY_TYPE: dict[str, Callable[[], SyncError]] = {
    "digest-mismatch": lambda: ServerTrouble(reason="digest-mismatch"),  # damaged on the way: send again
    "checksum-mismatch": lambda: ServerTrouble(reason="checksum-mismatch"),
    "device-revoked": lambda: DeviceRevoked(reason="device-revoked"),
    "slow-body": lambda: Unreachable(reason="slow-body"),  # the line was too slow, not the parcel wrong
}


def of_problem(status: int, kind: str, retry_after_s: float | None) -> SyncError:
    """The error for an answer the office signed that is no success. kind: the problem type, or ""."""
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]()
    if status in (401, 403):
        return SignInNeeded(reason=kind)
    if status == 409:
        return DigestConflict(reason=kind)
    if status == 426:
        return OutOfDate()
    if 400 <= status < 500 and status != 429 and kind:
        return Refused(reason=kind)
    return _trouble(status, retry_after_s)


def of_stranger(status: int, retry_after_s: float | None) -> SyncError:
    """The error for an answer the office did not sign.

    A sick proxy in front of the office answers 5xx or 429 in its own words; all else is another network.
    Nothing a stranger says can refuse a parcel or sign a van out.
    """
    if status == 429 or (status >= 500 and status != 511):  # 511: a captive portal that is honest
        return ServerTrouble(**_trouble(status, retry_after_s).values, signed=False)
    return WrongNetwork(status=status)


def _trouble(status: int, retry_after_s: float | None) -> ServerTrouble:
    if retry_after_s is None:
        return ServerTrouble(status=status)
    return ServerTrouble(status=status, retry_after_s=retry_after_s)
