"""A maker's `sdtapi` library: the resident-ID reader through its own DLL, where nobody knows its wire.

See devices/protocols/sdtapi.md. Statuses are the SAM module's (devices/drivers/sdt_status.py), and 01..05 of
the library itself.
"""

from __future__ import annotations

from contextlib import suppress

from devices.contract import Cancelled as CancelledQuestion
from devices.drivers import sdt_status
from devices.errors import BadReply, DeviceError, NotConnected, NotSupported, Silent
from devices.vendor.errors import LibraryGarbage
from devices.vendor.library import Function, Library, Outcome, never

FIRST_USB_PORT = 1001
KEEP_OPEN = 0
"""ifOpen: 0 = the port was opened before; 1 = the function opens and closes it itself."""

TEXT, PHOTO, FINGERS, ADDRESS, NUMBER = 256, 1024, 1024, 70, 64

_QUICK, _READ, _OPEN = 3_000, 8_000, 10_000

FUNCTIONS = {
    "SDT_OpenPort": Function(("int",), _OPEN),
    "SDT_ClosePort": Function(("int",), _QUICK),
    "SDT_StartFindIDCard": Function(("int", "buffer", "int"), _QUICK),
    "SDT_SelectIDCard": Function(("int", "buffer", "int"), _QUICK),
    "SDT_ReadBaseMsg": Function(("int", "buffer", "uint_out", "buffer", "uint_out", "int"), _READ),
    "SDT_ReadBaseFPMsg": Function(
        ("int", "buffer", "uint_out", "buffer", "uint_out", "buffer", "uint_out", "int"), _READ
    ),
    "SDT_ReadNewAppMsg": Function(("int", "buffer", "uint_out", "int"), _READ),
    "SDT_GetSAMIDToStr": Function(("int", "buffer", "int"), _QUICK),
}

_OF_THE_LIBRARY: dict[int, tuple[type[DeviceError], str]] = {
    0x01: (NotConnected, "port cannot be opened"),
    0x02: (Silent, "reader does not answer"),
    0x03: (BadReply, "damaged on the way"),
    0x05: (NotConnected, "security module's port"),
}


class Reader:
    """One port of one library. Not thread-safe."""

    def __init__(self, library: Library, port: int = FIRST_USB_PORT) -> None:
        """port: 1001.. = USB, 1.. = serial."""
        self._library = library
        self._port = port
        self._generation = -1
        self._with_fingers = True

    @property
    def is_open(self) -> bool:
        return self._library.running and self._generation == self._library.generation

    def open(self, cancelled: CancelledQuestion = never) -> None:
        """Raises NotConnected, Silent, BadReply and what calls raise."""
        self._library.close()  # what was begun in half there is gone
        self._expect(self._library.call("SDT_OpenPort", self._port, cancelled=cancelled), sdt_status.OK)
        self._generation = self._library.generation
        self._with_fingers = True

    def close(self) -> None:
        """Never raises."""
        if self._library.running:
            with suppress(DeviceError):
                self._library.call("SDT_ClosePort", self._port)
        self._library.close()

    def module(self, cancelled: CancelledQuestion = never) -> str:
        """The security module's number; empty when the library has no such function."""
        try:
            outcome = self._library.call(
                "SDT_GetSAMIDToStr", self._port, NUMBER, KEEP_OPEN, cancelled=cancelled
            )
        except NotSupported:
            return ""
        self._expect(outcome, sdt_status.OK)
        number: bytes = outcome.outs[0].split(b"\0", 1)[0]
        if not (number.isascii() and all(byte in b"0123456789.- " for byte in number)):
            raise LibraryGarbage(part="module number", expected="digits", got=f"{len(number)} bytes")
        return number.decode("ascii").strip()

    def find(self, cancelled: CancelledQuestion = never) -> bool:
        """Is there a card that was not read yet?"""
        outcome = self._library.call("SDT_StartFindIDCard", self._port, 8, KEEP_OPEN, cancelled=cancelled)
        if outcome.returned == sdt_status.NOT_FOUND:
            return False
        self._expect(outcome, sdt_status.FOUND)
        return True

    def select(self, cancelled: CancelledQuestion = never) -> None:
        outcome = self._library.call("SDT_SelectIDCard", self._port, 8, KEEP_OPEN, cancelled=cancelled)
        self._expect(outcome, sdt_status.OK)

    def blocks(self, cancelled: CancelledQuestion = never) -> tuple[bytes, bytes, bytes]:
        """Text, photo, fingerprints. A library or module without fingerprints is asked without."""
        if self._with_fingers:
            try:
                return self._blocks_with_fingers(cancelled)
            except NotSupported:
                self._with_fingers = False
        values = (TEXT, 0, PHOTO, 0, KEEP_OPEN)
        outcome = self._library.call("SDT_ReadBaseMsg", self._port, *values, cancelled=cancelled)
        self._expect(outcome, sdt_status.OK)
        text, text_length, photo, photo_length = outcome.outs
        return _cut("text", text, text_length, (TEXT,)), _cut("photo", photo, photo_length, (0, PHOTO)), b""

    def newer_address(self, cancelled: CancelledQuestion = never) -> bytes:
        """Empty when the card or the library has none."""
        try:
            values = (2 * ADDRESS, 0, KEEP_OPEN)
            outcome = self._library.call("SDT_ReadNewAppMsg", self._port, *values, cancelled=cancelled)
        except NotSupported:
            return b""
        if outcome.returned == sdt_status.EMPTY:
            return b""
        self._expect(outcome, sdt_status.OK)
        data, length = outcome.outs
        if length > len(data):
            raise LibraryGarbage(part="newer address", expected=f"0..{len(data)}", got=length)
        return bytes(data[:length])

    def _blocks_with_fingers(self, cancelled: CancelledQuestion) -> tuple[bytes, bytes, bytes]:
        values = (TEXT, 0, PHOTO, 0, FINGERS, 0, KEEP_OPEN)
        outcome = self._library.call("SDT_ReadBaseFPMsg", self._port, *values, cancelled=cancelled)
        self._expect(outcome, sdt_status.OK)
        text, text_length, photo, photo_length, fingers, fingers_length = outcome.outs
        return (
            _cut("text", text, text_length, (TEXT,)),
            _cut("photo", photo, photo_length, (0, PHOTO)),
            _cut("fingerprints", fingers, fingers_length, (0, FINGERS // 2, FINGERS)),
        )

    @staticmethod
    def _expect(outcome: Outcome, status: int) -> None:
        if outcome.returned != status:
            raise failure(outcome.returned)


def failure(status: int) -> DeviceError:
    """The error for a status nobody hoped for."""
    own = _OF_THE_LIBRARY.get(status)
    if own is None:
        known = status in sdt_status.MEANINGS
        return sdt_status.failure(status) if known else _unknown(status)
    kind, what = own
    if issubclass(kind, BadReply):
        return kind(part=what, expected=f"{sdt_status.OK:02x}", got=f"{status:02x}")
    return kind(status=f"{status:02x}", what=what)


def _unknown(status: int) -> DeviceError:
    return LibraryGarbage(part="status", expected="a known status", got=f"{status:x}")


def _cut(part: str, data: bytes, length: int, lengths: tuple[int, ...]) -> bytes:
    if length not in lengths:
        raise LibraryGarbage(part=part, expected=" or ".join(map(str, lengths)), got=length)
    return data[:length]
