"""Finger records (ISO/IEC 19794-4) and their pictures: what is written is read, nothing else gets through."""

from __future__ import annotations

import dataclasses
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.biometrics.formats import fir, wsq
from devices.errors import BadReply, DeviceError, FingerGone, NotSupported
from devices.sbi.picture import finger_image, impressions
from devices.virtual import stripes
from devices.virtual.sbi_record import compressed, record, wrapped
from tests.devices.rigs import refusal

FINGER = dataclasses.replace(stripes(120, 100), dpi=500)
LOSSLESS = (fir.RAW, fir.JPEG2000_LOSSLESS, fir.PNG)
GOOD = record(FINGER, 7)
MAGIC = b"FIR\x00020\x00"


def picture_of(data: bytes) -> object:
    return [finger_image(one) for one in impressions(data)]


@pytest.mark.parametrize("compression", LOSSLESS)
@pytest.mark.parametrize("per_cm", [False, True], ids=["inch", "centimetre"])
def test_what_was_written_without_loss_comes_back_whole(compression: int, per_cm: bool) -> None:
    (impression,) = impressions(record(FINGER, 3, compression, per_cm=per_cm))
    assert impression.position == 3
    assert finger_image(impression) == FINGER


@pytest.mark.parametrize("compression", [fir.JPEG, fir.JPEG2000])
def test_lossy_pictures_are_close(compression: int) -> None:
    (impression,) = impressions(record(FINGER, 3, compression))
    image = finger_image(impression)
    apart = sum(abs(a - b) for a, b in zip(image.pixels, FINGER.pixels, strict=True)) / len(image.pixels)
    assert apart < 8


def test_the_layout_is_the_standards() -> None:
    """Offsets of ISO/IEC 19794-4:2011 with one quality block, no certification block."""
    assert GOOD[:8] == b"FIR\x00020\x00"
    assert int.from_bytes(GOOD[8:12], "big") == len(GOOD)
    assert GOOD[12:14] == b"\x00\x01"  # one representation
    assert int.from_bytes(GOOD[16:20], "big") == len(GOOD) - 16
    facts = 20 + 9 + 5 + 1 + 5
    assert GOOD[facts] == 7  # left index
    assert GOOD[facts + 12 : facts + 14] == bytes([fir.JPEG2000_LOSSLESS, 0])[:2]


def test_certification_blocks_are_stepped_over() -> None:
    at = 20 + 9 + 5 + 1 + 5
    body = GOOD[20:at] + b"\x02" + bytes(6) + GOOD[at:]
    head = MAGIC + (20 + len(body)).to_bytes(4, "big") + b"\x00\x01\x01\x01"
    (impression,) = impressions(head + (4 + len(body)).to_bytes(4, "big") + body)
    assert finger_image(impression) == FINGER


@pytest.mark.parametrize("cut", range(0, len(GOOD), 97))
def test_a_record_cut_anywhere_is_refused(cut: int) -> None:
    assert isinstance(refusal(picture_of, GOOD[:cut], DeviceError), BadReply)


@pytest.mark.parametrize(
    "changed",
    [
        {"width_px": 8},
        {"height_px": 4000},
        {"rate": (72, 72)},
        {"rate": (65535, 65535)},
        {"depth_bits": 16},
        {"width_px": 121},
        {"compression": fir.PNG},
    ],
)
def test_facts_that_do_not_fit_are_refused(changed: dict[str, int]) -> None:
    (impression,) = impressions(GOOD)
    with pytest.raises(BadReply) as caught:
        finger_image(dataclasses.replace(impression, **changed))
    assert caught.value.values["expected"]


def test_a_wsq_picture_is_read() -> None:
    (impression,) = impressions(wrapped(wsq.encode(FINGER), FINGER, 1, fir.WSQ))
    image = finger_image(impression)
    assert (image.width_px, image.height_px, image.dpi) == (120, 100, 500)
    apart = sum(abs(a - b) for a, b in zip(image.pixels, FINGER.pixels, strict=True)) / len(image.pixels)
    assert apart < 32  # stripes are harder than ridges


