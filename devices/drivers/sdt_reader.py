"""Reads resident-ID cards and residence permits with a reader built on the SDT security module (SAM_V).

The bytes: devices/protocols/sdt_reader.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from devices.clock import Clock
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import CardRead, Kind, Progress, UsbId
from devices.drivers import sdt_layouts, sdt_status
from devices.drivers.opened import Opened, P
from devices.drivers.sdt_blocks import extra_address, sam_id
from devices.drivers.sdt_frames import Reply
from devices.drivers.sdt_wire import ANSWER_TIMEOUT_MS, Link, UsbLink, Wire, pipes_of
from devices.errors import BadReply, Cancelled, NotSupported, ReaderFault
from devices.usb import Port

SAM_ID = bytes.fromhex("12ff")
FIND = bytes.fromhex("2001")
SELECT = bytes.fromhex("2002")
READ = bytes.fromhex("3001")  # text, photo
READ_WITH_FINGERS = bytes.fromhex("3010")  # text, photo, fingerprints
EXTRA_ADDRESS = bytes.fromhex("3003")

POLL_MS = 100
LOOK_MS = 50
_LENGTHS = {"text": (256,), "photo": (0, 1024), "fingerprints": (0, 512, 1024)}


class SdtTalk(Opened[P]):
    """A reader on any wire: finds a card, selects it, and reads all it tells without a PIN."""

    kind: ClassVar[Kind] = Kind.CARD
    answer_timeout_ms: ClassVar[int] = ANSWER_TIMEOUT_MS

    def __init__(self, port: P, clock: Clock, nonce: Callable[[], int]) -> None:
        super().__init__(port)
        self._clock = clock
        self._wire: Wire | None = None
        self._sam_id: str | None = None

    def _link(self) -> Link:
        raise NotImplementedError

    def _begin(self) -> None:
        self._wire = Wire(self._link(), self._clock, self.answer_timeout_ms)

    def _farewell(self) -> None:
        self._wire = None

    def read(self, cancelled: CancelledQuestion, progress: Progress) -> CardRead:
        """Wait for a card and read it once. Blocks; call from the instrument's own thread.

        The reader finds a card it has read only after it has left the field.
        Raises Cancelled, Removed, Silent, BadReply, CardGone, CardUnreadable, ReaderFault.
        """
        module = self.module(cancelled)
        progress("waiting")
        self._find(cancelled)
        progress("reading")
        self._expect(self._ask(SELECT, cancelled), sdt_status.OK)
        blocks = self._blocks(cancelled)
        extra = self._ask(EXTRA_ADDRESS, cancelled)
        if extra.status != sdt_status.EMPTY:
            self._expect(extra, sdt_status.OK)
        kind, fields = sdt_layouts.parse(blocks["text"])
        return CardRead(
            kind=kind,
            fields=fields,
            text=blocks["text"],
            photo_wlt=blocks["photo"],
            fingerprints=blocks["fingerprints"],
            extra_address=extra_address(extra.data) if extra.status == sdt_status.OK else "",
            sam_id=module,
        )

    def module(self, cancelled: CancelledQuestion) -> str:
        """The security module's number; asked once. A module that may not read says so here, before a
        card waits.
        """
        if self._sam_id is None:
            reply = self._ask(SAM_ID, cancelled)
            error = sdt_status.failure(reply.status)
            if isinstance(error, ReaderFault):
                raise error
            self._sam_id = sam_id(reply.data) if reply.status == sdt_status.OK else ""
        return self._sam_id

    def _find(self, cancelled: CancelledQuestion) -> None:
        while (reply := self._ask(FIND, cancelled)).status == sdt_status.NOT_FOUND:
            again_ns = self._clock.monotonic_ns() + POLL_MS * 1_000_000
            while self._clock.monotonic_ns() < again_ns:
                if cancelled():
                    raise Cancelled()
                self._port.pause(LOOK_MS)
        self._expect(reply, sdt_status.FOUND)

    def _blocks(self, cancelled: CancelledQuestion) -> dict[str, bytes]:
        """Text, photo, fingerprints. Modules from before the fingerprints do not know the newer command."""
        reply = self._ask(READ_WITH_FINGERS, cancelled)
        if isinstance(sdt_status.failure(reply.status), NotSupported):
            reply = self._ask(READ, cancelled)
            self._expect(reply, sdt_status.OK)
            return split_blocks(reply.data, ("text", "photo")) | {"fingerprints": b""}
        self._expect(reply, sdt_status.OK)
        return split_blocks(reply.data, ("text", "photo", "fingerprints"))

    def _ask(self, command: bytes, cancelled: CancelledQuestion) -> Reply:
        if cancelled():
            raise Cancelled()
        assert self._wire is not None, "use the reader in a with block"
        return self._wire.ask(command, cancelled)

    @staticmethod
    def _expect(reply: Reply, status: int) -> None:
        if reply.status != status:
            raise sdt_status.failure(reply.status)


class SdtReader(SdtTalk[Port]):
    """A resident-ID reader on USB."""

    name: ClassVar[str] = "sdt_reader"
    labels: ClassVar[Mapping[UsbId, str]] = {UsbId(0x0400, 0xC35A): "Resident-ID reader (SDT module)"}
    ids: ClassVar[tuple[UsbId, ...]] = tuple(labels)

    def _link(self) -> Link:
        return UsbLink(self._port, pipes_of(self._port.endpoints()))


def split_blocks(data: bytes, names: tuple[str, ...]) -> dict[str, bytes]:
    """Take a card's blocks apart: their lengths (two bytes each, big-endian) stand in front. Raises
    BadReply.
    """
    start = 2 * len(names)
    blocks: dict[str, bytes] = {}
    for place, name in enumerate(names):
        length = int.from_bytes(data[2 * place : 2 * place + 2], "big")
        if length not in _LENGTHS[name]:
            raise BadReply(part=name, expected=_LENGTHS[name], got=length)
        blocks[name] = data[start : start + length]
        start += length
    if start != len(data):
        raise BadReply(part="blocks", expected=start, got=len(data))
    return blocks
