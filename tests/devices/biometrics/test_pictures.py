"""Photos from elsewhere: whatever a file is, it is opened as plain upright colours or refused with a code."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.biometrics.errors import BadPhoto
from devices.biometrics.faces.pictures import opened
from devices.virtual.people import people


def saved(picture: Image.Image, way: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, way, **options)
    return out.getvalue()


def halves(mode: str = "RGB") -> Image.Image:
    """Left half dark, right half light."""
    picture = Image.new("RGB", (64, 48), (40, 40, 40))
    picture.paste((220, 220, 220), (32, 0, 64, 48))
    return picture.convert(mode)


@pytest.mark.parametrize("way", ["JPEG", "PNG", "BMP", "JPEG2000", "WEBP"])
def test_every_format_one_meets_is_opened(way: str) -> None:
    pixels = opened(saved(halves(), way))
    assert pixels.shape == (48, 64, 3)
    assert pixels[:, :24].mean() < 60 < 200 < pixels[:, 40:].mean()


@pytest.mark.parametrize(
    ("mode", "way"),
    [("L", "PNG"), ("1", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("RGBA", "PNG"), ("CMYK", "JPEG")],
)
def test_every_kind_of_pixel_becomes_rgb(mode: str, way: str) -> None:
    pixels = opened(saved(halves(mode), way))
    assert pixels.shape == (48, 64, 3)
    assert pixels[:, :24].mean() < 90 < 180 < pixels[:, 40:].mean()


def test_sixteen_bits_keep_their_shades() -> None:
    deep = Image.fromarray((np.asarray(halves("L")).astype(np.uint16)) * 257)
    pixels = opened(saved(deep, "PNG"))
    assert abs(float(pixels[:, :24].mean()) - 40) < 2
    assert abs(float(pixels[:, 40:].mean()) - 220) < 2


def test_what_is_transparent_is_white() -> None:
    clear = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    assert opened(saved(clear, "PNG")).min() == 255


def test_a_photo_lying_on_its_side_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    pixels = opened(saved(halves(), "JPEG", exif=exif.tobytes()))
    assert pixels.shape == (64, 48, 3)
    assert pixels[:24].mean() < 60 < 200 < pixels[40:].mean()


def test_a_hundred_megapixels_are_opened_smaller() -> None:
    pixels = opened(saved(Image.new("L", (11_000, 9_100), 90), "JPEG", quality=20))
    assert max(pixels.shape) <= 4096
    assert abs(int(pixels.mean()) - 90) < 3


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says it is as large as that."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


BAD: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text": lambda: b"not a picture at all" * 20,
    "bomb": lambda: png(60_000, 60_000, zlib.compress(bytes(1_000_000))),
    "large PNG": lambda: png(9_000, 9_000, zlib.compress(bytes(1_000_000))),
    "zero size": lambda: png(0, 0),
    "tiny": lambda: saved(Image.new("RGB", (8, 8)), "PNG"),
    "half a JPEG": lambda: saved(people()[0].picture(), "JPEG")[:9_000],
    "half a PNG": lambda: saved(halves().resize((300, 300)), "PNG")[:400],
    "only a head": lambda: saved(halves(), "JPEG")[:30],
    "a TIFF": lambda: saved(halves(), "TIFF"),
    "a GIF": lambda: saved(halves("P"), "GIF"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_opened_is_refused(name: str) -> None:
    with pytest.raises(BadPhoto):
        opened(BAD[name]())


SEEDS = [saved(halves(), way) for way in ("JPEG", "PNG", "BMP", "JPEG2000", "WEBP")]


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_a_damaged_file_is_opened_or_refused(seed: bytes, data: st.DataObject) -> None:
    damaged = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    damaged = damaged[: data.draw(st.integers(1, len(damaged)))]
    try:
        pixels = opened(bytes(damaged))
    except BadPhoto:
        return
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 3
