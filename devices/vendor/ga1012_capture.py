"""The capture side of GA/T 1012 (`LIVESCAN_*`, ID_FprCap): opens the scanner and takes frames.

See devices/protocols/ga1012.md.
"""

from __future__ import annotations

from devices.contract import Cancelled as CancelledQuestion
from devices.contract import FingerImage
from devices.errors import DeviceError, NotConnected, NotSupported
from devices.vendor import bmp, ga1012
from devices.vendor.errors import LibraryGarbage
from devices.vendor.library import Function, Library, Outcome, never

DPI = 500
LEAST_SIDE_PX, MOST_SIDE_PX = 64, 2400
DESCRIPTION, ERROR_TEXT, MAKER_CODE = 1024, 256, 4

_ASK, _WORK, _OPEN = 3_000, 5_000, 15_000
AUTO_PATIENCE_MS = 20_000

FUNCTIONS = {
    "LIVESCAN_Init": Function((), _OPEN),
    "LIVESCAN_Close": Function((), _ASK),
    "LIVESCAN_GetChannelCount": Function((), _ASK),
    "LIVESCAN_SetBright": Function(("int", "int"), _ASK),
    "LIVESCAN_SetContrast": Function(("int", "int"), _ASK),
    "LIVESCAN_GetBright": Function(("int", "int_out"), _ASK),
    "LIVESCAN_GetContrast": Function(("int", "int_out"), _ASK),
    "LIVESCAN_GetMaxImageSize": Function(("int", "int_out", "int_out"), _ASK),
    "LIVESCAN_GetCaptWindow": Function(("int", "int_out", "int_out", "int_out", "int_out"), _ASK),
    "LIVESCAN_SetCaptWindow": Function(("int", "int", "int", "int", "int"), _ASK),
    "LIVESCAN_BeginCapture": Function(("int",), _WORK),
    "LIVESCAN_GetFPRawData": Function(("int", "buffer"), _WORK),
    "LIVESCAN_GetFPBmpData": Function(("int", "buffer"), _WORK),
    "LIVESCAN_EndCapture": Function(("int",), _ASK),
    "LIVESCAN_GetVersion": Function((), _ASK),
    "LIVESCAN_GetDesc": Function(("buffer",), _ASK),
    "LIVESCAN_GetErrorInfo": Function(("int", "buffer"), _ASK),
    "LIVESCAN_SetBufferEmpty": Function(("buffer", "long"), _ASK),
    # Of the resident-ID family only.
    "LIVESCAN_GetCode": Function(("buffer",), _ASK),
    "LIVESCAN_AutoGetFPBmpData": Function(("int", "buffer", "int"), AUTO_PATIENCE_MS),
    "LIVESCAN_CancelAutoGetFPBmpData": Function(("int",), _ASK),
}


