"""The resident-ID reader: every driver's contract on both pipe layouts, every fault, every status."""

from __future__ import annotations

from typing import Any

import pytest

from devices.contract import CardRead
from devices.drivers import sdt_layouts, sdt_status
from devices.drivers.sdt_reader import SdtReader, split_blocks
from devices.drivers.sdt_wire import ASK_TIMEOUT_MS, SPLIT, pipes_of
from devices.errors import (
    BadReply,
    Cancelled,
    CardGone,
    CardUnreadable,
    DeviceError,
    NotPermitted,
    NotSupported,
    ReaderFault,
    Removed,
    Silent,
)
from devices.virtual.sdt_model import Card, SdtModel
from tests.devices.rigs import Rig
from tests.devices.test_sdt_layouts import CITIZEN, HMT, NEW_FOREIGNER, OLD_FOREIGNER
from tests.devices.wire_contract import UsbContract

CARD = Card(sdt_layouts.build("citizen", CITIZEN), bytes(range(256)) * 4, b"C" + bytes(1023))


class HastyReader(SdtReader):
    """The production driver, but sooner tired of silence."""

    answer_timeout_ms = 250


def model_of(rig: Rig) -> SdtModel:
    assert isinstance(rig.model, SdtModel)
    return rig.model


@pytest.fixture(params=[True, False], ids=["split", "single"])
def rig(request: pytest.FixtureRequest) -> Rig:
    return Rig(HastyReader, SdtModel(split=request.param))


def read(rig: Rig) -> CardRead:
    with rig.driver() as driver:
        card: CardRead = driver.read(rig.patient, rig.progress)
        return card


class TestContract(UsbContract):
    longest_s = ASK_TIMEOUT_MS / 1000

    def fresh(self, rig: Rig) -> SdtModel:
        return SdtModel(split=model_of(rig).split)

    @pytest.fixture(params=[True, False], ids=["split", "single"])
    def rig(self, request: pytest.FixtureRequest) -> Rig:
        return Rig(HastyReader, SdtModel(split=request.param))

    def answer_comes(self, rig: Rig) -> None:
        model_of(rig).place(CARD)

    def use(self, driver: Any, rig: Rig) -> CardRead:
        card: CardRead = driver.read(rig.patient, rig.progress)
        return card

    def garble(self, rig: Rig) -> None:
        rig.model.fault("bad_checksum")


def test_everything_on_the_card_is_read(rig: Rig) -> None:
    model_of(rig).place(CARD)
    card = read(rig)
    assert (card.kind, dict(card.fields)) == ("citizen", CITIZEN)
    assert (card.text, card.photo_wlt, card.fingerprints) == (CARD.text, CARD.photo, CARD.fingerprints)
    assert card.sam_id == "05.03-20260101-0001234567-0007654321"
    assert rig.steps == ["waiting", "reading"]


def test_a_read_card_shows_nobody_in_its_repr(rig: Rig) -> None:
    model_of(rig).place(CARD)
    shown = repr(read(rig))
    assert not [value for value in CITIZEN.values() if len(value) > 2 and value in shown]


def test_the_newer_address_is_read(rig: Rig) -> None:
    address = "广东省广州市天河区体育东路120号"
    raw = address.encode("utf-16-le").ljust(70, b"\0")
    model_of(rig).place(Card(CARD.text, extra_address=raw))
    assert read(rig).extra_address == address


PERMITS = {"hmt": HMT, "foreigner2017": OLD_FOREIGNER, "foreigner2023": NEW_FOREIGNER}


@pytest.mark.parametrize("kind", PERMITS)
def test_every_permit_is_told_from_a_card_and_read(rig: Rig, kind: str) -> None:
    """Marks J, I and Y."""
    model_of(rig).place(Card(sdt_layouts.build(kind, PERMITS[kind])))
    card = read(rig)
    assert (card.kind, dict(card.fields)) == (kind, PERMITS[kind])


def test_an_older_module_reads_without_fingerprints(rig: Rig) -> None:
    rig.model.fault("no_fingerprint_command")
    model_of(rig).place(CARD)
    card = read(rig)
    assert dict(card.fields) == CITIZEN
    assert card.fingerprints == b""


