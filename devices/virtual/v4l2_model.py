"""The controls of a USB camera as the Linux kernel shows them: the same ioctl numbers, structures and errors.

It has no pictures; `position` and `exposure_100us` say what its lens and its sensor do.
"""

from __future__ import annotations

import errno
import threading
from dataclasses import dataclass

from devices.drivers.v4l2_tuner import (
    CONTROL,
    EXPOSURE_ABSOLUTE,
    EXPOSURE_AUTO,
    EXPOSURE_IS_MANUAL,
    FOCUS_ABSOLUTE,
    FOCUS_AUTO,
    G_CTRL,
    MENU,
    QUERY,
    QUERYCTRL,
    QUERYMENU,
    S_CTRL,
)

FILE = 1000  # what open() gives: no number of a real file

FAULTS = frozenset(
    {
        "no_permission",  # the file cannot be opened
        "gone",  # it was pulled: every call ends so
        "no_focus",
        "no_autofocus",
        "no_exposure",
        "disabled",  # controls are listed and switched off
        "lying_range",  # highest below lowest
        "step_zero",
        "refuses",  # no value is taken
        "auto_only",  # refuses what is by hand
    }
)


@dataclass
class Control:
    low: int
    high: int
    step: int
    value: int


class V4l2Model:
    """Hand `ioctl`, `open`, `close` to a V4l2Tuner. Any thread."""

    WAYS = (1, 3)  # manual and aperture priority: what nearly every USB camera has

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: set[str] = set()
        self.files = 0  # open now
        self.sets: list[tuple[int, int]] = []
        self._controls = {
            FOCUS_AUTO: Control(0, 1, 1, 1),
            FOCUS_ABSOLUTE: Control(0, 250, 5, 0),
            EXPOSURE_AUTO: Control(0, 3, 1, 3),
            EXPOSURE_ABSOLUTE: Control(3, 2047, 1, 250),
        }

    @property
    def position(self) -> int | None:
        """0..250 where the lens was put by hand; None: it finds its focus."""
        with self._lock:
            by_itself = self._controls[FOCUS_AUTO].value
            return None if by_itself else self._controls[FOCUS_ABSOLUTE].value

    @property
    def exposure_100us(self) -> int | None:
        """None: it finds its exposure."""
        with self._lock:
            by_hand = self._controls[EXPOSURE_AUTO].value == EXPOSURE_IS_MANUAL
            return self._controls[EXPOSURE_ABSOLUTE].value if by_hand else None

    def fault(self, name: str, on: bool = True) -> None:
        """Switch one of FAULTS. Raises ValueError for others."""
        if name not in FAULTS:
            raise ValueError(name)
        with self._lock:
            (self._faults.add if on else self._faults.discard)(name)
            if name == "no_autofocus":
                self._controls[FOCUS_AUTO].value = int(not on)

    def open(self, _path: str, _flags: int) -> int:
        if "no_permission" in self._faults:
            raise PermissionError(errno.EACCES, "model")
        with self._lock:
            self.files += 1
        return FILE

    def close(self, _file: int) -> None:
        with self._lock:
            self.files -= 1

    def ioctl(self, _file: int, request: int, buffer: bytearray) -> int:
        with self._lock:
            if "gone" in self._faults:
                raise OSError(errno.ENODEV, "model")
            if request == QUERYCTRL:
                self._query(buffer)
            elif request == QUERYMENU:
                self._menu(buffer)
            elif request in (G_CTRL, S_CTRL):
                self._value(request, buffer)
            else:
                raise OSError(errno.ENOTTY, "model")
        return 0

    def _control(self, number: int) -> Control:
        missing = {
            "no_focus": (FOCUS_AUTO, FOCUS_ABSOLUTE),
            "no_autofocus": (FOCUS_AUTO,),
            "no_exposure": (EXPOSURE_AUTO, EXPOSURE_ABSOLUTE),
        }
        if number not in self._controls or any(number in missing.get(f, ()) for f in self._faults):
            raise OSError(errno.EINVAL, "model")
        return self._controls[number]

    def _query(self, buffer: bytearray) -> None:
        number = QUERY.unpack(buffer)[0]
        control = self._control(number)
        low, high, step = control.low, control.high, control.step
        if "lying_range" in self._faults:
            low, high = high + 1, low
        if "step_zero" in self._faults:
            step = 0
        flags = 1 if "disabled" in self._faults else 0
        buffer[:] = QUERY.pack(number, 1, b"control", low, high, step, low, flags)

    def _menu(self, buffer: bytearray) -> None:
        number, way, _, _ = MENU.unpack(buffer)
        self._control(number)
        if number != EXPOSURE_AUTO or way not in self.WAYS:
            raise OSError(errno.EINVAL, "model")
        buffer[:] = MENU.pack(number, way, b"way", 0)

    def _value(self, request: int, buffer: bytearray) -> None:
        number, value = CONTROL.unpack(buffer)
        control = self._control(number)
        if request == G_CTRL:
            buffer[:] = CONTROL.pack(number, control.value)
            return
        by_hand = {FOCUS_AUTO: value == 0, EXPOSURE_AUTO: value == EXPOSURE_IS_MANUAL}.get(number, True)
        if "refuses" in self._faults or ("auto_only" in self._faults and by_hand):
            raise OSError(errno.EIO, "model")
        if number == EXPOSURE_AUTO and value not in self.WAYS:
            raise OSError(errno.EINVAL, "model")
        if not control.low <= value <= control.high:
            raise OSError(errno.ERANGE, "model")
        # The kernel takes no position while the camera focuses by itself, and no time while it exposes so.
        if number == FOCUS_ABSOLUTE and self._controls[FOCUS_AUTO].value:
            raise OSError(errno.EACCES, "model")
        if number == EXPOSURE_ABSOLUTE and self._controls[EXPOSURE_AUTO].value != EXPOSURE_IS_MANUAL:
            raise OSError(errno.EACCES, "model")
        control.value = value
        self.sets.append((number, value))
