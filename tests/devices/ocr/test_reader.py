"""Whatever is handed over as a picture ends in lines or in one typed error; the child outlives all of it."""

from __future__ import annotations

import io
import sys
import zlib

import numpy as np
import pytest
from PIL import Image

from devices.contract import Frame
from devices.ocr import picture as pictures
from devices.ocr.errors import PictureUnusable, ReaderMissing, ReadingFailed
from devices.ocr.reader import Reader
from tests.devices.ocr import papers


def packed(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def text_picture() -> Image.Image:
    return papers.card_back(papers.Card("", "", "", "", "", "")).resize((506, 319))


GREY = text_picture().convert("L")
GOOD = packed(text_picture(), "PNG")
BOMB = b"".join(
    len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    for kind, body in (
        (b"IHDR", (40_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])),
        (b"IDAT", zlib.compress(bytes(1000))),
        (b"IEND", b""),
    )
)
UNUSABLE = {
    "nothing": (b"", "empty"),
    "a text": (b"name=value\n" * 100, "no_picture"),
    "broken off": (packed(text_picture(), "JPEG")[:4000], "broken"),
    "broken PNG": (GOOD[: len(GOOD) // 2], "broken"),
    "one pixel": (packed(Image.new("RGB", (1, 1)), "PNG"), "too_small"),
    "a thread": (packed(Image.new("RGB", (4000, 3)), "PNG"), "too_small"),
    "a bomb": (b"\x89PNG\r\n\x1a\n" + BOMB, "too_large"),
    "a stranger's header": (b"\xff\xd8\xff\xe0" + bytes(500), "no_picture"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_no_picture_is_a_typed_error(reader: Reader, name: str) -> None:
    data, why = UNUSABLE[name]
    with pytest.raises(PictureUnusable) as error:
        reader.lines(data)
    assert error.value.values == {"why": why}


ON_ITS_SIDE = Image.Exif()
ON_ITS_SIDE[0x0112] = 6  # orientation: to be turned a quarter to the right
ODD = {
    "16 bit": packed(Image.fromarray(np.asarray(GREY, np.uint16) * 13), "TIFF"),
    "CMYK": packed(text_picture().convert("CMYK"), "JPEG"),
    "palette": packed(text_picture().quantize(32), "PNG"),
    "one bit": packed(GREY.point(lambda v: 255 if v > 140 else 0).convert("1"), "TIFF"),
    "see-through": packed(GREY.convert("LA"), "PNG"),
    "turned by EXIF": packed(
        text_picture().rotate(90, expand=True),
        "JPEG",
        exif=ON_ITS_SIDE,
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_picture_is_made_plain(name: str) -> None:
    rgb = pictures.from_file(ODD[name])
    assert rgb.shape == (319, 506, 3)
    plain = np.asarray(GREY, np.float64)
    assert np.corrcoef(rgb.mean(2).ravel(), plain.ravel())[0, 1] > 0.9


def test_a_hundred_megapixels_are_made_small() -> None:
    large = packed(Image.new("L", (10_000, 10_000), 200), "JPEG")
    assert max(pictures.from_file(large).shape) <= pictures.WORK_SIDE_PX


def test_a_frame_of_the_wrong_length_is_a_typed_error(reader: Reader) -> None:
    with pytest.raises(PictureUnusable):
        reader.lines(Frame(bytes(100), 640, 480))


def test_a_picture_without_print_has_no_lines(reader: Reader) -> None:
    assert reader.lines(Frame(bytes([180]) * (200 * 200 * 3), 200, 200)) == ()


def test_a_frame_and_a_file_read_the_same(reader: Reader) -> None:
    picture = text_picture()
    from_frame = reader.lines(Frame(picture.tobytes(), *picture.size))
    assert [line.text for line in from_frame] == [line.text for line in reader.lines(GOOD)]
    assert any("居民身份证" in line.text for line in from_frame)


def other(program: str, timeout_s: float = 20) -> Reader:
    return Reader((sys.executable, "-c", program), timeout_s)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("import os; os.abort()", ReadingFailed),
        ("print('{}', flush=True); input()", ReadingFailed),
        ('print(\'{"failed": "reader_missing"}\', flush=True); input()', ReaderMissing),
    ],
)
def test_a_child_in_trouble_is_a_typed_error(program: str, expected: type[Exception]) -> None:
    troubled = other(program)
    with pytest.raises(expected):
        troubled.lines(GOOD)
    troubled.close()


def test_a_child_that_hangs_is_given_up() -> None:
    hanging = other("import time; time.sleep(60)", timeout_s=0.2)
    with pytest.raises(ReadingFailed):
        hanging.lines(GOOD)
    hanging.close()