def test_the_same_card_is_found_again_only_after_it_has_left(rig: Rig) -> None:
    model = model_of(rig)
    model.place(CARD)
    with rig.driver() as driver:
        driver.read(rig.patient, rig.progress)
        looks = iter([False] * 12)
        with pytest.raises(Cancelled):
            driver.read(lambda: next(looks, True), rig.progress)
        model.take()
        model.place(CARD)
        assert driver.read(rig.patient, rig.progress).text == CARD.text
    assert model.reads == 2


@pytest.mark.parametrize("byte", [0, 5, 6, 9, 300, 1400, -1])
def test_one_garbled_answer_is_asked_again(rig: Rig, byte: int) -> None:
    model = model_of(rig)
    model.spoil(byte)
    model.place(CARD)
    assert read(rig).text == CARD.text


@pytest.mark.parametrize("byte", [9, 100, -1])
def test_an_answer_garbled_three_times_is_a_bad_reply(rig: Rig, byte: int) -> None:
    model = model_of(rig)
    model.spoil(byte, answers=3)
    model.place(CARD)
    with pytest.raises(BadReply):
        read(rig)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("gone_at_select", CardGone),
        ("gone_at_read", CardGone),
        ("gone_at_extra", CardGone),
        ("not_trusted", CardUnreadable),
        ("unknown_card", CardUnreadable),
        ("sam_not_authorised", ReaderFault),
        ("sam_broken", ReaderFault),
        ("bad_checksum", BadReply),
        ("wrong_length", BadReply),
        ("garbled_request", BadReply),
        ("unknown_status", BadReply),
        ("silent", Silent),
        ("stall", BadReply),
        ("removed_mid_read", Removed),
    ],
)
def test_every_fault_has_its_error(rig: Rig, fault: str, error: type[DeviceError]) -> None:
    rig.model.fault(fault)
    model_of(rig).place(CARD)
    with pytest.raises(error) as caught:
        read(rig)
    assert type(caught.value) is error
    assert rig.model.claimed == {}


@pytest.mark.parametrize("fault", ["gone_at_select", "gone_at_read", "gone_at_extra", "not_trusted"])
def test_after_a_card_that_left_the_next_one_is_read_on_the_same_open_driver(rig: Rig, fault: str) -> None:
    model = model_of(rig)
    model.fault(fault)
    model.place(CARD)
    with rig.driver() as driver:
        with pytest.raises(DeviceError):
            driver.read(rig.patient, rig.progress)
        model.fault(fault, on=False)
        model.take()
        model.place(CARD)
        assert driver.read(rig.patient, rig.progress).text == CARD.text


def test_no_card_is_waited_for_until_somebody_cancels(rig: Rig) -> None:
    rig.model.fault("no_card")
    model_of(rig).place(CARD)
    rig.on_step["waiting"] = lambda: rig.later(0.2, lambda: setattr(rig, "patient", lambda: True))
    with rig.driver() as driver, pytest.raises(Cancelled):
        driver.read(lambda: rig.patient(), rig.progress)
    assert rig.steps == ["waiting"]


@pytest.mark.parametrize("status", [*sdt_status.MEANINGS, 0x00, 0xFF])
def test_every_status_has_an_error_with_a_code(status: int) -> None:
    error = sdt_status.failure(status)
    assert error.code.startswith("devices.")


def test_statuses_mean_what_the_table_in_the_protocol_page_says() -> None:
    assert isinstance(sdt_status.failure(0x23), NotPermitted)
    assert isinstance(sdt_status.failure(0x21), NotSupported)
    assert isinstance(sdt_status.failure(0x41), CardGone)
    assert isinstance(sdt_status.failure(0x66), ReaderFault)
    assert [s for s in sdt_status.MEANINGS if sdt_status.worth_resending(s)] == [0x10, 0x11, 0x24]


def test_pipes_are_told_from_the_descriptors() -> None:
    assert pipes_of((0x02, 0x06, 0x81, 0x85)) == SPLIT
    assert not pipes_of((0x82, 0x01)).split
    with pytest.raises(NotSupported):
        pipes_of((0x81,))


@pytest.mark.parametrize(
    "data",
    [b"", b"\x01\x00", bytes.fromhex("01000400") + bytes(10), bytes.fromhex("00ff0400") + bytes(1279)],
)
def test_blocks_of_a_wrong_length_are_a_bad_reply(data: bytes) -> None:
    with pytest.raises(BadReply):
        split_blocks(data, ("text", "photo"))