class Capture:
    """One channel of one library. Not thread-safe but for `stop_auto`."""

    def __init__(self, library: Library, channel: int = 0) -> None:
        self._library = library
        self._channel = channel
        self._generation = -1
        self._raw_only = False
        self.width_px = self.height_px = 0

    @property
    def is_open(self) -> bool:
        """False also after the library's process was lost."""
        return self._library.running and self._generation == self._library.generation

    def open(self, cancelled: CancelledQuestion = never) -> None:
        """Find the scanner and begin. Raises NotConnected, NoLicence, NotPermitted and what calls raise."""
        self._raw_only = False
        self._library.close()  # what was begun in half there is gone
        self._do("LIVESCAN_Init", cancelled=cancelled)
        count = self._library.call("LIVESCAN_GetChannelCount", cancelled=cancelled).returned
        if count <= self._channel:
            if count < 0:
                raise self._failure(count, "LIVESCAN_GetChannelCount")
            raise NotConnected(channels=count, channel=self._channel)
        self.width_px, self.height_px = self._window(cancelled)
        self._do("LIVESCAN_BeginCapture", self._channel, cancelled=cancelled)
        self._generation = self._library.generation

    def frame(self, cancelled: CancelledQuestion = never) -> FingerImage:
        """What the glass shows now. Raises PoorPrint, NotConnected, BadReply and what calls raise."""
        if not self._raw_only:
            try:
                return self._bmp_frame(cancelled)
            except NotSupported:
                self._raw_only = True
        return self._raw_frame(cancelled)

    def auto_frame(self, timeout: int, cancelled: CancelledQuestion = never) -> FingerImage:
        """Let the library wait for a good print (resident-ID family). timeout: in the maker's unit."""
        outcome = self._do(
            "LIVESCAN_AutoGetFPBmpData", self._channel, self._length, timeout, cancelled=cancelled
        )
        return self._image(outcome)

    def stop_auto(self) -> None:
        """End an `auto_frame` that waits in another thread."""
        self._library.call_beside("LIVESCAN_CancelAutoGetFPBmpData", self._channel)

    def describe(self) -> str:
        """The maker's own words about it; empty when it has none."""
        outcome = self._library.call("LIVESCAN_GetDesc", DESCRIPTION)
        return ga1012.words(outcome.outs[0]) if outcome.returned == ga1012.OK else ""

    def maker_code(self) -> str:
        """Four characters (resident-ID family). Raises NotSupported."""
        (code,) = self._do("LIVESCAN_GetCode", MAKER_CODE).outs
        return ga1012.words(code)

    def adjust(self, brightness: int, contrast: int) -> None:
        """Both 0..255. Raises NotSupported where the scanner has no such thing."""
        self._do("LIVESCAN_SetBright", self._channel, brightness)
        self._do("LIVESCAN_SetContrast", self._channel, contrast)

    def text_of(self, number: int) -> str:
        """The library's own words for an error number; empty when it has none or is gone."""
        if not self._library.running:
            return ""
        try:
            outcome = self._library.call("LIVESCAN_GetErrorInfo", number, ERROR_TEXT)
        except DeviceError:
            return ""
        return ga1012.words(outcome.outs[0]) if outcome.returned == ga1012.OK else ""

    def close(self) -> None:
        """End the capture, close the scanner, end the process. Never raises; bounded by the calls."""
        if self._library.running:
            for function, values in (("LIVESCAN_EndCapture", (self._channel,)), ("LIVESCAN_Close", ())):
                try:
                    self._library.call(function, *values)
                except DeviceError:
                    break
        self._library.close()

    # --- inside -----------------------------------------------------------------------------------------

    @property
    def _length(self) -> int:
        return bmp.grey_length(self.width_px, self.height_px)

    def _bmp_frame(self, cancelled: CancelledQuestion) -> FingerImage:
        return self._image(
            self._do("LIVESCAN_GetFPBmpData", self._channel, self._length, cancelled=cancelled)
        )

    def _raw_frame(self, cancelled: CancelledQuestion) -> FingerImage:
        size = self.width_px * self.height_px
        (pixels,) = self._do("LIVESCAN_GetFPRawData", self._channel, size, cancelled=cancelled).outs
        return FingerImage(pixels, self.width_px, self.height_px, DPI)

    def _image(self, outcome: Outcome) -> FingerImage:
        picture = bmp.parse(outcome.outs[0])
        expected, got = (
            (self.width_px, self.height_px, 1),
            (picture.width_px, picture.height_px, picture.channels),
        )
        if expected != got:
            raise LibraryGarbage(part="picture size", expected=expected, got=got)
        return FingerImage(picture.pixels, self.width_px, self.height_px, DPI)

    def _window(self, cancelled: CancelledQuestion) -> tuple[int, int]:
        """The size of its pictures: the capture window, or the largest where it has no window."""
        try:
            outs = self._do("LIVESCAN_GetCaptWindow", self._channel, 0, 0, 0, 0, cancelled=cancelled).outs[2:]
        except NotSupported:
            outs = self._do("LIVESCAN_GetMaxImageSize", self._channel, 0, 0, cancelled=cancelled).outs
        width, height = outs
        if not all(LEAST_SIDE_PX <= side <= MOST_SIDE_PX for side in (width, height)):
            expected = f"{LEAST_SIDE_PX}..{MOST_SIDE_PX}"
            raise LibraryGarbage(part="window", expected=expected, got=f"{width}x{height}")
        return width, height

    def _do(self, function: str, *values: int, cancelled: CancelledQuestion = never) -> Outcome:
        """A call that must succeed."""
        outcome = self._library.call(function, *values, cancelled=cancelled)
        if outcome.returned not in (ga1012.OK, ga1012.STRAIGHTENED):
            raise self._failure(outcome.returned, function)
        return outcome

    def _failure(self, number: int, function: str) -> DeviceError:
        return ga1012.failure(number, function, self.text_of)
