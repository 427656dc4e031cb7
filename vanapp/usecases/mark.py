"""The training mark: drawn into every picture taken in training, so that no copy of it passes for real."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

TEXT = "TRAINING"
BAND = 0.045  # of the picture's height, at its lower edge


def draw_mark(picture: Image.Image) -> Image.Image:
    """A copy with the mark along its lower edge; size and mode stay."""
    marked = picture.copy()
    band = max(11, round(marked.height * BAND))
    pen = ImageDraw.Draw(marked)
    is_grey = marked.mode == "L"
    pen.rectangle((0, marked.height - band, marked.width, marked.height), fill=255 if is_grey else "#6b3fa0")
    font = ImageFont.load_default(band * 0.8)
    step = int(pen.textlength(TEXT + "   ", font=font))
    for left in range(3, marked.width, step):
        pen.text((left, marked.height - band), TEXT, fill=0 if is_grey else "white", font=font)
    return marked


def mark_jpeg(jpeg: bytes, quality: int) -> bytes:
    """The same JPEG with the mark; density is kept."""
    with Image.open(io.BytesIO(jpeg)) as picture:
        dpi = picture.info.get("dpi", (0, 0))
        out = io.BytesIO()
        extra = {"dpi": dpi} if dpi[0] else {}
        draw_mark(picture.convert("RGB")).save(out, "JPEG", quality=quality, subsampling=0, **extra)
    return out.getvalue()


def mark_png(png: bytes) -> bytes:
    """The same PNG with the mark; density is kept."""
    with Image.open(io.BytesIO(png)) as picture:
        dpi = picture.info.get("dpi")
        out = io.BytesIO()
        draw_mark(picture.convert("RGB")).save(out, "PNG", **({"dpi": dpi} if dpi else {}))
    return out.getvalue()


def mark_document(image: bytes) -> tuple[bytes, str]:
    """Any picture with the mark, as JPEG. Returns (bytes, media type)."""
    with Image.open(io.BytesIO(image)) as picture:
        out = io.BytesIO()
        draw_mark(picture.convert("RGB")).save(out, "JPEG", quality=88)
    return out.getvalue(), "image/jpeg"
