"""How quick the hands are: `python -m tests.bench.instruments`. Virtual instruments, real drivers and bench.

What an instrument itself takes is put in from what is known of real ones (READER_S); everything else is ours.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from devices.bench import LOOK_AGAIN_S, Bench
from devices.bus import Unsubscribe
from devices.clock import SteadyClock
from devices.contract import CardRead, Kind
from devices.drivers import sdt_layouts
from devices.drivers import uru4000_frame as frame
from devices.drivers.digitalpersona_uru4000 import DigitalPersonaUru4000
from devices.drivers.sdt_serial import SdtSerialReader
from devices.hotplug import SystemBus
from devices.sbi.trust import Trust
from devices.sbi.watch import SbiWatch
from devices.serial_port import SerialPort
from devices.serial_readers import Named, SerialWatch
from devices.usb import Port
from devices.virtual import UruModel, stripes
from devices.virtual.bus import VirtualBus
from devices.virtual.escpos_model import EscposModel
from devices.virtual.model import DeviceModel
from devices.virtual.nb1010_model import Nb1010Model
from devices.virtual.ptp_model import PtpModel
from devices.virtual.sbi_authority import authority
from devices.virtual.sdt_line import SdtLine
from devices.virtual.sdt_model import Card, SdtModel
from devices.virtual.stu_model import StuModel
from tests.bench.rows import Row, quantile, tell
from tests.devices.rigs import soon

ROUNDS = 20
IDLE_S = 10.0
BYTES_PER_S = 11_520  # 115 200 baud, 8N1

READER_S = {"2001": 0.05, "2002": 0.05, "3010": 1.5, "3003": 0.05}
"""How long a real module takes for find, select, read with prints, newer address. Source: reference, F."""

CARD = Card(
    sdt_layouts.build("citizen", {"name": "张三", "sex": "1", "nation": "01", "birth": "19900101"}),
    bytes(1024),
    b"C" + bytes(1023),
)


def never() -> bool:
    return False


def quiet(step: str) -> None:
    """Nobody listens."""


class PolledBus(VirtualBus):
    """A bus that tells nobody: other systems, and Linux without udev."""

    def watch(self, changed: Callable[[], None]) -> Unsubscribe:
        return lambda: None


def plug_to_ready_ms(bus: VirtualBus, rounds: int) -> list[float]:
    took = []
    with Bench([bus]) as bench:
        for number in range(rounds):
            model = UruModel()
            time.sleep(0.037 * (number % 13))  # anywhere between two looks
            began = time.perf_counter()
            bus.plug(model)
            assert soon(lambda: bench.state(Kind.FINGER).code is None)
            took.append((time.perf_counter() - began) * 1000)
            bus.unplug(model)
            assert soon(lambda: not bench.instruments())
    return took


class SlowReader(SdtModel):
    """Answers when a real module would."""

    _due_s: ClassVar[float] = 0.0
    _waiting: tuple[float, bytes] | None = None

    def _send(self, reply: bytes) -> None:
        self._waiting = (self.now() + READER_S.get(self._pending_command, 0.02), reply)

    _pending_command = ""

    def _answer(self, request: bytes) -> bytes:
        self._pending_command = request[7:9].hex()
        return super()._answer(request)

    def step(self) -> None:
        if self._waiting is not None and self.now() >= self._waiting[0]:
            reply, self._waiting = self._waiting[1], None
            super()._send(reply)


class SlowLine(SdtLine):
    """The same on a serial line, byte by byte at its speed."""

    def _answer_to(self, master: int, request: bytes) -> None:
        time.sleep(READER_S.get(request[7:9].hex(), 0.02))
        super()._answer_to(master, request)

    def _say(self, master: int, data: bytes) -> None:
        time.sleep(len(data) / BYTES_PER_S)
        super()._say(master, data)


def card_to_fields_ms(
    read: Callable[[], CardRead], place: Callable[[], object], take: Callable[[], object]
) -> float:
    """A card laid down while the driver already asks for one, to its fields."""
    took = []
    for number in range(5):
        laid: list[float] = []

        def lay(laid: list[float] = laid) -> None:
            laid.append(time.perf_counter())
            place()

        timer = threading.Timer(0.4 + 0.07 * number, lay)
        timer.start()
        card = read()
        took.append((time.perf_counter() - laid[0]) * 1000)
        assert card.fields["birth"] == "19900101"
        take()
    return max(took)


def card_rows() -> None:
    bus, model = VirtualBus(), SlowReader()
    bus.plug(model)
    with Bench([bus]) as bench:
        usb = card_to_fields_ms(
            lambda: bench.use(Kind.CARD, lambda driver: driver.read(never, quiet), never),
            lambda: model.place(CARD),
            model.take,
        )
    with tempfile.TemporaryDirectory() as folder:
        line = SlowLine(Path(folder))
        line.plug()
        with SdtSerialReader(SerialPort(line.path), SteadyClock(), lambda: 0) as driver:
            serial = card_to_fields_ms(lambda: driver.read(never, quiet), lambda: line.place(CARD), line.take)
        line.unplug()
    note = f"worst of 5; {sum(READER_S.values()) * 1000:.0f} ms of it are the reader's"
    tell(
        Row("card placed to fields, USB", usb, "ms", 2000, note=note),
        Row("card placed to fields, serial 115200", serial, "ms", 2000, note=note),
    )


def descrambling_ms() -> list[float]:
    model = UruModel()
    with model.lock:
        data = model._frame(model._on_glass(stripes()))
    header, took = frame.parse_header(data), []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        frame.unpack(data, header, model._keys.__getitem__)
        took.append((time.perf_counter() - began) * 1000)
    return took


def finger_ms() -> list[float]:
    model, bus, finger, took = UruModel(), VirtualBus(), stripes(), []
    bus.plug(model)
    with DigitalPersonaUru4000(Port(bus.devices()[0].device), SteadyClock(), lambda: 7) as scanner:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            model.press(finger)
            scanner.capture(never, quiet)
            model.lift()
            took.append((time.perf_counter() - began) * 1000)
    return took


def idle_share() -> float:
    """Ten instruments on the bench, the machine's own bus and both watches; per cent of one core."""
    bus = PolledBus()
    models: tuple[DeviceModel, ...] = (
        *(UruModel(), Nb1010Model(), EscposModel(), PtpModel(), StuModel()),
        *(SdtModel(), SdtModel(split=False), UruModel(serial="2"), StuModel(), EscposModel()),
    )
    for model in models:
        bus.plug(model)
    with Bench([bus, SystemBus()]) as bench:
        sbi = SbiWatch(bench, Trust([authority().root]))
        serial = SerialWatch(bench, (Named("desk", "Reader", "COM9"),))
        sbi.start()
        serial.start()
        assert soon(lambda: len(bench.instruments()) == 10)
        time.sleep(1)
        cpu, wall = time.process_time(), time.perf_counter()
        time.sleep(IDLE_S)
        share = (time.process_time() - cpu) / (time.perf_counter() - wall) * 100
        serial.stop()
        sbi.stop()
    return share


def main() -> None:
    told, polled = plug_to_ready_ms(VirtualBus(), ROUNDS), plug_to_ready_ms(PolledBus(), ROUNDS)
    again = f"looks every {LOOK_AGAIN_S:g} s"
    tell(
        Row("plug to ready, told by the system", max(told), "ms", 1000, note=f"worst of {ROUNDS}"),
        Row("plug to ready, polled", max(polled), "ms", 1000, note=f"worst of {ROUNDS}; {again}"),
    )
    unscrambled, taken = descrambling_ms(), finger_ms()
    tell(
        Row("U.are.U, descrambling a frame", quantile(unscrambled, 0.95), "ms", 50, note="p95"),
        Row("U.are.U, finger to picture", statistics.median(taken), note="virtual bus"),
    )
    card_rows()
    tell(Row("ten instruments idle, all watches", idle_share(), "% of a core", 2, note=again))


if __name__ == "__main__":
    main()
