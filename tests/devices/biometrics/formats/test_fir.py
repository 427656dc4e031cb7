"""Finger pictures in both editions, faces, the chip's record: ours and others' come out byte by byte."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.biometrics.formats import fac, fir, ga
from devices.biometrics.formats.errors import BadRecord, NotWritable
from devices.biometrics.formats.positions import from_iso, to_iso
from tests.devices.rigs import refusal

STRANGERS = Path(__file__).with_name("strangers")
THEIRS = Image.radial_gradient("L").resize((96, 64))  # what python-iso19794 was given


def words(low: int = 0, high: int = 0xFFFF) -> st.SearchStrategy[int]:
    return st.integers(low, high)


OCTET = words(0, 255)
PAIR = st.tuples(words(), words())
WHEN = st.tuples(words(), OCTET, OCTET, OCTET, OCTET, OCTET, words())
TRIPLES = st.lists(st.tuples(OCTET, words(), words()), max_size=3).map(tuple)
PICTURES_2011 = st.builds(
    fir.Impression,
    position=OCTET,
    width_px=words(),
    height_px=words(),
    depth_bits=OCTET,
    compression=OCTET,
    data=st.binary(max_size=60),
    rate=PAIR,
    unit=st.sampled_from((fir.INCH, fir.CENTIMETRE)),
    scan=PAIR,
    kind=OCTET,
    number=OCTET,
    made=st.builds(fir.Made, WHEN, OCTET, words(), words(), TRIPLES),
    tail=st.binary(max_size=9),
)
PICTURES_2005 = st.builds(
    fir.Impression,
    position=OCTET,
    width_px=words(),
    height_px=words(),
    depth_bits=st.just(8),
    compression=st.just(fir.PNG),
    data=st.binary(max_size=60),
    kind=OCTET,
    number=OCTET,
    of=OCTET,
    quality=OCTET,
)
FACES = st.builds(
    fac.FacePicture,
    width_px=words(),
    height_px=words(),
    data=st.binary(min_size=1, max_size=60),
    data_type=OCTET,
    face_type=OCTET,
    colour=OCTET,
    sex=OCTET,
    expression=words(),
    pose=st.binary(min_size=3, max_size=3),
    points=st.lists(st.binary(min_size=8, max_size=8), max_size=3).map(tuple),
)


@given(st.lists(PICTURES_2011, min_size=1, max_size=3).map(tuple))
def test_finger_pictures_of_2011_come_back_whole(pictures: tuple[fir.Impression, ...]) -> None:
    record = fir.FingerImages(fir.V2011, pictures, positions=len(pictures))
    assert fir.decode(fir.encode(record)) == record


@given(st.lists(PICTURES_2005, min_size=1, max_size=3).map(tuple))
def test_finger_pictures_of_2005_come_back_whole(pictures: tuple[fir.Impression, ...]) -> None:
    record = fir.FingerImages(fir.V2005, pictures, positions=len(pictures), device=7, level=31)
    assert fir.decode(fir.encode(record)) == record


@given(st.lists(FACES, min_size=1, max_size=3).map(tuple), st.sampled_from((fac.V2005, fac.V2011)))
def test_face_pictures_come_back_whole(pictures: tuple[fac.FacePicture, ...], version: str) -> None:
    record = fac.FaceImages(version, pictures)
    assert fac.decode(fac.encode(record)) == record


@pytest.mark.parametrize("name", ["finger_raw.fir", "finger_jpeg2000_lossless.fir"])
def test_anothers_finger_record_is_read_with_its_pixels(name: str) -> None:
    """Written by python-iso19794 0.1.0 from a drawn picture, as its own documentation shows."""
    data = (STRANGERS / name).read_bytes()
    record = fir.decode(data)
    assert fir.encode(record) == data
    (one,) = record.pictures
    assert (one.position, one.width_px, one.height_px, one.dpi) == (7, 96, 64, 500)
    assert one.made.when == (2026, 11, 28, 10, 20, 30, 456)
    if one.compression == fir.RAW:
        assert one.data == THEIRS.tobytes()
    else:
        with Image.open(io.BytesIO(one.data)) as picture:
            assert picture.tobytes() == THEIRS.tobytes()


def test_anothers_face_record_is_read() -> None:
    data = (STRANGERS / "face_2005.fac").read_bytes()
    record = fac.decode(data)
    assert fac.encode(record) == data
    (one,) = record.pictures
    assert (one.width_px, one.height_px, one.data_type, one.sex) == (42, 50, fac.JPEG, 2)
    with Image.open(io.BytesIO(one.data)) as picture:
        assert picture.size == (42, 50)


RECORDS: tuple[tuple[Any, bytes], ...] = (
    (fir, (STRANGERS / "finger_jpeg2000_lossless.fir").read_bytes()),
    (fac, (STRANGERS / "face_2005.fac").read_bytes()),
    (
        fir,
        fir.encode(fir.FingerImages(fir.V2005, (fir.Impression(7, 96, 64, 8, fir.RAW, THEIRS.tobytes()),))),
    ),
    (fac, fac.encode(fac.FaceImages(fac.V2011, (fac.FacePicture(10, 10, b"picture", points=(bytes(8),)),)))),
)


def refused_or_read(decode: Callable[[bytes], object], data: bytes) -> bool:
    """True: refused, and its error says where."""
    error = refusal(decode, data, BadRecord)
    assert error is None or set(error.values) == {"format", "part", "expected", "got"}
    return error is not None


@pytest.mark.parametrize("number", range(len(RECORDS)))
def test_a_record_cut_anywhere_is_refused(number: int) -> None:
    codec, data = RECORDS[number]
    for cut in range(0, len(data), 7):
        assert refused_or_read(codec.decode, data[:cut]), cut


@settings(max_examples=300)
@given(st.sampled_from(RECORDS), st.integers(0, 120), st.integers(0, 255))
def test_any_changed_byte_of_a_header_is_read_or_refused(
    record: tuple[Any, bytes], at: int, value: int
) -> None:
    codec, data = record
    refused_or_read(codec.decode, data[:at] + bytes([value]) + data[at + 1 :])


@given(st.sampled_from((fir.MARK + b"010\x00", fir.MARK + b"020\x00")), st.binary(max_size=300))
def test_any_bytes_are_a_finger_record_or_refused(head: bytes, data: bytes) -> None:
    refused_or_read(fir.decode, head + data)
    refused_or_read(fir.decode, data)


@given(st.sampled_from((fac.MARK + b"010\x00", fac.MARK + b"030\x00")), st.binary(max_size=300))
def test_any_bytes_are_a_face_record_or_refused(head: bytes, data: bytes) -> None:
    refused_or_read(fac.decode, head + data)
    refused_or_read(fac.decode, data)


def test_what_an_edition_lacks_is_not_written() -> None:
    one = fir.Impression(1, 9, 9, 8, fir.JPEG2000_LOSSLESS, b"x")
    with pytest.raises(NotWritable):
        fir.encode(fir.FingerImages(fir.V2005, (one,)))
    with pytest.raises(NotWritable):
        fir.encode(fir.FingerImages("030", (one,)))
    with pytest.raises(NotWritable):
        fir.encode(fir.FingerImages(fir.V2011, ()))
    with pytest.raises(NotWritable):
        fac.encode(fac.FaceImages(fac.V2011, (fac.FacePicture(70000, 1, b"x"),)))


CHIP = bytes([ord("C"), 1, 2, 3, ga.ENROLLED, 11, 62]) + bytes(range(252)) * 2 + b"\x5a"


def test_the_chips_record_tells_what_is_known_and_keeps_the_rest() -> None:
    finger = ga.decode(CHIP)
    assert (finger.position, finger.result, finger.quality) == (11, ga.ENROLLED, 62)
    assert (finger.maker, finger.check, len(finger.features)) == (b"\x01\x02\x03", 0x5A, 504)
    assert ga.encode(finger) == CHIP
    assert "record" not in repr(finger)


def test_a_block_of_two_fingers_is_two_records() -> None:
    left = bytes([ord("C"), 0, 0, 0, ga.NOT_ENROLLED, 16, 0]) + bytes(505)
    assert [f.position for f in ga.fingers_in(CHIP + left)] == [11, 16]
    assert ga.fingers_in(bytes(1024)) == ()
    assert ga.fingers_in(b"") == ()


@given(st.binary(max_size=1100))
def test_any_chip_block_is_read_or_refused(block: bytes) -> None:
    refused_or_read(ga.fingers_in, block)
    refused_or_read(ga.decode, block)
    refused_or_read(ga.decode, (b"C" + block).ljust(512, b"\0")[:512])


def test_fingers_have_one_number_in_each_system() -> None:
    assert [to_iso(code) for code in (11, 15, 16, 20)] == [1, 5, 6, 10]
    assert [from_iso(to_iso(code)) for code in range(11, 21)] == list(range(11, 21))
    assert {to_iso(code) for code in (0, 97, 98, 99)} == {0}
    assert {from_iso(code) for code in (0, 13, 21)} == {0}
