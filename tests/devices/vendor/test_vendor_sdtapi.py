"""A card reader behind its maker's library: every driver's contract, statuses, and a library's own faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.contract import CardRead
from devices.drivers import sdt_layouts, sdt_status
from devices.errors import (
    BadReply,
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
from devices.vendor.errors import LibraryCrashed, LibraryGarbage, LibraryHung
from devices.vendor.sdtapi import failure
from tests.devices.contracts import DriverContract
from tests.devices.rigs import Rig
from tests.devices.test_sdt_layouts import CITIZEN
from tests.devices.vendor.stubs import VendorRig, sdtapi_rig

TEXT = sdt_layouts.build("citizen", CITIZEN)
PHOTO = bytes(range(256)) * 4
FINGERS = b"C" + bytes(1023)


def place(rig: Rig, extra_address: bytes = b"") -> None:
    (rig.model.folder / "card.bin").write_bytes(TEXT + PHOTO + FINGERS + extra_address)  # type: ignore[attr-defined]
    rig.model.fault("card")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[VendorRig]:
    rig = sdtapi_rig(tmp_path)
    yield rig
    assert rig.model.claimed == {}


def read(rig: VendorRig) -> CardRead:
    with rig.driver() as driver:
        card: CardRead = driver.read(rig.patient, rig.progress)
        return card


class TestContract(DriverContract):
    @pytest.fixture
    def rig(self, tmp_path: Path) -> Rig:
        return sdtapi_rig(tmp_path)

    def answer_comes(self, rig: Rig) -> None:
        place(rig)

    def use(self, driver: Any, rig: Rig) -> CardRead:
        card: CardRead = driver.read(rig.patient, rig.progress)
        return card

    def garble(self, rig: Rig) -> None:
        rig.model.fault("garble")

    def test_held_by_another_program_is_busy(self, rig: Rig) -> None:
        """These libraries say the same as for a reader that is not there."""
        rig.model.fault("return:1@SDT_OpenPort")
        with pytest.raises(NotConnected), rig.driver():
            pass


def test_everything_on_the_card_is_read(rig: VendorRig) -> None:
    address = "广东省广州市天河区体育东路120号"
    place(rig, address.encode("utf-16-le").ljust(70, b"\0"))
    card = read(rig)
    assert (card.kind, dict(card.fields)) == ("citizen", CITIZEN)
    assert (card.text, card.photo_wlt, card.fingerprints) == (TEXT, PHOTO, FINGERS)
    assert card.extra_address == address
    assert card.sam_id == "05.03-20260101-0001234567-0007654321"
    assert rig.steps == ["waiting", "reading"]


def test_an_older_library_reads_what_it_can(tmp_path: Path) -> None:
    """Without fingerprints, newer address and module number: those functions are not in it."""
    rig = sdtapi_rig(tmp_path, "-DOLD")
    place(rig)
    card = read(rig)
    assert dict(card.fields) == CITIZEN
    assert (card.fingerprints, card.extra_address, card.sam_id) == (b"", "", "")


def test_an_older_module_is_asked_without_fingerprints(rig: VendorRig) -> None:
    rig.model.fault("return:33@SDT_ReadBaseFPMsg")
    place(rig)
    assert read(rig).fingerprints == b""


def test_the_same_card_is_found_again_only_after_it_has_left(rig: VendorRig) -> None:
    place(rig)
    with rig.driver() as driver:
        driver.read(rig.patient, rig.progress)
        looks = iter([False] * 12)
        with pytest.raises(Cancelled):
            driver.read(lambda: next(looks, True), rig.progress)
        rig.model.fault("card", on=False)
        rig.on_step["waiting"] = lambda: rig.later(0.4, lambda: place(rig))
        assert driver.read(rig.patient, rig.progress).text == TEXT


FAULTS: tuple[tuple[str, type[DeviceError]], ...] = (
    ("crash@SDT_OpenPort", LibraryCrashed),
    ("hang@SDT_OpenPort", LibraryHung),
    ("crash@SDT_StartFindIDCard", LibraryCrashed),
    ("hang@SDT_ReadBaseFPMsg", LibraryHung),
    ("abort@SDT_ReadBaseFPMsg", LibraryCrashed),
    ("exit@SDT_ReadNewAppMsg", LibraryCrashed),
    ("babble", LibraryGarbage),
    ("garble", LibraryGarbage),
    ("half_print", LibraryGarbage),
    ("odd_number", LibraryGarbage),
    ("return:1@SDT_OpenPort", NotConnected),
    ("return:2@SDT_OpenPort", Silent),
    ("return:3@SDT_SelectIDCard", BadReply),
    ("return:5@SDT_StartFindIDCard", Removed),
    ("return:-1@SDT_SelectIDCard", LibraryGarbage),
    ("return:129@SDT_SelectIDCard", CardGone),
    ("return:65@SDT_ReadBaseFPMsg", CardGone),
    ("return:64@SDT_SelectIDCard", CardUnreadable),
    ("return:96@SDT_GetSAMIDToStr", ReaderFault),
    ("return:102@SDT_GetSAMIDToStr", ReaderFault),
)


@pytest.mark.parametrize(("fault", "error"), FAULTS, ids=[fault for fault, _ in FAULTS])
def test_whatever_the_library_does_the_officer_is_told(
    rig: VendorRig, fault: str, error: type[DeviceError]
) -> None:
    rig.model.fault(fault)
    place(rig)
    with pytest.raises(error):
        read(rig)


def test_an_absurd_length_of_the_newer_address_is_garbage(rig: VendorRig) -> None:
    rig.model.fault("long_address")
    place(rig, bytes(70))
    with pytest.raises(LibraryGarbage) as caught:
        read(rig)
    assert caught.value.values["got"] == 4_000_000_000


@pytest.mark.parametrize("status", sorted({*sdt_status.MEANINGS, 1, 2, 3, 5, 0, 0x77, -1, 1 << 30}))
def test_every_status_is_an_error_with_a_code(status: int) -> None:
    assert failure(status).code.startswith("devices.")
    if status == 0x23:
        assert isinstance(failure(status), NotPermitted)
