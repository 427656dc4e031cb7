"""What can go wrong with a travel document, beyond what goes wrong with every instrument.

DeviceError
 +- NotAnMrz           these lines are no machine-readable zone we know (values: lines, widths)
"""

from __future__ import annotations

from devices.errors import DeviceError


class NotAnMrz(DeviceError):
    """values: lines (how many), widths (characters in each). Never a character of it."""

    code = "travel.not_an_mrz"
