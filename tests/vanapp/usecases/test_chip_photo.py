"""The chip's picture beside the new one: where a maker's decoder makes it, and no loss where it does not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from devices.contract import CardRead, Kind
from devices.errors import CardUnreadable
from devices.vendor import wlt
from devices.vendor.wlt import VendorWlt, Way
from forms.record import Capture
from tests.devices.vendor.stubs import Stub
from tests.vanapp.bed import FakeReader, Van, card
from vanapp.services import PhotoDecoder
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.load_media import load_media
from vanapp.usecases.read_card import read_card
from vanapp.usecases.undo import undo

PHOTO = bytes([200]) + bytes(1023)


class OnlyThis:
    """A decoder that knows one block."""

    def decode(self, block: bytes) -> bytes:
        if block != PHOTO:
            raise CardUnreadable(part="photo")
        return bytes([200, 100, 50]) * (102 * 126)


def read(van: Van, decoder: PhotoDecoder | None, found: CardRead, application: str = "") -> Capture | None:
    van.bench.drivers[Kind.CARD] = FakeReader(found)
    services = replace(van.services, photo_decoder=decoder)
    wanted = application or begin_application(services, way="visit").id
    outcome = read_card(services, wanted, lambda: False, lambda step: None)
    assert outcome.filled["name"]
    assert outcome.application.capture("chip") is not None
    return outcome.application.capture("chip.photo")


@pytest.fixture
def stub(tmp_path: Path) -> Iterator[Stub]:
    (tmp_path / "maker").mkdir()
    stub = Stub(tmp_path / "maker", "wlt")
    yield stub
    if stub.library is not None:
        stub.library.close()


def decoder(stub: Stub) -> VendorWlt:
    return VendorWlt(stub.opened(wlt.FUNCTIONS), Way.MEMORY)


def test_the_maker_s_library_makes_it_a_picture_of_the_record(van: Van, stub: Stub) -> None:
    kept = read(van, decoder(stub), replace(card(), photo_wlt=PHOTO))
    assert kept is not None
    assert (kept.device, kept.media_type, kept.width_px, kept.height_px) == (
        "fake_card",
        "image/png",
        102,
        126,
    )
    with Image.open(io.BytesIO(load_media(van.services, kept.sha256))) as picture:
        assert picture.size == (102, 126)
        assert picture.getpixel((0, 0)) == (200, 0, 0)  # what the library made of the block


@pytest.mark.parametrize("fault", ["crash", "return:-1", "return:-5"])
def test_a_library_that_fails_costs_nothing_but_the_picture(van: Van, stub: Stub, fault: str) -> None:
    stub.fault(fault)
    assert read(van, decoder(stub), replace(card(), photo_wlt=PHOTO)) is None


def test_without_a_decoder_or_without_a_photo_there_is_none(van: Van) -> None:
    assert read(van, None, replace(card(), photo_wlt=PHOTO)) is None
    assert read(van, OnlyThis(), replace(card(), photo_wlt=b"")) is None


def test_the_next_card_does_not_keep_the_last_one_s_face(van: Van) -> None:
    faces, other = OnlyThis(), bytes(1024)
    application = begin_application(van.services, way="visit").id
    assert read(van, faces, replace(card(), photo_wlt=PHOTO), application) is not None
    assert read(van, faces, replace(card(), photo_wlt=other), application) is None
    undo(van.services, application)
    assert van.store.applications.get(application).capture("chip.photo") is not None
    undo(van.services, application)
    assert van.store.applications.get(application).captures == ()
