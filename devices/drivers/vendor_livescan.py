"""Takes fingerprints with whatever scanner a GA/T 1012 library (`LIVESCAN_*`) of its maker knows.

The library runs in a child process (devices/vendor). Its interface: devices/protocols/ga1012.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import ClassVar, Self

from devices.biometrics.limits import finger_limits
from devices.biometrics.ridges import glance
from devices.clock import Clock
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import FingerImage, Kind, Progress, UsbId
from devices.errors import Cancelled, FingerGone, NotConnected, Removed
from devices.vendor.errors import PoorPrint
from devices.vendor.ga1012_capture import Capture

PAUSE_S = 0.04
"""Between two looks at an empty glass; a library has its own frame rate besides."""

LOOKS, LEAST_LOOKS = 5, 2
"""So many pictures of a pressed finger, of which the best is kept."""

DARK_GREY = 160
TOUCHED_SHARE = 0.05
"""A finger lies there when so much of the glass is dark; a print left behind is paler (estimate)."""

_LIGHT = bytes(range(DARK_GREY, 256))

Quality = Callable[[FingerImage], int]
"""0..100. The maker's own (FP_GetQualityScore), where its algorithm library is installed too."""


class VendorLivescan:
    """A fingerprint scanner behind its maker's library."""

    name: ClassVar[str] = "vendor_livescan"
    kind: ClassVar[Kind] = Kind.FINGER
    labels: ClassVar[Mapping[UsbId, str]] = {}
    ids: ClassVar[tuple[UsbId, ...]] = ()

    def __init__(self, capture: Capture, clock: Clock, quality: Quality | None = None) -> None:
        """quality: without it the picture with the most print is the best."""
        self._capture = capture
        self._clock = clock
        self._quality = quality
        self._lying = False  # the finger taken last was not seen to leave
        self.last_quality: int | None = None  # the maker's score of the last capture

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            undo.callback(self._capture.close)
            self._capture.open()
            undo.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._capture.close()

    def capture(self, cancelled: CancelledQuestion, progress: Progress) -> FingerImage:
        """Wait for a finger and return the best of a few pictures. Blocks; the instrument's own thread.

        Raises Cancelled, Removed, FingerGone, PoorPrint, NoLicence and what the library's calls raise.
        """
        if not self._capture.is_open:
            self._capture.open(cancelled)  # a cancelled call took the process with it
        try:
            return self._take(cancelled, progress)
        except NotConnected as error:
            raise Removed(**error.values) from error

    def _take(self, cancelled: CancelledQuestion, progress: Progress) -> FingerImage:
        if self._lying and self._look(cancelled) is not None:
            progress("lift")
            self._until(False, cancelled)
        self._lying = False
        progress("waiting")
        first = self._until(True, cancelled)
        progress("touched")
        image = self._best(first, cancelled)
        progress("reading")
        self._lying = True
        return image

    def _until(self, touched: bool, cancelled: CancelledQuestion) -> FingerImage | PoorPrint | None:
        while ((seen := self._look(cancelled)) is not None) is not touched:
            end_ns = self._clock.monotonic_ns() + int(PAUSE_S * 1e9)
            while (left_ns := end_ns - self._clock.monotonic_ns()) > 0:
                if cancelled():
                    raise Cancelled()
                time.sleep(min(left_ns / 1e9, PAUSE_S))
        return seen

    def _look(self, cancelled: CancelledQuestion) -> FingerImage | PoorPrint | None:
        """The picture when something lies there, None when nothing does; a refusal of its quality is
        something, too.
        """
        if cancelled():
            raise Cancelled()
        try:
            image = self._capture.frame(cancelled)
        except PoorPrint as error:
            return error
        return image if touched(image) else None

    def _best(self, seen: FingerImage | PoorPrint | None, cancelled: CancelledQuestion) -> FingerImage:
        """Of LOOKS pictures. Raises FingerGone when the finger leaves before two were of use (the first touch
        alone is half a print), PoorPrint when all are refused.
        """
        least_mm2 = finger_limits().least_mm2
        useful: list[tuple[float, FingerImage]] = []
        refused: PoorPrint | None = None
        for _ in range(LOOKS):
            if isinstance(seen, PoorPrint):
                refused = seen
            elif seen is not None and glance(seen).area_mm2 >= least_mm2:
                useful.append((self._worth(seen), seen))
            seen = self._look(cancelled)
            if seen is None:
                break
        if len(useful) < LEAST_LOOKS:
            raise refused or FingerGone()
        worth, best = max(useful, key=lambda pair: pair[0])
        self.last_quality = int(worth) if self._quality is not None else None
        return best

    def _worth(self, image: FingerImage) -> float:
        return self._quality(image) if self._quality is not None else glance(image).area_mm2


def touched(image: FingerImage) -> bool:
    """Whether something dark lies on the glass: a finger, a palm, a coat."""
    dark = len(image.pixels.translate(None, _LIGHT))
    return dark >= TOUCHED_SHARE * len(image.pixels)
