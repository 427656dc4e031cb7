"""A sheet on a bed becomes a straight page; where there is none, nothing is moved and that is said."""

from __future__ import annotations

import io
import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.contract import Frame
from devices.errors import BadReply
from devices.scan.outline import LIMITS, Pixels, find
from devices.scan.page import flatten, pdf

WIDTH, HEIGHT = 1600, 1200


def sheet() -> Pixels:
    """A4-shaped paper with lines of print."""
    paper = np.full((900, 636, 3), 245, np.uint8)
    for y in range(80, 820, 30):
        cv2.rectangle(paper, (60, y), (60 + 400 + (y * 7) % 110, y + 10), (40, 40, 40), -1)
    return paper


def lying(corners: list[tuple[float, float]], bed: int = 70) -> Pixels:
    paper = sheet()
    height, width = paper.shape[:2]
    source = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    ground = np.full((HEIGHT, WIDTH, 3), bed, np.uint8)
    flat = cv2.warpPerspective(
        paper, matrix, (WIDTH, HEIGHT), ground, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
    )
    noise = np.random.default_rng(1).normal(0, 3, flat.shape)
    return np.asarray(np.clip(flat + noise, 0, 255), np.uint8)


def turned(angle: float) -> list[tuple[float, float]]:
    turn = math.radians(angle)
    half = [(-318, -450), (318, -450), (318, 450), (-318, 450)]
    return [
        (800 + x * math.cos(turn) - y * math.sin(turn), 600 + x * math.sin(turn) + y * math.cos(turn))
        for x, y in half
    ]


def frame(rgb: Pixels) -> Frame:
    return Frame(rgb.tobytes(), rgb.shape[1], rgb.shape[0])


@pytest.mark.parametrize("angle", [-30, -12.5, -3, -0.7, 0, 0.4, 2, 7.3, 19, 40])
def test_a_turned_page_is_found_to_half_a_degree_and_one_per_cent(angle: float) -> None:
    corners = turned(angle)
    outline = find(lying(corners))
    assert outline is not None
    assert outline.angle_deg == pytest.approx(angle, abs=0.5)
    for found, true in zip(outline.corners, corners, strict=True):
        assert math.dist(found, true) < 0.01 * math.hypot(636, 900)


WARPED = [
    [(500, 150), (1100, 180), (1180, 1080), (420, 1050)],
    [(300, 300), (1250, 200), (1350, 950), (250, 1000)],
]


@pytest.mark.parametrize("corners", WARPED)
@pytest.mark.parametrize("bed", [30, 120, 180])
def test_a_page_seen_from_the_side_is_found_to_one_per_cent(
    corners: list[tuple[float, float]], bed: int
) -> None:
    outline = find(lying(corners, bed))
    assert outline is not None
    for found, true in zip(outline.corners, corners, strict=True):
        assert math.dist(found, true) < 0.01 * math.dist(corners[0], corners[2])


def test_the_page_goes_out_cut_and_straight_and_bright() -> None:
    page = flatten(frame(lying(turned(7))), dpi=150)
    assert page.width_px == pytest.approx(636, rel=0.01)
    assert page.height_px == pytest.approx(900, rel=0.01)
    assert page.dpi == 150
    assert [edit.name for edit in page.edits] == ["cut", "turned", "evened"]
    out = np.asarray(Image.open(io.BytesIO(page.jpeg)))
    assert out.shape == (page.height_px, page.width_px, 3)
    straight = np.asarray(Image.fromarray(sheet()).resize((page.width_px, page.height_px)))
    assert np.abs(out.astype(int) - straight).mean() < 12


def test_a_shadow_over_half_the_page_is_evened() -> None:
    rgb = lying(turned(0)).astype(np.float32)
    rgb *= np.linspace(1.0, 0.6, WIDTH)[None, :, None]
    page = flatten(frame(rgb.astype(np.uint8)))
    out = np.asarray(Image.open(io.BytesIO(page.jpeg)).convert("L"))
    left, right = np.median(out[20:60, 20:80]), np.median(out[20:60, -80:-20])
    assert abs(left - right) < 12


def noise() -> Pixels:
    return np.random.default_rng(2).integers(0, 255, (600, 800, 3)).astype(np.uint8)


def disc() -> Pixels:
    rgb = np.full((600, 800, 3), 60, np.uint8)
    cv2.circle(rgb, (400, 300), 200, (240, 240, 240), -1)
    return rgb


@pytest.mark.parametrize(
    "rgb",
    [np.full((600, 800, 3), 200, np.uint8), np.zeros((600, 800, 3), np.uint8), noise(), disc(), sheet()],
    ids=["blank", "black", "noise", "disc", "fills_the_picture"],
)
def test_without_a_page_nothing_is_moved_and_that_is_said(rgb: Pixels) -> None:
    page = flatten(frame(rgb))
    assert [edit.name for edit in page.edits] == ["no_page"]
    assert (page.width_px, page.height_px) == (rgb.shape[1], rgb.shape[0])


def test_a_page_is_never_larger_than_stated() -> None:
    rng = np.random.default_rng(3)
    page = flatten(frame(rng.integers(0, 255, (3000, 4400, 3)).astype(np.uint8)), dpi=300)
    assert len(page.jpeg) <= LIMITS["output"]["max_bytes"]
    assert max(page.width_px, page.height_px) <= LIMITS["output"]["max_side_px"]
    assert page.edits[-1].name == "shrunk"
    assert page.dpi == round(300 * page.edits[-1].value)


@given(width=st.integers(-5, 40), height=st.integers(-5, 40), length=st.integers(0, 4000))
@settings(max_examples=150, deadline=None)
def test_any_size_gives_a_page_or_an_error_with_a_code(width: int, height: int, length: int) -> None:
    try:
        page = flatten(Frame(bytes(length), width, height))
    except BadReply:
        return
    assert (page.width_px, page.height_px) == (width, height)


def test_sizes_beyond_the_limits_are_refused() -> None:
    with pytest.raises(BadReply):
        flatten(Frame(b"", 1 << 20, 1 << 20))
    with pytest.raises(BadReply):
        flatten(Frame(bytes(3 * 13000), 13000, 1))


def test_a_pdf_has_every_page() -> None:
    page = flatten(frame(lying(turned(3))), dpi=150)
    made = pdf([page, page, page])
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") == 3
    with pytest.raises(BadReply):
        pdf([])


def test_a_printed_frame_on_a_page_that_fills_the_picture_is_not_taken_for_the_page() -> None:
    """A form out of the feeder: white to the rim, a thick black table on it, somewhat turned."""
    sheet = np.full((1100, 1600, 3), 246, np.uint8)
    box = cv2.boxPoints(((800, 560), (1300, 850), 2.0)).astype(np.int32)
    cv2.polylines(sheet, [box], True, (20, 20, 20), 5)
    for row in range(5):
        cv2.line(sheet, (160, 250 + 130 * row), (1440, 290 + 130 * row), (20, 20, 20), 3)
    page = flatten(Frame(sheet.tobytes(), 1600, 1100), 300)
    assert (page.width_px, page.height_px, page.corners) == (1600, 1100, ())
    assert [edit.name for edit in page.edits] == ["no_page"]
