"""Parsers of what a chip says: right files, and any bytes at all."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import BadReply
from devices.travel import lds, tlv
from devices.travel.face import face_of, pixels
from devices.travel.tlv import made
from devices.virtual.mrtd_files import details_file, face_file
from tests.devices.travel import specimens
from tests.devices.travel.rig import face, files

TREES = st.recursive(
    st.binary(max_size=20).map(lambda value: made(0x04, value)),
    lambda inner: st.lists(inner, max_size=4).map(lambda parts: made(0x30, b"".join(parts))),
    max_leaves=12,
)


@given(st.integers(0, 300), st.sampled_from([0x04, 0x61, 0x5F1F, 0x7F61, 0x9F8701]))
def test_what_is_written_is_read(size: int, tag: int) -> None:
    raw = made(tag, bytes(size))
    (one,) = tlv.objects(raw)
    assert (one.tag, one.value, one.raw) == (tag, bytes(size), raw)


@given(TREES)
def test_trees_of_objects_come_back(tree: bytes) -> None:
    def again(one: tlv.Tlv) -> bytes:
        inner = b"".join(again(child) for child in one.children()) if one.tag == 0x30 else one.value
        return made(one.tag, inner)

    assert b"".join(again(one) for one in tlv.objects(tree)) == tree


@given(st.binary(max_size=64))
def test_any_bytes_are_objects_or_refused(data: bytes) -> None:
    with contextlib.suppress(BadReply):
        assert b"".join(one.raw for one in tlv.objects(data)) == data


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "04",
        "0405AA",
        "0480",
        "04FF",
        "0485000000000100",
        "1F",
        "1FFFFFFFFF00",
        "04840000FFFF00",
        "5F8181",
    ],
)
def test_lengths_that_lie_and_heads_that_end(wrong: str) -> None:
    with pytest.raises(BadReply):
        tlv.only(bytes.fromhex(wrong), 0x04)


def test_the_list_of_groups() -> None:
    assert lds.groups_of(files()["COM"]) == (1, 2, 11)
    for listed in (b"", b"\x00", b"\x61\x99"):
        with pytest.raises(BadReply):
            lds.groups_of(made(0x60, made(0x5C, listed)))


@pytest.mark.parametrize("lines", specimens.ALL)
def test_the_zone_has_the_shape_its_length_says(lines: tuple[str, ...]) -> None:
    text = "".join(lines)
    file = made(0x61, made(0x5F1F, text.encode()))
    if len(text) in lds.WIDTHS:
        assert lds.zone_of(file) == lines
    else:
        with pytest.raises(BadReply):
            lds.zone_of(file)


@pytest.mark.parametrize("text", [b"p" * 88, b"\xff" * 90, b"A" * 89, b""])
def test_no_zone(text: bytes) -> None:
    with pytest.raises(BadReply):
        lds.zone_of(made(0x61, made(0x5F1F, text)))


def test_names_in_their_own_script() -> None:
    assert lds.details_of(details_file({"name": "陈<<志强"}), 0x6B) == {"name": "陈<<志强"}


@pytest.mark.parametrize(
    ("value", "day"), [(b"19740812", "19740812"), (b"\x19\x74\x08\x12", "19740812"), (b"1974", ""), (b"", "")]
)
def test_days_in_digits_or_packed(value: bytes, day: str) -> None:
    found = lds.details_of(made(0x6B, made(0x5F2B, value)), 0x6B)
    assert found.get("birth", "") == day


def test_other_names_are_gathered() -> None:
    names = made(0xA0, made(0x02, b"\x02") + made(0x5F0F, b"ONE") + made(0x5F0F, b"TWO"))
    assert lds.details_of(made(0x6B, names), 0x6B) == {"other_names": "ONE; TWO"}


def test_signs_that_do_not_print_are_dropped() -> None:
    assert lds.details_of(made(0x6B, made(0x5F0E, "A\x00\u202eB\n".encode())), 0x6B) == {"name": "AB"}


@given(st.binary(max_size=120))
def test_any_details(data: bytes) -> None:
    for file in (data, made(0x6B, data), made(0x6B, made(0x5F0E, data))):
        with contextlib.suppress(BadReply):
            lds.details_of(file, 0x6B)
    with contextlib.suppress(BadReply):
        lds.zone_of(made(0x61, made(0x5F1F, data)))


# the face


def test_the_face_is_found_behind_its_points() -> None:
    """Two feature points stand between the block's head and the picture's."""
    image = struct.pack(">BBHH6x", 1, 0, 240, 320) + face()
    block = struct.pack(">IH14x", 20 + 16 + len(image), 2) + bytes(16) + image
    record = struct.pack(">4s4sIH", b"FAC\0", b"010\0", 14 + len(block), 1) + block
    template = made(0x7F60, made(0xA1, b"") + made(0x5F2E, record))
    found = face_of(made(0x75, made(0x7F61, made(0x02, b"\x01") + template)))
    assert (found.data, found.media_type, found.width_px, found.height_px) == (face(), "image/jpeg", 240, 320)


def test_a_picture_is_what_it_begins_with_not_what_its_record_says() -> None:
    found = face_of(face_file(face((40, 40), "JPEG2000")))
    assert found.media_type == "image/jp2"


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (0, b"FAD\0"),
        (8, b"\xff\xff\xff\xff"),  # longer than the record
        (8, b"\x00\x00\x00\x10"),  # shorter than its first picture
        (12, b"\x00\x00"),  # no picture
        (14, b"\xff\xff\xff\xff"),  # the picture's block is longer than all
        (14, b"\x00\x00\x00\x01"),
        (18, b"\xff\xff"),  # feature points without end
        (46, b"GIF8"),  # no picture we know
    ],
)
def test_a_facial_record_that_lies(at: int, value: bytes) -> None:
    file = face_file(face((16, 16)))
    begin = file.index(b"FAC\0") + at
    with pytest.raises(BadReply):
        face_of(file[:begin] + value + file[begin + len(value) :])


def test_the_newer_kind_of_record_is_named() -> None:
    template = made(0x7F60, made(0xA1, b"") + made(0x7F2E, b"\x30\x00"))
    with pytest.raises(BadReply) as caught:
        face_of(made(0x75, made(0x7F61, made(0x02, b"\x01") + template)))
    assert caught.value.values["got"] == "7F2E"


@given(st.data())
def test_a_face_broken_anywhere(data: st.DataObject) -> None:
    file = bytearray(face_file(face((16, 16))))
    for _ in range(data.draw(st.integers(1, 3))):
        file[data.draw(st.integers(0, min(len(file), 90) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(BadReply):
        face_of(bytes(file[: data.draw(st.integers(0, len(file)))]))
    with contextlib.suppress(BadReply):
        face_of(bytes(file))


@given(st.binary(max_size=60), st.integers(0, 400))
def test_a_picture_broken_anywhere(patch: bytes, at: int) -> None:
    data = face((16, 16))
    with contextlib.suppress(BadReply):
        pixels(data[:at] + patch + data[at + len(patch) :])


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_opened() -> None:
    huge = face((16, 16)).replace(struct.pack(">HH", 16, 16), struct.pack(">HH", 65000, 65000))
    with pytest.raises(BadReply):
        pixels(huge)
