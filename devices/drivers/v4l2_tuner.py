"""Focus and exposure of a USB camera on Linux: the kernel's camera controls (V4L2), asked and set by ioctl.

Qt has calls for both, and on Linux they do not do it: see "Decisions" in devices/README.md. The kernel lets
a second handle set controls while the first takes pictures, so this works beside Qt's own.

Source: Linux, Documentation/userspace-api/media/v4l (VIDIOC_QUERYCTRL, VIDIOC_G_CTRL, Camera Control
Reference) and include/uapi/linux/videodev2.h.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from devices.camera_choice import (
    EXPOSURE_GONE,
    EXPOSURES_100US,
    FOCUS_GONE,
    FOCUS_POSITIONS,
    Adjusts,
)

QUERYCTRL, QUERYMENU = 0xC0445624, 0xC02C5625
G_CTRL, S_CTRL = 0xC008561B, 0xC008561C
QUERY, MENU, CONTROL = struct.Struct("=II32siiiiI8x"), struct.Struct("=II32sI"), struct.Struct("=Ii")

EXPOSURE_AUTO, EXPOSURE_ABSOLUTE = 0x009A0901, 0x009A0902
FOCUS_ABSOLUTE, FOCUS_AUTO = 0x009A090A, 0x009A090C
EXPOSURE_IS_MANUAL = 1
EXPOSURE_IS_AUTO = (3, 0)  # "aperture priority", what USB cameras call automatic; "auto", what others do
DISABLED = 0x0001

Ioctl = Callable[[int, int, bytearray], object]
"""fcntl.ioctl: answers in the buffer. Raises OSError."""


@dataclass(frozen=True)
class Range:
    """What a control takes."""

    low: int
    high: int
    step: int


class V4l2Tuner:
    """One camera, by its device file. Implements devices.camera_choice.Tuner."""

    def __init__(
        self,
        path: str,
        *,
        ioctl: Ioctl | None = None,
        opened: Callable[[str, int], int] = os.open,
        closed: Callable[[int], None] = os.close,
    ) -> None:
        self._path = path
        self._ioctl, self._opened, self._closed = ioctl or _system_ioctl(), opened, closed

    def offered(self) -> Adjusts:
        try:
            with self._open() as file:
                return Adjusts(self._focuses(file), self._exposures(file))
        except OSError:
            return Adjusts()

    def tune(self, focus: str, exposure: str) -> tuple[str, ...]:
        try:
            with self._open() as file:
                focused, exposed = self._focus(file, focus), self._expose(file, exposure)
        except OSError:  # it went away: whoever takes its pictures tells that
            return ()
        return (() if focused else (FOCUS_GONE,)) + (() if exposed else (EXPOSURE_GONE,))

    # what there is

    def _focuses(self, file: int) -> tuple[str, ...]:
        return FOCUS_POSITIONS if self._range(file, FOCUS_ABSOLUTE) else ()

    def _exposures(self, file: int) -> tuple[str, ...]:
        times = self._range(file, EXPOSURE_ABSOLUTE)
        if times is None or not self._has_way(file, EXPOSURE_IS_MANUAL):
            return ()
        return tuple(name for name, units in EXPOSURES_100US.items() if times.low <= units <= times.high)

    def _has_way(self, file: int, way: int) -> bool:
        """Can exposure be controlled this way? A gap in the menu is a way the camera has not."""
        menu = self._range(file, EXPOSURE_AUTO)
        if menu is None or not menu.low <= way <= menu.high:
            return False
        return self._call(file, QUERYMENU, bytearray(MENU.pack(EXPOSURE_AUTO, way, b"", 0)))

    # setting it

    def _focus(self, file: int, wanted: str) -> bool:
        """False: not as wanted. Then, and for "", the camera finds its focus where it can."""
        itself = self._range(file, FOCUS_AUTO) is not None
        if wanted and wanted in self._focuses(file):
            reach = self._range(file, FOCUS_ABSOLUTE)
            assert reach is not None
            part = FOCUS_POSITIONS.index(wanted) / (len(FOCUS_POSITIONS) - 1)
            steps = round((reach.high - reach.low) * part / reach.step)
            position = min(reach.low + steps * reach.step, reach.high)
            # By hand first: a camera that focuses by itself takes no position.
            by_hand = not itself or self._set(file, FOCUS_AUTO, 0)
            if by_hand and self._set(file, FOCUS_ABSOLUTE, position):
                return True
        if itself:
            self._set(file, FOCUS_AUTO, 1)
        return not wanted

    def _expose(self, file: int, wanted: str) -> bool:
        if wanted and wanted in self._exposures(file):
            by_hand = self._set(file, EXPOSURE_AUTO, EXPOSURE_IS_MANUAL)
            if by_hand and self._set(file, EXPOSURE_ABSOLUTE, EXPOSURES_100US[wanted]):
                return True
        itself = next((way for way in EXPOSURE_IS_AUTO if self._has_way(file, way)), None)
        if itself is not None:
            self._set(file, EXPOSURE_AUTO, itself)
        return not wanted

    # the wire

    def _range(self, file: int, control: int) -> Range | None:
        """None: the camera has no such control, or has switched it off."""
        query = bytearray(QUERY.pack(control, 0, b"", 0, 0, 0, 0, 0))
        if not self._call(file, QUERYCTRL, query):
            return None
        _, _, _, low, high, step, _usual, flags = QUERY.unpack(query)
        if flags & DISABLED or high < low:
            return None
        return Range(low, high, max(1, step))

    def _set(self, file: int, control: int, value: int) -> bool:
        """True: it has this value now. What it has already is not set again: a lens moves audibly."""
        asked = bytearray(CONTROL.pack(control, 0))
        if self._call(file, G_CTRL, asked) and CONTROL.unpack(asked)[1] == value:
            return True
        return self._call(file, S_CTRL, bytearray(CONTROL.pack(control, value)))

    def _call(self, file: int, request: int, answer: bytearray) -> bool:
        try:
            self._ioctl(file, request, answer)
        except OSError:
            return False
        return True

    @contextmanager
    def _open(self) -> Iterator[int]:
        file = self._opened(self._path, os.O_RDWR | os.O_NONBLOCK)
        try:
            yield file
        finally:
            self._closed(file)


def _system_ioctl() -> Ioctl:
    """Linux only, like the controls."""
    import fcntl

    return fcntl.ioctl
