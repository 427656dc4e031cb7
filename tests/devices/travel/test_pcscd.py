"""The chip driver through a real pcscd and vpcd: ICAO's example byte by byte, whole documents, and faults."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from devices.contract import ChipTrust
from devices.drivers.pcsc_mrtd import PcscMrtd
from devices.errors import BadReply, Busy, Cancelled, CardGone, DeviceError, Silent
from devices.travel import apdu, slots
from devices.travel.apdu import Command
from devices.travel.bac import authenticate
from devices.travel.errors import ChipServiceMissing, SessionLost, WrongKey
from devices.travel.secure import SecureChannel
from devices.travel.slots import PcscSlots
from devices.virtual.mrtd_model import ATR, LONG_ATR
from tests.devices.travel import icao, specimens
from tests.devices.travel.pcscd import Stand, stand, why_not
from tests.devices.travel.rig import DETAILS, KEY, ChipRig, face, files, utopia

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "a card service can be started")


@pytest.fixture(scope="module")
def shared_service() -> Iterator[Stand]:
    with stand() as running:
        yield running


@pytest.fixture
def service(shared_service: Stand) -> Iterator[Stand]:
    yield shared_service
    shared_service.clear()


class Rig(ChipRig):
    """The same driver, its readers the service's."""

    def __init__(self, service: Stand, atr: bytes = ATR) -> None:
        super().__init__(atr=atr)
        self.service = service
        self.driver = PcscMrtd(PcscSlots(environment=service.environment), roots=[utopia().root])
        self.before: Callable[[int], None] = lambda _count: None  # called with every command's number
        self.mute = False

    def lay(self, slot: int = 0) -> None:
        self.chip.reset()
        self.card = self.service.lay(self.chip.atr, self.answer, slot)

    def answer(self, command: bytes) -> bytes | None:
        self.before(self.chip.commands)
        return None if self.mute else self.chip.transmit(command)


@pytest.fixture
def rig(service: Stand) -> Rig:
    return Rig(service)


def test_icaos_example_byte_by_byte(service: Stand) -> None:
    script = icao.Scripted(icao.AUTHENTICATION + icao.READING)
    service.lay(bytes.fromhex("3B80800101"), script.answer)
    with PcscSlots(environment=service.environment) as readers:
        card = readers.wait_card((), lambda: False)
        secure = SecureChannel(card, authenticate(card, icao.KEY, icao.random))
        assert secure.ask(Command(0, 0xA4, 2, 0x0C, b"\x01\x1e"))[1] == apdu.OK
        head, _ = secure.ask(Command(0, 0xB0, 0, 0, le=4))
        rest, _ = secure.ask(Command(0, 0xB0, 0, 4, le=0x12))
    assert head + rest == icao.EF_COM
    assert script.finished


def test_a_whole_document(rig: Rig) -> None:
    rig.lay()
    read = rig.read()
    assert (read.lines, read.fields, read.face) == (specimens.TD3, DETAILS, face())
    assert read.files == files()
    assert read.trust is ChipTrust.AUTHENTIC


def test_a_document_laid_down_later_and_read_twice(rig: Rig) -> None:
    rig.on_step["waiting"] = lambda: rig.later(rig.lay)
    with rig.driver as driver:
        first = driver.read(KEY, rig.cancelled, rig.progress)
        rig.on_step.clear()
        second = driver.read(KEY, rig.cancelled, rig.progress)
    assert first == second


def test_a_key_with_a_chip_in_the_other_reader_is_passed_over(service: Stand) -> None:
    other = Rig(service)
    other.chip.fault("no_application")
    other.lay()
    rig = Rig(service)
    rig.on_step["other_card"] = lambda: rig.lay(1)
    assert rig.read().lines == specimens.TD3


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("other_key", WrongKey),
        ("wrong_mac", BadReply),
        ("plain_error", SessionLost),
        ("nothing_read", BadReply),
        ("ends_early", BadReply),
        ("too_much", BadReply),
        ("too_big", BadReply),
        ("lying_length", BadReply),
        ("short_status", DeviceError),
    ],
)
def test_a_chip_that_does_wrong(rig: Rig, fault: str, error: type[DeviceError]) -> None:
    rig.chip.fault(fault)
    rig.lay()
    with pytest.raises(error):
        rig.read()


def test_long_answers_go_through(service: Stand) -> None:
    rig = Rig(service, LONG_ATR)
    rig.lay()
    rig.read()
    assert rig.chip.commands < 40


@pytest.mark.parametrize("after", [1, 4, 9])
def test_a_card_taken_amid_the_reading_is_gone(rig: Rig, service: Stand, after: int) -> None:
    def take(count: int) -> None:
        if count >= after:
            rig.card.take()

    rig.before = take
    rig.lay()
    with pytest.raises(CardGone):
        rig.read()
    rig.before = lambda _count: None
    service.clear()
    rig.lay()
    assert rig.read().lines == specimens.TD3


def test_a_chip_that_stays_silent_is_not_waited_for(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "ANSWER_S", 0.3)
    rig.mute = True
    rig.lay()
    with pytest.raises(Silent):
        rig.read()
    rig.card.take()


def test_cancelled_amid_a_silent_chip(rig: Rig) -> None:
    asked = threading.Event()
    rig.before = lambda _count: asked.set()
    rig.mute = True
    rig.cancelled = asked.is_set  # type: ignore[method-assign]
    rig.lay()
    with pytest.raises(Cancelled):
        rig.read()
    rig.card.take()


def test_another_program_that_keeps_the_card_is_busy(
    rig: Rig, service: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "CONNECT_S", 0.3)
    rig.lay()
    with PcscSlots(environment=service.environment) as others:
        others.wait_card((), rig.cancelled)
        with pytest.raises(Busy):
            rig.read()
    assert rig.read().lines == specimens.TD3


def test_no_service_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    slots_without = PcscSlots(environment={"PCSCLITE_CSOCK_NAME": "/nonexistent/pcscd.comm"})
    with pytest.raises(ChipServiceMissing), slots_without as readers:
        readers.wait_card((), lambda: False)


def test_the_service_killed_while_waiting_and_amid_the_reading() -> None:
    for step in ("waiting", "photo"):
        with stand() as service:
            rig = Rig(service)
            rig.on_step[step] = (lambda: rig.later(service.kill)) if step == "waiting" else service.kill  # noqa: B023
            if step == "photo":
                rig.lay()
            with pytest.raises(ChipServiceMissing):
                rig.read()


def test_the_child_is_gone_afterwards(rig: Rig) -> None:
    rig.lay()
    rig.read()
    assert not [one for one in threading.enumerate() if one.name == "pcsc line"]
