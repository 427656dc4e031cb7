"""A virtual PTP camera: a session, a card with folders, a shutter with events; and mischief."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from typing import ClassVar

from devices.contract import UsbId
from devices.drivers import ptp_camera as ptp
from devices.drivers import ptp_data as dataset
from devices.drivers import ptp_wire as wire
from devices.virtual import descriptors
from devices.virtual.model import DeviceModel, Gone, Setup, Stall

IN, OUT, EVENTS = 0x81, 0x02, 0x83
STORE = 0x00010001
DCIM, FOLDER = 0x00080000, 0x01900000
RAW = 0xB101
TRAINING_JPEG = b"\xff\xd8\xff\xe0 training picture \xff\xd9"
EXPOSURE_S = 0.05
GENERAL_ERROR, ACCESS_DENIED, SESSION_NOT_OPEN = 0x2002, 0x200F, 0x2003

OPERATIONS = (
    ptp.DEVICE_INFO,
    ptp.OPEN_SESSION,
    ptp.CLOSE_SESSION,
    ptp.STORES,
    ptp.HANDLES,
    ptp.OBJECT_INFO,
    ptp.OBJECT,
    ptp.DELETE,
    ptp.SHOOT,
)


class PtpModel(DeviceModel):
    """`card` maps handles to (format, parent, name, bytes). Thread-safe."""

    FAULTS: ClassVar[frozenset[str]] = DeviceModel.FAULTS | {
        "session_left_open",  # the last host did not say good-bye
        "confused",  # answers nonsense until it is reset
        "busy_twice",  # answers "busy" to the first two questions after the session
        "busy_forever",
        "no_card",
        "card_full",  # refuses to release
        "card_full_event",  # releases, then says the card is full
        "no_release",  # does not know InitiateCapture
        "will_not_release",  # a general error: no focus, lens cap
        "no_event",  # releases and says nothing more
        "no_picture",  # says "complete" without a picture
        "raw_too",  # adds a raw file before the JPEG
        "complete_first",  # says "complete" before the picture's own event
        "cannot_delete",
        "bad_event",  # an event that is no container
        "short_length",  # a container that says it has 4 bytes
        "endless_length",  # a container that says it has 4 GB
        "wrong_transaction",
        "wrong_type",
        "wrong_code",
        "no_data",  # OK where data should come
        "half_data",  # a picture that stops in the middle
        "too_much_data",  # more than the length says
        "not_jpeg",
        "lying_size",  # object info promises another size
        "lying_array",  # an array that says it has 4 thousand million elements
        "folder_in_itself",
        "removed_mid_picture",
    }

    def __init__(self, usb_id: UsbId | None = None, jpeg: bytes = TRAINING_JPEG) -> None:
        usb_id = usb_id or UsbId(0x04B0, 0x0430)
        blob = descriptors.build(
            usb_id.vendor, usb_id.product, ((IN, 2, 512), (OUT, 2, 512), (EVENTS, 3, 64))
        )
        super().__init__(blob, serial="TRAINING-CAM-1", strings={1: "Training", 2: "PTP camera", 3: "1"})
        self.sees: Callable[[], bytes] = lambda: jpeg
        """The JPEG of the moment the shutter is released."""
        self.card: dict[int, tuple[int, int, str, bytes]] = {}
        self.released = 0
        self._session = False
        self._confused = True
        self._busy_left = 2
        self._number = 0
        self._due: list[tuple[float, bytes]] = []  # events to come
        self._gone_at: float | None = None

    def power_up(self) -> None:
        super().power_up()
        self._session, self._due, self._gone_at = False, [], None

    def store(self, name: str, data: bytes, kind: int = dataset.JPEG) -> int:
        """Put a file on the card, beside the last one. Its handle."""
        self.card.setdefault(DCIM, (dataset.FOLDER, 0, "DCIM", b""))
        self.card.setdefault(FOLDER, (dataset.FOLDER, DCIM, "100TRAIN", b""))
        self._number += 1
        handle = FOLDER + 16 * self._number + 1
        self.card[handle] = (kind, FOLDER, name, data)
        return handle

    # --- the wire ---------------------------------------------------------------------------------------

    def control_out(self, setup: Setup, data: bytes) -> None:
        if (setup.request_type, setup.request) != (ptp.CLASS_OUT, ptp.RESET):
            raise Stall
        self._session, self._confused = False, False
        self.forget(IN)

    def received(self, endpoint: int, data: bytes) -> None:
        if endpoint != OUT or len(data) < wire.HEAD.size:
            raise Stall
        length, kind, operation, transaction = wire.HEAD.unpack_from(data)
        if length != len(data) or kind != wire.COMMAND:
            raise Stall
        parameters = struct.unpack(f"<{(length - wire.HEAD.size) // 4}I", data[wire.HEAD.size :])
        if "confused" in self.faults and self._confused:
            self.send(IN, b"\0" * 20)
            return
        self._answer(operation, transaction, (*parameters, 0, 0, 0))

    def step(self) -> None:
        now = self.now()
        if self._gone_at is not None and now >= self._gone_at:
            self._gone_at = None
            raise Gone
        while self._due and self._due[0][0] <= now:
            self.send(EVENTS, self._due.pop(0)[1])

    def _answer(self, operation: int, transaction: int, parameters: tuple[int, ...]) -> None:
        if operation == ptp.OPEN_SESSION:
            code = wire.SESSION_OPEN if self._session or "session_left_open" in self.faults else wire.OK
            self._session = True
            self._respond(code, transaction)
        elif not self._session and operation != ptp.DEVICE_INFO:
            self._respond(SESSION_NOT_OPEN, transaction)
        elif "busy_forever" in self.faults or ("busy_twice" in self.faults and self._busy_left > 0):
            self._busy_left -= 1
            self._respond(wire.BUSY, transaction)
        else:
            code, data = self._carry_out(operation, parameters)
            if data is not None and "no_data" not in self.faults:
                self._send_data(operation, transaction, data)
            if self._gone_at is not None:
                return
            self._respond(code, transaction)

    def _carry_out(self, operation: int, parameters: tuple[int, ...]) -> tuple[int, bytes | None]:
        first = parameters[0]
        if operation == ptp.CLOSE_SESSION:
            self._session = False
            return wire.OK, None
        if operation == ptp.DEVICE_INFO:
            return wire.OK, self._device_info()
        if operation == ptp.STORES:
            return wire.OK, self._array([] if "no_card" in self.faults else [STORE])
        if operation == ptp.HANDLES:
            if "no_card" in self.faults:
                return wire.STORE_GONE, None
            return wire.OK, self._array(self._children(parameters[2]))
        if operation == ptp.SHOOT and "no_release" not in self.faults:
            return self._release(), None
        if first not in self.card:
            return (0x2009, None) if operation in OPERATIONS else (wire.NOT_SUPPORTED, None)
        if operation == ptp.OBJECT_INFO:
            return wire.OK, self._object_info(first)
        if operation == ptp.OBJECT:
            data = self.card[first][3]
            return wire.OK, b"RIFF" + data[4:] if "not_jpeg" in self.faults else data
        if operation == ptp.DELETE:
            if "cannot_delete" in self.faults:
                return ACCESS_DENIED, None
            del self.card[first]
            return wire.OK, None
        return wire.NOT_SUPPORTED, None

    def _children(self, parent: int) -> list[int]:
        wanted = 0 if parent == ptp.ROOT else parent
        found = [handle for handle, entry in self.card.items() if entry[1] == wanted]
        return [*found, parent] if "folder_in_itself" in self.faults and parent == FOLDER else found

    # --- the shutter ------------------------------------------------------------------------------------

    def _release(self) -> int:
        if "no_card" in self.faults:
            return wire.STORE_GONE
        if "card_full" in self.faults:
            return wire.STORE_FULL
        if "will_not_release" in self.faults:
            return GENERAL_ERROR
        self.released += 1
        events = [_event(code, handle) for code, handle in self._what_happens()]
        at = self.now() + EXPOSURE_S
        self._due += [(at + 0.01 * number, event) for number, event in enumerate(events)]
        return wire.OK

    def _what_happens(self) -> Iterable[tuple[int, int]]:
        if "no_event" in self.faults:
            return []
        if "card_full_event" in self.faults:
            return [(ptp.EVENT_STORE_FULL, STORE)]
        if "no_picture" in self.faults:
            return [(ptp.CAPTURE_COMPLETE, 0)]
        if "bad_event" in self.faults:
            return [(0, 0)]
        name = f"DSC_{self._number + 1:04d}"
        added = []
        if "raw_too" in self.faults:
            added.append((ptp.OBJECT_ADDED, self.store(name + ".NEF", b"raw", RAW)))
        added.append((ptp.OBJECT_ADDED, self.store(name + ".JPG", self.sees())))
        complete = [(ptp.CAPTURE_COMPLETE, 0)]
        return [*complete, *added] if "complete_first" in self.faults else [*added, *complete]

    # --- what it says -----------------------------------------------------------------------------------

    def _send_data(self, operation: int, transaction: int, data: bytes) -> None:
        length = wire.HEAD.size + len(data)
        if "short_length" in self.faults:
            length = 4
        if "endless_length" in self.faults:
            length = 0xFFFFFFFF
        kind = wire.EVENT if "wrong_type" in self.faults else wire.DATA
        code = operation + 1 if "wrong_code" in self.faults else operation
        number = transaction + 7 if "wrong_transaction" in self.faults else transaction
        whole = wire.HEAD.pack(length, kind, code, number) + data
        if "too_much_data" in self.faults:
            whole += b"more"
        if operation == ptp.OBJECT:
            if "half_data" in self.faults:
                whole = whole[: len(whole) // 2]
            if "removed_mid_picture" in self.faults:
                whole = whole[: len(whole) // 1024 * 512]
                self._gone_at = self.now() + EXPOSURE_S
        self.send(IN, whole, empty_end="removed_mid_picture" not in self.faults)

    def _respond(self, code: int, transaction: int) -> None:
        self.send(IN, wire.HEAD.pack(wire.HEAD.size, wire.RESPONSE, code, transaction))

    def _device_info(self) -> bytes:
        known = [o for o in OPERATIONS if o != ptp.SHOOT or "no_release" not in self.faults]
        texts = b"".join(_text(text) for text in ("Training", "PTP camera", "1.0", "1"))
        arrays = b"".join(struct.pack(f"<I{len(a)}H", len(a), *a) for a in (known, [], [], [], []))
        return struct.pack("<HIH", 100, 0, 100) + _text("") + b"\0\0" + arrays + texts

    def _object_info(self, handle: int) -> bytes:
        kind, parent, name, data = self.card[handle]
        size = len(data) + (1 if "lying_size" in self.faults else 0)
        head = struct.pack("<IHHI", STORE, kind, 0, size) + bytes(14)
        shape = struct.pack("<IIII", 1600, 1200, 24, parent) + bytes(10)
        return head + shape + _text(name) + _text("20261121T101500") + _text("") + _text("")

    def _array(self, numbers: list[int]) -> bytes:
        count = 0xFFFFFFFF if "lying_array" in self.faults else len(numbers)
        return struct.pack(f"<I{len(numbers)}I", count, *numbers)


def _text(text: str) -> bytes:
    return bytes([len(text) + 1]) + (text + "\0").encode("utf-16-le") if text else b"\0"


def _event(code: int, handle: int) -> bytes:
    if code == 0:
        return b"\x01\x02"
    return wire.HEAD.pack(16, wire.EVENT, code, 0) + handle.to_bytes(4, "little")