def test_a_broken_wsq_picture_is_refused() -> None:
    (impression,) = impressions(wrapped(b"\xff\xa0" + bytes(50), FINGER, 1, fir.WSQ))
    with pytest.raises(BadReply):
        finger_image(impression)


@pytest.mark.parametrize("compression", [1, 7, 255])
def test_an_unknown_compression_is_not_supported(compression: int) -> None:
    (impression,) = impressions(wrapped(b"x", FINGER, 1, compression))
    with pytest.raises(NotSupported):
        finger_image(impression)


@pytest.mark.parametrize("mode", ["RGB", "P", "1", "I;16", "LA"])
def test_only_plain_grey_is_a_print(mode: str) -> None:
    """A palette picture has as many bytes as a grey one, and other meaning."""
    out = io.BytesIO()
    Image.radial_gradient("L").resize((120, 100)).convert(mode).save(out, "PNG")
    (impression,) = impressions(wrapped(out.getvalue(), FINGER, 1, fir.PNG))
    with pytest.raises(BadReply):
        finger_image(impression)


def test_an_even_grey_is_no_finger() -> None:
    blank = dataclasses.replace(FINGER, pixels=bytes([200]) * (120 * 100))
    (impression,) = impressions(record(blank, 1))
    with pytest.raises(FingerGone):
        finger_image(impression)


def changed_at(offset: int, value: bytes) -> bytes:
    """GOOD with other facts of the picture; offset from its position byte."""
    at = 20 + 9 + 5 + 1 + 5 + offset
    return GOOD[:at] + value + GOOD[at + len(value) :]


@pytest.mark.parametrize(
    "data",
    [
        changed_at(7, b"\x01\xf5"),  # 501 across, 500 down
        changed_at(2, b"\x03"),  # neither inch nor centimetre
        GOOD[:8] + (len(GOOD) + 3).to_bytes(4, "big") + GOOD[12:] + b"end",
        GOOD[:12] + b"\x00\x00" + GOOD[14:],
        GOOD[:14] + b"\x02" + GOOD[15:],
    ],
    ids=["uneven", "unit", "trailing", "no pictures", "certified"],
)
def test_records_that_contradict_themselves_are_refused(data: bytes) -> None:
    assert isinstance(refusal(picture_of, data, DeviceError), BadReply)


def test_a_picture_of_another_shape_with_as_many_pixels_is_refused() -> None:
    turned = dataclasses.replace(FINGER, width_px=100, height_px=120)
    (impression,) = impressions(wrapped(compressed(FINGER, fir.PNG), turned, 1, fir.PNG))
    with pytest.raises(BadReply):
        finger_image(impression)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    refusal(picture_of, data, DeviceError)
    refusal(picture_of, MAGIC + data, DeviceError)


@settings(max_examples=150)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_any_changed_byte_is_read_or_refused(at: int, value: int) -> None:
    refusal(picture_of, GOOD[:at] + bytes([value]) + GOOD[at + 1 :], DeviceError)


@settings(max_examples=120)
@given(
    st.sampled_from([fir.JPEG, fir.JPEG2000, fir.PNG]),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=6),
)
def test_any_damaged_picture_is_read_or_refused(compression: int, changes: list[tuple[int, int]]) -> None:
    payload = bytearray(compressed(FINGER, compression))
    for at, value in changes:
        payload[at % len(payload)] = value
    data = wrapped(bytes(payload), FINGER, 1, compression)
    refusal(picture_of, data, DeviceError)


@given(
    st.tuples(*[st.integers(0, 65535)] * 5),
    st.tuples(*[st.integers(0, 255)] * 5),
    st.integers(0, 2**32 - 1),
)
def test_any_facts_are_read_or_refused(words: tuple[int, ...], octets: tuple[int, ...], length: int) -> None:
    at = 20 + 9 + 5 + 1 + 5
    facts = bytes([octets[0], 0, octets[1]]) + b"".join(w.to_bytes(2, "big") for w in words[:2] * 2)
    facts += bytes(octets[2:5]) + words[2].to_bytes(2, "big") + words[3].to_bytes(2, "big")
    data = GOOD[:at] + facts + length.to_bytes(4, "big") + GOOD[at + len(facts) + 4 :]
    refusal(picture_of, data, DeviceError)
