"""What a service's status words and error numbers mean for the officer.

Source: mosip/documentation at a331bc25 (CC0), docs/biometrics/mds-specification.md "Error Codes" and
docs/secure-biometric-interface.md (number 202).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from devices.errors import BadReply, Busy, DeviceError, NotSupported, Removed
from devices.sbi.errors import (
    CaptureFailed,
    NothingSeen,
    NotReady,
    NotRegistered,
    ServiceError,
    Tampered,
)

SUCCESS: Final = 0

_NUMBERS: Final[dict[int, Callable[[], DeviceError]]] = {
    100: NotRegistered,
    101: NothingSeen,
    102: CaptureFailed,
    103: Tampered,
    104: NotReady,  # cannot reach its maker's server
    105: CaptureFailed,  # the finger lay askew
    106: Removed,
    107: NotRegistered,  # its key has expired
    108: NotRegistered,  # it lacks the domain's key
    109: NotSupported,
    110: NotReady,
    111: Busy,
    112: lambda: BadReply(expected="our transaction id accepted", got="SBI error 112"),
    202: Removed,
}

_STATUSES: Final[dict[str, type[DeviceError]]] = {
    "Busy": Busy,
    "Not Ready": NotReady,
    "Not Registered": NotRegistered,
}


def error_of(number: int) -> DeviceError | None:
    """The error for a service's number; None for success. Its own text is not used: nobody knows what is
    in it.
    """
    if number == SUCCESS:
        return None
    known = _NUMBERS.get(number)
    return known() if known else ServiceError(number=number)


def number_of(error: object) -> int:
    """The number in an `error` object; none at all is success. Some write it as text, some with its words."""
    if error is None:
        return SUCCESS
    if not isinstance(error, dict):
        raise BadReply(expected="an error object", got=type(error).__name__)
    written = str(error.get("errorCode", ""))[:60]
    found = re.match(r"\s*(\d{1,4})(?!\d)", written, re.ASCII)
    if found is None:
        raise BadReply(expected="an error number", got="something else")
    return int(found.group(1))


def error_of_status(status: str) -> DeviceError | None:
    """None for Ready."""
    if status == "Ready":
        return None
    known = _STATUSES.get(status)
    return known() if known else BadReply(expected="a status of SBI 0.9.5", got="another word")
