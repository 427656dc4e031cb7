"""The still camera's picture: upright, bounded, whole or refused; and it says whose it is in the record."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from devices.bench import Bench
from devices.contract import Kind, Photo
from devices.errors import BadReply
from devices.virtual.bus import VirtualBus
from devices.virtual.people import people
from devices.virtual.ptp_model import PtpModel
from tests.vanapp.bed import Van, draft, jpeg
from vanapp.usecases.shoot_still import HEIGHT_PX, Still, shoot_still
from vanapp.usecases.take_photo import take_photo

TURNED = 6  # EXIF: the camera was held upright, the sensor lay on its side


def shoot(van: Van, jpeg: bytes, *faults: str) -> Still:
    bus, model = VirtualBus(), PtpModel()
    model.sees = lambda: jpeg
    for fault in faults:
        model.fault(fault)
    bus.plug(model)
    with Bench([bus]) as bench:
        return shoot_still(replace(van.services, bench=bench), lambda: False, lambda step: None)


def picture(size: tuple[int, int], orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    Image.new("RGB", size, "#8090a0").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_it_is_upright_and_no_larger_than_the_judging_wants(van: Van) -> None:
    still = shoot(van, picture((4000, 3000), TURNED))
    assert (still.frame.width_px, still.frame.height_px) == (1080, HEIGHT_PX)
    assert len(still.frame.rgb) == 1080 * HEIGHT_PX * 3
    with Image.open(io.BytesIO(still.jpeg)) as shown:
        assert shown.size == (1080, HEIGHT_PX)
    assert not still.left_on_card


def test_a_small_picture_is_left_as_large_as_it_is(van: Van) -> None:
    assert shoot(van, picture((640, 480))).frame.width_px == 640


def test_what_could_not_be_deleted_is_said(van: Van) -> None:
    assert shoot(van, picture((640, 480)), "cannot_delete").left_on_card


class Liar:
    def __init__(self, jpeg: bytes) -> None:
        self.jpeg = jpeg

    def shoot(self, *_: object) -> Photo:
        return Photo(self.jpeg)


@pytest.mark.parametrize(
    "jpeg",
    [
        b"",
        b"\xff\xd8\xff",
        jpeg()[:200],
        b"GIF89a" + bytes(100),
        # A frame header that promises 60000 x 60000.
        jpeg().replace((80).to_bytes(2) + (64).to_bytes(2), (60000).to_bytes(2) * 2),
    ],
    ids=["nothing", "a start", "half", "another kind", "huge"],
)
def test_what_is_no_whole_picture_is_a_bad_reply(van: Van, jpeg: bytes) -> None:
    van.bench.drivers[Kind.STILL] = Liar(jpeg)
    with pytest.raises(BadReply):
        shoot_still(van.services, lambda: False, lambda step: None)


def test_the_record_says_which_camera_it_was(van: Van) -> None:
    van.bench.drivers[Kind.STILL] = None
    out = io.BytesIO()
    people()[0].picture().save(out, "JPEG")
    still = shoot(van, out.getvalue())
    outcome = take_photo(van.services, draft(van).id, still.frame, "light", Kind.STILL)
    assert outcome.capture is not None
    assert (outcome.capture.device, outcome.capture.serial) == ("fake_still", "S-1")
