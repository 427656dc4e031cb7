"""Still cameras that speak PTP: releases, fetches the picture, leaves no person's face on the camera's card.

Proven on the recording of a Canon PowerShot (browsing and downloading); the release on a wire-level model.
The bytes are explained in protocols/ptp_camera.md.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import ClassVar

from devices.clock import Clock
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import Kind, Photo, Progress, UsbId
from devices.drivers import ptp_data as dataset
from devices.drivers import ptp_wire as wire
from devices.drivers.opened import Opened
from devices.errors import (
    BadReply,
    DeviceError,
    MemoryCardFull,
    NoMemoryCard,
    NotSupported,
    ShotFailed,
    Silent,
)
from devices.pipes import Listener
from devices.usb import Port

OPEN_SESSION, CLOSE_SESSION, DEVICE_INFO = 0x1002, 0x1003, 0x1001
STORES, HANDLES, OBJECT_INFO, OBJECT, DELETE, SHOOT = 0x1004, 0x1007, 0x1008, 0x1009, 0x100B, 0x100E
CANON_ENTRY = 0x9021  # Canon's own; the recorded one claims vendor extension 6
CANON = "Canon"

OBJECT_ADDED, EVENT_STORE_FULL, CAPTURE_COMPLETE = 0x4002, 0x400A, 0x400D

EVERYWHERE, ROOT, ANY = 0xFFFFFFFF, 0xFFFFFFFF, 0
SESSION = 1
CLASS_OUT, RESET = 0x21, 0x66

EVENT_ROOM = 64
SHOT_TIMEOUT_MS = 15_000  # focusing in poor light takes up to 5 s, a flash 3 s more
AFTER_COMPLETE_MS = 3000  # the picture's own event may come after "complete"
MOST_OBJECTS = 20_000
MOST_LATE = 200  # events that came between two shots
JPEG_START = b"\xff\xd8"


@dataclass(frozen=True)
class Stored:
    """One picture on the camera's card."""

    handle: int
    info: dataset.ObjectInfo
    taken_s: int | None = None  # by the camera's clock, where it says


