"""Portraits, prints and signatures: of training mode's drawn people, made small; the same each time."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw

TRAINING = Path(__file__).resolve().parents[3] / "resources" / "training"
PORTRAIT = (358, 441)  # GA 461-2004: 26 x 32 mm at 350 dpi


@cache
def _files(kind: str) -> tuple[Path, ...]:
    return tuple(sorted((TRAINING / kind).glob("*.jpg" if kind == "people" else "*.png")))


def portrait(key: int) -> bytes:
    """JPEG, 358 x 441. key: whose; faces come again."""
    return _portrait(key % (len(_files("people")) or 12))


@cache
def _portrait(face: int) -> bytes:
    faces = _files("people")
    if not faces:
        return _drawn(PORTRAIT, face)
    with Image.open(faces[face]) as picture:
        wide, high = picture.size
        part = high * PORTRAIT[0] / PORTRAIT[1]
        cut = picture.convert("RGB").crop((round(wide / 2 - part / 2), 0, round(wide / 2 + part / 2), high))
        return _jpeg(cut.resize(PORTRAIT))


def print_of(key: int, finger: int) -> bytes:
    """PNG in 8 greys; prints come again."""
    return _print((key * 2 + finger) % (len(_files("prints")) or 12))


@cache
def _print(which: int) -> bytes:
    prints = _files("prints")
    if not prints:
        return _drawn((256, 338), which)
    with Image.open(prints[which]) as picture:
        out = io.BytesIO()
        grey = picture.convert("L").resize((256, 338))
        grey.point(lambda light: light // 32 * 36).save(out, "PNG")
        return out.getvalue()


def signature(key: int) -> bytes:
    """PNG: a stroke that goes up and down."""
    return _signature(key % 12)


@cache
def _signature(key: int) -> bytes:
    picture = Image.new("1", (300, 90), 1)
    points = [(10 + step * 14, 45 + ((key * 7 + step * step * 13) % 60) - 30) for step in range(20)]
    ImageDraw.Draw(picture).line(points, fill=0, width=3)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _drawn(size: tuple[int, int], key: int) -> bytes:
    """Where the pictures of training mode are not installed: a face nobody takes for one."""
    picture = Image.new("RGB", size, (200 + key % 40, 215, 235))
    wide, high = size
    pen = ImageDraw.Draw(picture)
    pen.ellipse((wide * 0.25, high * 0.2, wide * 0.75, high * 0.75), fill=(230, 195, 170))
    pen.text((wide * 0.3, high * 0.85), "TRAINING", fill=(90, 50, 140))
    return _jpeg(picture)


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=72)
    return out.getvalue()
