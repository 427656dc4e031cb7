"""The chip's photo through a maker's decoder: three ways, nothing left behind, every fault an error."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.drivers.sdt_blocks import WltDecoder
from devices.errors import BadReply, CardUnreadable, DeviceError, NotConnected
from devices.vendor import bmp, wlt
from devices.vendor.errors import LibraryCrashed, LibraryFailed, LibraryGarbage, LibraryHung, NoLicence
from devices.vendor.passing import PREFIX, memory, passing_folder, sweep
from devices.vendor.wlt import VendorWlt, Way
from tests.devices.rigs import refusal
from tests.devices.vendor.stubs import Stub

PHOTO = bytes([200]) + bytes(1023)


@pytest.fixture
def stub(tmp_path: Path) -> Iterator[Stub]:
    (tmp_path / "own").mkdir()
    stub = Stub(tmp_path / "own", "wlt")
    yield stub
    if stub.library is not None:
        stub.library.close()


def decoder(stub: Stub, way: Way, within: Path | None = None) -> VendorWlt:
    return VendorWlt(stub.opened(wlt.FUNCTIONS), way, within=within)


@pytest.mark.parametrize("way", Way)
def test_every_way_gives_the_same_picture(stub: Stub, way: Way) -> None:
    decode: WltDecoder = decoder(stub, way)
    rgb = decode.decode(PHOTO)
    assert len(rgb) == wlt.RGB_LENGTH
    assert tuple(rgb[:3]) == (200, 0, 0)  # red from the block, green = column, blue = row
    assert tuple(rgb[-3:]) == (200, 101, 125)


def test_the_photo_becomes_a_png_of_its_size(stub: Stub) -> None:
    picture = Image.open(io.BytesIO(wlt.png(decoder(stub, Way.MEMORY).decode(PHOTO))))
    assert (picture.size, picture.mode, picture.getpixel((101, 0))) == ((102, 126), "RGB", (200, 101, 0))


@pytest.mark.parametrize("fault", ["", "crash", "hang", "return:-1", "cut", "no_file"])
def test_no_file_stays_whatever_happens(stub: Stub, tmp_path: Path, fault: str) -> None:
    stub.fault(fault)
    within = tmp_path / "passing"
    within.mkdir()
    refusal(decoder(stub, Way.FILES, within).decode, PHOTO, DeviceError)
    assert list(within.iterdir()) == []


def test_the_folder_is_private_and_in_memory_where_there_is_such_a_place() -> None:
    with passing_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.parent == memory()
        assert folder.name.startswith(f"{PREFIX}{os.getpid()}-")
        (folder / "photo.wlt").write_bytes(PHOTO)
    assert not folder.exists()


def test_what_a_killed_program_left_is_swept_and_a_living_ones_is_not(tmp_path: Path) -> None:
    dead = tmp_path / f"{PREFIX}999999999-abc"
    dead.mkdir()
    (dead / "photo.wlt").write_bytes(PHOTO)
    living = tmp_path / f"{PREFIX}{os.getpid()}-abc"
    living.mkdir()
    (tmp_path / "somebody-elses").mkdir()
    assert sweep(tmp_path) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([living.name, "somebody-elses"])


def test_a_new_decoder_removes_what_a_killed_program_left(stub: Stub, tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}999999999-abc").mkdir()
    decoder(stub, Way.FILES, tmp_path)
    assert not list(tmp_path.glob(f"{PREFIX}*"))


FAULTS: tuple[tuple[str, type[DeviceError]], ...] = (
    ("crash", LibraryCrashed),
    ("abort", LibraryCrashed),
    ("hang", LibraryHung),
    ("return:-1", CardUnreadable),
    ("return:-4", CardUnreadable),
    ("return:-5", NoLicence),
    ("return:-6", NotConnected),
    ("return:0", LibraryFailed),
    ("return:99", LibraryFailed),
    ("no_file", LibraryGarbage),
    ("cut", LibraryGarbage),
    ("other_size", LibraryGarbage),
    ("blank", LibraryGarbage),
)


@pytest.mark.parametrize(("fault", "error"), FAULTS, ids=[fault for fault, _ in FAULTS])
def test_whatever_the_decoder_does_is_an_error_with_a_code(
    stub: Stub, fault: str, error: type[DeviceError]
) -> None:
    stub.fault(fault)
    with pytest.raises(error):
        decoder(stub, Way.FILES).decode(PHOTO)


def test_after_a_crash_the_next_photo_is_decoded(stub: Stub) -> None:
    decode = decoder(stub, Way.MEMORY)
    stub.fault("crash")
    with pytest.raises(LibraryCrashed):
        decode.decode(PHOTO)
    stub.faults.clear()
    assert len(decode.decode(PHOTO)) == wlt.RGB_LENGTH


def test_a_block_of_a_wrong_length_never_reaches_the_library(stub: Stub) -> None:
    decode = decoder(stub, Way.MEMORY)
    with pytest.raises(BadReply):
        decode.decode(PHOTO[:-1])
    assert not stub.claimed


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: b"BM" + tail))
def test_no_bytes_break_the_bmp_reader(data: bytes) -> None:
    refusal(bmp.parse, data, LibraryGarbage)


@given(st.integers(0, 53), st.binary(min_size=1, max_size=8))
def test_a_changed_header_is_read_or_refused(place: int, change: bytes) -> None:
    good = bytearray(bmp_of(5, 3))
    good[place : place + len(change)] = change
    refusal(bmp.parse, bytes(good), LibraryGarbage)


def bmp_of(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.frombytes("L", (width, height), bytes(range(width * height))).save(out, "BMP")
    return out.getvalue()


@pytest.mark.parametrize("size", [(1, 1), (5, 3), (4, 4), (7, 9)])
def test_a_bmp_by_another_program_is_read_as_it_was_meant(size: tuple[int, int]) -> None:
    picture = bmp.parse(bmp_of(*size))
    assert (picture.width_px, picture.height_px, picture.pixels) == (*size, bytes(range(size[0] * size[1])))
    assert len(bmp_of(*size)) == bmp.grey_length(*size)
