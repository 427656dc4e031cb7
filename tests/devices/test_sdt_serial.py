"""The resident-ID reader on a serial line: every driver's contract over a pseudo-terminal, and the line's own
faults.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices import probe
from devices.bench import Bench
from devices.clock import SteadyClock
from devices.contract import CardRead, Kind
from devices.drivers import sdt_layouts, sdt_wire
from devices.drivers.sdt_frames import encode_reply
from devices.drivers.sdt_serial import MOST_NOISE, SdtSerialReader, SerialLink
from devices.errors import (
    BadReply,
    Busy,
    Cancelled,
    CardGone,
    CardUnreadable,
    DeviceError,
    NotConnected,
    NotPermitted,
    ReaderFault,
    Removed,
    Silent,
)
from devices.serial_port import SerialPort, open_error
from tests.devices.contracts import DriverContract
from tests.devices.rigs import PATIENCE_S, Rig, soon
from tests.devices.test_sdt_layouts import CITIZEN
from tests.devices.test_sdt_reader import CARD, PERMITS

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals here", allow_module_level=True)

from devices.virtual.sdt_line import SdtLine
from devices.virtual.sdt_model import Card


class HastyReader(SdtSerialReader):
    """The production driver, but sooner tired of silence."""

    answer_timeout_ms = 400


class _Plug:
    """What the contract calls a bus."""

    def plug(self, model: SdtLine) -> None:
        model.plug()

    def unplug(self, model: SdtLine) -> None:
        model.unplug()


class LineRig(Rig):
    """The production driver on a pseudo-terminal; the same handles as a rig on the virtual bus."""

    model: SdtLine  # type: ignore[assignment]

    def __init__(self, folder: Path) -> None:
        self.bus = _Plug()  # type: ignore[assignment]
        self.model = SdtLine(folder)
        self.model.plug()
        self._end = time.monotonic() + PATIENCE_S
        self.steps: list[str] = []
        self.on_step: dict[str, Callable[[], None]] = {}
        self.ports: list[SerialPort] = []

    @contextmanager
    def driver(self) -> Iterator[Any]:
        faults = self.model.faults
        refused = errno.EACCES if "not_permitted" in faults else errno.EBUSY if "busy" in faults else 0

        def refuse(path: str, baud: int) -> Any:
            raise OSError(refused, os.strerror(refused))

        port = SerialPort(self.model.path, 115_200, refuse) if refused else SerialPort(self.model.path)
        self.ports.append(port)
        with HastyReader(port, SteadyClock(), lambda: 0) as driver:
            yield driver

    @property
    def closed(self) -> bool:
        return all(port._line is None for port in self.ports)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[LineRig]:
    rig = LineRig(tmp_path)
    yield rig
    assert rig.closed
    rig.model.unplug()


def read(rig: LineRig) -> CardRead:
    with rig.driver() as driver:
        card: CardRead = driver.read(rig.patient, rig.progress)
        return card


class TestContract(DriverContract):
    @pytest.fixture
    def rig(self, tmp_path: Path) -> Iterator[Rig]:
        rig = LineRig(tmp_path)
        yield rig
        assert rig.closed
        rig.model.unplug()

    def answer_comes(self, rig: Rig) -> None:
        rig.model.place(CARD)  # type: ignore[attr-defined]

    def use(self, driver: Any, rig: Rig) -> CardRead:
        card: CardRead = driver.read(rig.patient, rig.progress)
        return card

    def garble(self, rig: Rig) -> None:
        rig.model.fault("bad_checksum")

    def test_more_bytes_than_asked_for_is_an_error_with_a_code(self, rig: Rig) -> None:
        """A line has no packets: what follows an answer is thrown away before the next question."""
        rig.model.fault("babble")
        self.answer_comes(rig)
        with rig.driver() as driver:
            assert self.use(driver, rig).text == CARD.text

    @pytest.mark.parametrize("fault", ["stall", "removed_mid_read", "half_answer"])
    def test_closes_on_error(self, rig: Rig, fault: str) -> None:
        rig.on_step[self.first_wait] = lambda: (rig.model.fault(fault), self.answer_comes(rig))[1]
        with pytest.raises(DeviceError), rig.driver() as driver:
            self.use(driver, rig)


def test_everything_on_the_card_is_read(rig: LineRig) -> None:
    rig.model.place(CARD)
    card = read(rig)
    assert (card.kind, dict(card.fields)) == ("citizen", CITIZEN)
    assert (card.text, card.photo_wlt, card.fingerprints) == (CARD.text, CARD.photo, CARD.fingerprints)
    assert card.sam_id == "05.03-20260101-0001234567-0007654321"
    assert rig.steps == ["waiting", "reading"]


@pytest.mark.parametrize("kind", PERMITS)
def test_every_permit_is_read_over_the_line_with_its_newer_address(rig: LineRig, kind: str) -> None:
    address = "广东省广州市天河区体育东路120号"
    raw = address.encode("utf-16-le").ljust(70, b"\0")
    rig.model.place(Card(sdt_layouts.build(kind, PERMITS[kind]), extra_address=raw))
    card = read(rig)
    assert (card.kind, dict(card.fields), card.extra_address) == (kind, PERMITS[kind], address)


FAULTS: dict[str, type[DeviceError]] = {
    "silent": Silent,
    "stall": BadReply,
    "removed_mid_read": Removed,
    "bad_checksum": BadReply,
    "wrong_length": BadReply,
    "half_answer": BadReply,
    "endless_noise": BadReply,
    "garbled_request": BadReply,
    "unknown_status": BadReply,
    "gone_at_select": CardGone,
    "gone_at_read": CardGone,
    "gone_at_extra": CardGone,
    "not_trusted": CardUnreadable,
    "unknown_card": CardUnreadable,
    "sam_not_authorised": ReaderFault,
    "sam_broken": ReaderFault,
    "busy": Busy,
    "not_permitted": NotPermitted,
}
HARMLESS = ("noise_before", "left_over", "drip", "answer_twice", "babble", "no_fingerprint_command")


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_has_its_error_and_the_next_read_works(rig: LineRig, fault: str) -> None:
    rig.model.fault(fault)
    rig.model.place(CARD)
    with pytest.raises(DeviceError) as caught:
        read(rig)
    assert type(caught.value) is FAULTS[fault]
    rig.model.fault(fault, on=False)
    rig.model.plug() if rig.model.gone else None
    rig.model.place(CARD)
    assert read(rig).text == CARD.text


@pytest.mark.parametrize("fault", HARMLESS)
def test_what_does_no_harm_is_lived_with(rig: LineRig, fault: str) -> None:
    rig.model.fault(fault)
    rig.model.place(CARD)
    assert read(rig).text == CARD.text


def test_an_echo_of_our_own_request_is_no_answer(rig: LineRig) -> None:
    """It is a frame with a right checksum; only its status bytes cannot be ours."""
    rig.model.fault("echo")
    rig.model.place(CARD)
    with pytest.raises(BadReply):
        read(rig)


def test_a_port_in_use_is_busy(rig: LineRig) -> None:
    with rig.driver(), pytest.raises(Busy):
        read(rig)


def test_no_port_and_no_serial_port(tmp_path: Path) -> None:
    with pytest.raises(NotConnected):
        SerialPort(str(tmp_path / "none")).claim()
    (tmp_path / "file").write_text("")
    with pytest.raises(BadReply):
        SerialPort(str(tmp_path / "file")).claim()


def test_what_windows_says_in_words() -> None:
    """pyserial gives no number there."""
    said = "could not open port 'COM3': "
    assert isinstance(open_error(OSError(said + "PermissionError(13, ...)")), Busy)
    assert isinstance(open_error(OSError(said + "FileNotFoundError(2, ...)")), NotConnected)


class Scripted:
    """A line that gives these bytes for every question and then nothing; its clock is moved by waiting."""

    def __init__(self, said: bytes, before: bytes = b"") -> None:
        """before: what lies on the line already."""
        self._said = said
        self._left = before
        self.ns = 0

    def monotonic_ns(self) -> int:
        return self.ns

    def write(self, data: bytes) -> None:
        self._left += self._said

    def read(self, length: int, cancelled: Any, timeout_ms: int) -> bytes:
        got, self._left = self._left[:length], self._left[length:]
        if len(got) < length:
            self.ns += max(timeout_ms, 0) * 1_000_000
            raise Silent(got=len(got))
        return got

    def drain(self, most: int) -> int:
        thrown, self._left = len(self._left[:most]), self._left[most:]
        return thrown

    def pause(self, duration_ms: int) -> None:
        self.ns += duration_ms * 1_000_000


def asked(said: bytes, before: bytes = b"") -> sdt_wire.Reply:
    line = Scripted(said, before)
    wire = sdt_wire.Wire(SerialLink(line, line), line)  # type: ignore[arg-type]
    try:
        return wire.ask(b"\x20\x01", lambda: False)
    finally:
        assert line.ns <= (sdt_wire.ASK_TIMEOUT_MS + 500) * 1_000_000


FRAME = encode_reply(0x90, bytes(range(40)))


def test_an_older_answer_on_the_line_is_not_taken_for_this_one() -> None:
    assert asked(FRAME, before=encode_reply(0x80)).status == 0x90


@pytest.mark.parametrize("place", range(len(FRAME)))
def test_a_wrong_byte_anywhere_is_never_taken_for_an_answer(place: int) -> None:
    wrong = bytearray(FRAME)
    wrong[place] ^= 0x10
    with pytest.raises(DeviceError):
        asked(bytes(wrong))


@given(st.binary(max_size=60), st.binary(max_size=60))
@settings(max_examples=200)
def test_whatever_stands_around_it_the_answer_is_found_or_refused(before: bytes, after: bytes) -> None:
    """Only noise that itself looks like the beginning of a frame may cost the answer."""
    try:
        reply = asked(before + FRAME + after)
    except (BadReply, Silent):
        assert b"\xaa" in before
        return
    assert reply.data == bytes(range(40)) or b"\xaa\xaa\xaa\x96\x69" in before


def test_noise_without_end_is_given_up() -> None:
    with pytest.raises(BadReply) as caught:
        asked(bytes(MOST_NOISE * 4))
    assert caught.value.values["part"] == "preamble"


def test_a_reader_pulled_and_plugged_into_the_bench_reads_again(tmp_path: Path) -> None:
    from devices.serial_readers import Named, SerialWatch

    line = SdtLine(tmp_path)
    line.plug()
    with Bench([]) as bench:
        watch = SerialWatch(bench, (Named("desk", "Reader", line.path),), look_every_s=0.05)
        watch.start()
        assert soon(lambda: bench.state(Kind.CARD).code is None)
        line.place(CARD)
        never = threading.Event().is_set
        card: CardRead = bench.use(Kind.CARD, lambda d: d.read(never, lambda step: None), never)
        assert dict(card.fields) == CITIZEN
        line.unplug()
        assert soon(lambda: bench.state(Kind.CARD).code == NotConnected.code)
        line.plug()
        assert soon(lambda: bench.state(Kind.CARD).code is None)
        line.place(CARD)
        again: CardRead = bench.use(Kind.CARD, lambda d: d.read(never, lambda step: None), never)
        assert again.text == CARD.text
        with pytest.raises(Cancelled):  # it was read: it must leave the field first
            bench.use(Kind.CARD, lambda d: d.read(_after(6), lambda step: None), never)
        watch.stop()
    line.unplug()


def test_the_technicians_command_says_who_the_reader_is_and_nothing_of_the_card(
    rig: LineRig, capsys: pytest.CaptureFixture[str]
) -> None:
    rig.model.place(CARD)
    assert probe.main(["serial", "--port", rig.model.path, "--card"]) == 0
    said = capsys.readouterr().out
    assert "module 05.03-20260101-0001234567-0007654321" in said
    assert "card citizen  text 256, photo 1024, prints 1024 bytes" in said
    assert not [value for value in CITIZEN.values() if len(value) > 2 and value in said]
    rig.model.unplug()
    assert probe.main(["serial", "--port", rig.model.path]) == 1
    assert capsys.readouterr().err.startswith("devices.not_connected: ")
    assert probe.main(["serial"]) == 0


def _after(looks: int) -> Callable[[], bool]:
    left = iter([False] * looks)
    return lambda: next(left, True)