class PtpCamera(Opened[Port]):
    """Opened, it holds the camera's session; other programs must wait."""

    name: ClassVar[str] = "ptp_camera"
    kind: ClassVar[Kind] = Kind.STILL
    labels: ClassVar[Mapping[UsbId, str]] = {
        UsbId(0x04A9, 0x31C0): "Canon PowerShot SX200 IS",
        UsbId(0x04B0, 0x0428): "Nikon D7000",
        UsbId(0x04B0, 0x0429): "Nikon D5100",
        UsbId(0x04B0, 0x042C): "Nikon D3200",
        UsbId(0x04B0, 0x0430): "Nikon D7100",
        UsbId(0x04B0, 0x0431): "Nikon D5300",
        UsbId(0x04B0, 0x0433): "Nikon D3300",
        UsbId(0x04B0, 0x0437): "Nikon D750",
    }
    ids: ClassVar[tuple[UsbId, ...]] = tuple(labels)

    def __init__(self, port: Port, clock: Clock, nonce: Callable[[], int]) -> None:
        super().__init__(port)
        self._clock = clock
        self._wire: wire.PtpWire | None = None
        self._event_pipe = 0
        self._events: Listener | None = None
        self._answers = True
        self._given_up = False  # a shot was stopped, its picture may still come
        self.info = dataset.DeviceInfo(frozenset(), "", "", "")

    def _begin(self) -> None:
        self._find_pipes()
        self._open_session()
        self.info = dataset.device_info(self._ask(DEVICE_INFO, data=True))

    def _farewell(self) -> None:
        if self._answers:
            with suppress(DeviceError):
                self._ask(CLOSE_SESSION)

    @property
    def model(self) -> str:
        """What it says it is."""
        return self.info.model

    # --- taking a picture -------------------------------------------------------------------------------

    def shoot(self, cancelled: CancelledQuestion, progress: Progress, *, keep: bool = False) -> Photo:
        """Release and fetch the picture; keep: leave it on the card too. Tells "shooting", "reading".

        Raises NotSupported, NoMemoryCard, MemoryCardFull, ShotFailed, Silent, BadReply, Removed, Cancelled.
        """
        if SHOOT not in self.info.operations or not self._event_pipe:
            raise NotSupported(doing="shoot", model=self.info.model)
        with self._broken_unless_well():
            self._events = self._events or self._port.listen(self._event_pipe, EVENT_ROOM)
            self._clear_late_pictures(cancelled)
            with _refusals("shoot"):
                self._wire_now.ask(SHOOT, ANY, ANY, cancelled=cancelled)
            self._given_up = True  # until its picture came
            progress("shooting")
            handle, info = self._await_jpeg(cancelled)
            self._given_up = False
            progress("reading")
            jpeg = self._fetch(Stored(handle, info), cancelled)
            left = keep or not self._deleted(handle)
            return Photo(jpeg, info.name, info.width_px, info.height_px, left)

    def _await_jpeg(self, cancelled: CancelledQuestion) -> tuple[int, dataset.ObjectInfo]:
        """The picture's handle. Raises ShotFailed when the camera says it is done and there is none."""
        complete = False
        end_ns = self._clock.monotonic_ns() + SHOT_TIMEOUT_MS * 1_000_000
        while True:
            left_ms = max(0, (end_ns - self._clock.monotonic_ns()) // 1_000_000)
            try:
                if not left_ms:
                    raise Silent(doing="shoot")
                code, handle = self._next_event(cancelled, left_ms)
            except Silent:
                if complete:
                    raise ShotFailed(reason="no picture came") from None
                raise
            if code == EVENT_STORE_FULL:
                raise MemoryCardFull(doing="shoot")
            if code == CAPTURE_COMPLETE:
                complete = True
                end_ns = min(end_ns, self._clock.monotonic_ns() + AFTER_COMPLETE_MS * 1_000_000)
            elif code == OBJECT_ADDED:
                info = dataset.object_info(self._ask(OBJECT_INFO, handle, data=True))
                if info.format == dataset.JPEG:
                    return handle, info

    def _next_event(self, cancelled: CancelledQuestion, timeout_ms: int) -> tuple[int, int]:
        assert self._events is not None
        return _event(self._events.next(cancelled, timeout_ms))

    def _clear_late_pictures(self, cancelled: CancelledQuestion) -> None:
        """A shot that was given up may have ended since: its picture must not be taken for the next one's,
        nor stay on the card. Pictures somebody took with the camera's own button stay.
        """
        assert self._events is not None
        for _ in range(MOST_LATE):
            if (report := self._events.poll()) is None:
                break
            code, handle = _event(report)
            if code == OBJECT_ADDED and self._given_up:
                self._deleted(handle)
        self._given_up = False

    def _deleted(self, handle: int) -> bool:
        try:
            self._wire_now.ask(DELETE, handle, ANY, cancelled=_never)
        except wire.Refused:
            return False
        return True

    # --- what is on its card ----------------------------------------------------------------------------

    def pictures(self, cancelled: CancelledQuestion) -> tuple[Stored, ...]:
        """Every JPEG on the card, folder by folder.

        Raises NoMemoryCard, Silent, BadReply, Removed, Cancelled.
        """
        with self._broken_unless_well():
            if not self._handles(EVERYWHERE, ROOT, cancelled):
                return ()
            return tuple(self._walk(cancelled))

    def download(self, picture: Stored, cancelled: CancelledQuestion) -> bytes:
        """The file as it is on the card. Raises BadReply when it is not the JPEG it was said to be."""
        with self._broken_unless_well():
            return self._fetch(picture, cancelled)

    def _walk(self, cancelled: CancelledQuestion) -> Iterator[Stored]:
        stores = self._stores(cancelled)
        seen: set[int] = set()
        for store in stores:
            waiting = [(handle, 0) for handle in reversed(self._handles(store, ROOT, cancelled))]
            if store not in self._stores(cancelled):  # the card was changed: its handles mean nothing now
                raise NoMemoryCard(doing="browse")
            while waiting:
                handle, parent = waiting.pop()
                if handle in seen or len(seen) > MOST_OBJECTS:
                    raise BadReply(expected="every object once", got=f"{handle:08x} again")
                seen.add(handle)
                info = dataset.object_info(self._ask(OBJECT_INFO, handle, cancelled=cancelled, data=True))
                entry = self._canon_entry(store, parent, handle, cancelled)
                if info.folder:
                    children = self._handles(store, handle, cancelled)
                    waiting += [(child, handle) for child in reversed(children)]
                elif info.format == dataset.JPEG:
                    yield Stored(handle, info, entry.taken_s if entry else None)

    def _canon_entry(
        self, store: int, parent: int, handle: int, cancelled: CancelledQuestion
    ) -> dataset.CanonEntry | None:
        """Canons tell the time of the shot as a number here; their object info has it without a zone."""
        if not self.info.maker.startswith(CANON) or CANON_ENTRY not in self.info.operations:
            return None
        try:
            data = self._wire_now.ask(CANON_ENTRY, store, 0, parent, handle, cancelled=cancelled, data=True)
        except wire.Refused:
            return None
        return dataset.canon_entry(data, handle)

    def _stores(self, cancelled: CancelledQuestion) -> tuple[int, ...]:
        stores = dataset.handles(self._ask(STORES, cancelled=cancelled, data=True))
        if not stores:
            raise NoMemoryCard(doing="browse")
        return stores

    def _handles(self, store: int, parent: int, cancelled: CancelledQuestion) -> tuple[int, ...]:
        return dataset.handles(self._ask(HANDLES, store, ANY, parent, cancelled=cancelled, data=True))

    def _fetch(self, picture: Stored, cancelled: CancelledQuestion) -> bytes:
        data = self._ask(OBJECT, picture.handle, cancelled=cancelled, data=True)
        if len(data) != picture.info.size or not data.startswith(JPEG_START):
            raise BadReply(
                expected=f"a JPEG of {picture.info.size} bytes", got=f"{len(data)} bytes, {data[:2].hex()}"
            )
        return data

    # --- the session ------------------------------------------------------------------------------------

    def _open_session(self) -> None:
        """A camera whose last host died in the middle is reset once."""
        try:
            self._greet()
        except (BadReply, Silent):
            self._port.control_out(RESET, 0, kind=CLASS_OUT)
            self._wire_now.restart()
            self._greet()

    def _greet(self) -> None:
        try:
            self._wire_now.ask(OPEN_SESSION, SESSION, cancelled=_never)
        except wire.Refused as refused:
            if refused.code != wire.SESSION_OPEN:
                raise wire.error_of(refused, "open the session") from refused

    def _ask(
        self, operation: int, *parameters: int, cancelled: CancelledQuestion | None = None, data: bool = False
    ) -> bytes:
        with _refusals(f"operation {operation:04x}"):
            return self._wire_now.ask(operation, *parameters, cancelled=cancelled or _never, data=data)

    @property
    def _wire_now(self) -> wire.PtpWire:
        assert self._wire is not None
        return self._wire

    @contextmanager
    def _broken_unless_well(self) -> Iterator[None]:
        """After a fault on the wire nothing more is asked, not even good-bye: the next use opens afresh."""
        try:
            yield
        except (Silent, BadReply):
            self._answers = False
            raise

    def _find_pipes(self) -> None:
        pipes = self._port.pipes()
        outs = [pipe for pipe in pipes if not pipe.reading and not pipe.interrupt]
        ins = [pipe for pipe in pipes if pipe.reading and not pipe.interrupt]
        if not outs or not ins:
            raise BadReply(expected="a bulk pipe each way", got=f"{len(outs)} out, {len(ins)} in")
        self._wire = wire.PtpWire(self._port, outs[0], ins[0])
        self._event_pipe = next((pipe.address for pipe in pipes if pipe.reading and pipe.interrupt), 0)


@contextmanager
def _refusals(doing: str) -> Iterator[None]:
    try:
        yield
    except wire.Refused as refused:
        raise wire.error_of(refused, doing) from refused


def _event(report: bytes) -> tuple[int, int]:
    """Code and first parameter (0 when it has none)."""
    container = wire.parse(report)
    if container.kind != wire.EVENT:
        raise BadReply(expected="an event", got=report[: wire.HEAD.size].hex())
    first: int = struct.unpack_from("<I", container.payload.ljust(4, b"\0"))[0]
    return container.code, first


def _never() -> bool:
    return False
