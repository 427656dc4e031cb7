"""What can go wrong with a travel document, beyond what goes wrong with every instrument.

DeviceError
 +- NotAnMrz           these lines are no machine-readable zone we know (values: lines, widths)
 +- WrongKey           the chip does not open with this zone: another document's, or mistyped
 +- SessionLost        the chip broke off the secured conversation (values: status)
 +- ChipLocked         the chip opens only in ways we do not know (PACE; values: status)
 +- ChipServiceMissing the system's card service (pcscd) does not run (values: status)
 +- ChipSoftwareMissing python3-pyscard is not installed
"""

from __future__ import annotations

from devices.errors import DeviceError


class NotAnMrz(DeviceError):
    """values: lines (how many), widths (characters in each). Never a character of it."""

    code = "travel.not_an_mrz"


class WrongKey(DeviceError):
    code = "travel.wrong_key"


class SessionLost(DeviceError):
    """values: status, four hexadecimal digits."""

    code = "travel.session_lost"


class ChipLocked(DeviceError):
    """values: status, four hexadecimal digits."""

    code = "travel.chip_locked"


class ChipServiceMissing(DeviceError):
    """values: status, PC/SC's own word."""

    code = "travel.service_missing"


class ChipSoftwareMissing(DeviceError):
    code = "travel.software_missing"
