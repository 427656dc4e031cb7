"""Makes a photographed or scanned sheet a clean page: cut out, straight, evenly lit, of a stated size."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from PIL import Image

from devices.contract import Frame
from devices.errors import BadReply
from devices.scan.outline import LIMITS, Outline, Pixels, find


@dataclass(frozen=True)
class Edit:
    """What was done: "no_page" (nothing was moved), "cut", "turned" (degrees), "evened" (largest gain),
    "shrunk" (factor).
    """

    name: str
    value: float = 0.0


@dataclass(frozen=True)
class Page:
    """One page as it goes out. dpi None: unknown, as with every camera."""

    jpeg: bytes = field(repr=False)
    width_px: int
    height_px: int
    dpi: int | None
    edits: tuple[Edit, ...]
    corners: tuple[tuple[float, float], ...] = ()  # of the page in the raw picture, pixels; () when not cut


def as_it_is(frame: Frame, dpi: int | None = None) -> Page:
    """The whole picture, nothing moved or lit. Raises BadReply as `flatten`."""
    return _packed(_checked(frame), dpi, [])


def flatten(frame: Frame, dpi: int | None = None) -> Page:
    """Find the page and straighten it; without one the picture stays as it is and `edits` say so.

    dpi: of the scanner; kept. Takes 0.1-0.5 s. Raises BadReply when the sizes do not fit the bytes or are
    beyond limits.toml.
    """
    rgb = _checked(frame)
    outline = find(rgb)
    if outline is None:
        return _packed(rgb, dpi, [Edit("no_page")])
    cut = _cut(rgb, outline)
    evened, gain = _evened(cut)
    page = _packed(
        evened, dpi, [Edit("cut"), Edit("turned", round(outline.angle_deg, 2)), Edit("evened", gain)]
    )
    return replace(page, corners=tuple((round(x, 1), round(y, 1)) for x, y in outline.corners))


def pdf(pages: Sequence[Page]) -> bytes:
    """All pages in one PDF; a page of unknown dpi makes it A4-high. Raises BadReply without pages."""
    if not 1 <= len(pages) <= LIMITS["output"]["max_pages"]:
        raise BadReply(expected=f"1..{LIMITS['output']['max_pages']} pages", got=len(pages))
    images = [Image.open(io.BytesIO(page.jpeg)) for page in pages]
    first = pages[0]
    dpi = first.dpi or max(first.width_px, first.height_px) / (297 / 25.4)
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=dpi, quality=85)
    return out.getvalue()


def _checked(frame: Frame) -> Pixels:
    limits = LIMITS["input"]
    width, height = frame.width_px, frame.height_px
    fits = 0 < width <= limits["max_side_px"] and 0 < height <= limits["max_side_px"]
    if not fits or width * height > limits["max_pixels"] or len(frame.rgb) != width * height * 3:
        raise BadReply(expected="a picture of the size it says", got=f"{width}x{height}, {len(frame.rgb)} B")
    return np.frombuffer(frame.rgb, np.uint8).reshape(height, width, 3)


def _cut(rgb: Pixels, outline: Outline) -> Pixels:
    corners = np.array(outline.corners, np.float32)
    sides = [float(np.linalg.norm(corners[n] - corners[(n + 1) % 4])) for n in range(4)]
    width, height = max(1, round((sides[0] + sides[2]) / 2)), max(1, round((sides[1] + sides[3]) / 2))
    right, bottom = width - 1, height - 1
    target = np.array([[0, 0], [right, 0], [right, bottom], [0, bottom]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    flat = cv2.warpPerspective(
        rgb, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, np.uint8)


def _evened(rgb: Pixels) -> tuple[Pixels, float]:
    """Shadows lifted: the paper's own brightness is what lies around the ink, followed slowly."""
    limits = LIMITS["light"]
    height, width = rgb.shape[:2]
    scale = min(1.0, 256 / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    grey = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    paper = cv2.GaussianBlur(cv2.medianBlur(cv2.dilate(grey, np.ones((9, 9), np.uint8)), 15), (0, 0), 6)
    gain = np.clip(limits["paper"] / np.maximum(paper.astype(np.float32), 1), 1.0, limits["max_gain"])
    large = cv2.resize(gain.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    evened = cv2.multiply(rgb, cv2.merge([large, large, large]), dtype=cv2.CV_8U)
    return np.asarray(evened, np.uint8), round(float(gain.max()), 2)


def _packed(rgb: Pixels, dpi: int | None, edits: list[Edit]) -> Page:
    """As JPEG within the limits: quality first, then size."""
    limits = LIMITS["output"]
    whole = Image.fromarray(rgb)
    scale = min(1.0, limits["max_side_px"] / max(whole.size))
    while True:
        image = whole
        if scale < 1:
            image = whole.resize((max(1, round(whole.width * scale)), max(1, round(whole.height * scale))))
        new_dpi = round(dpi * scale) if dpi else None
        for quality in limits["qualities"]:
            out = io.BytesIO()
            image.save(out, "JPEG", quality=quality, dpi=(new_dpi or 0, new_dpi or 0))
            if out.tell() <= limits["max_bytes"]:
                shrunk = [Edit("shrunk", round(scale, 3))] if scale < 1 else []
                return Page(out.getvalue(), image.width, image.height, new_dpi, (*edits, *shrunk))
        scale *= limits["shrink"]
