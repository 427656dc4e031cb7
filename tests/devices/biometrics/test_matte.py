"""The white ground, on pictures whose truth is known: a dark soft-edged shape before a light wall."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from devices.biometrics.faces.matte import matte, on_white

SIDE = 600
OWN, WALL = np.array([48, 40, 36], np.float32), np.array([206, 211, 215], np.float32)
Share = NDArray[np.float32]


@pytest.fixture(scope="module")
def share() -> Share:
    """A head and shoulders with a soft edge of a few pixels, and hair that stands out of it."""
    sheet = np.zeros((SIDE, SIDE), np.float32)
    cv2.ellipse(sheet, (300, 300), (120, 160), 0, 0, 360, 1.0, -1)
    cv2.ellipse(sheet, (300, 640), (230, 190), 0, 0, 360, 1.0, -1)
    sheet = cv2.GaussianBlur(sheet, (0, 0), 1.6)
    random = np.random.default_rng(5)
    for _ in range(60):
        angle = random.uniform(1.1 * np.pi, 1.9 * np.pi)
        bend = angle + random.uniform(-0.08, 0.08)
        ends = [
            (round(16 * (300 + wide * np.cos(at))), round(16 * (300 + high * np.sin(at))))
            for wide, high, at in ((118, 158, angle), (134, 174, bend))
        ]
        hair = cv2.line(np.zeros_like(sheet), *ends, 1.0, 1, cv2.LINE_AA, 4)
        sheet = np.maximum(sheet, 0.7 * hair)
    return np.asarray(sheet, np.float32)


def before(share: Share, own: NDArray[np.float32], wall: NDArray[np.float32]) -> NDArray[np.uint8]:
    noise = np.random.default_rng(1).normal(0, 2.0, (SIDE, SIDE, 1))
    mixed = share[..., None] * own + (1 - share[..., None]) * wall + noise
    return np.clip(mixed, 0, 255).astype(np.uint8)


def rough(share: Share) -> Share:
    """What the mask network gives: the same, coarse and a little off."""
    small = cv2.resize(share, (150, 150), interpolation=cv2.INTER_AREA)
    coarse = cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.roll(coarse, 3, 1), np.float32)


def edge(share: Share) -> NDArray[np.bool_]:
    return np.asarray((share > 0.05) & (share < 0.95), np.bool_)


def test_with_the_true_share_the_wall_leaves_no_trace(share: Share) -> None:
    wall = np.broadcast_to(WALL, (SIDE, SIDE, 3)).astype(np.float32)
    made = on_white(before(share, OWN, WALL), share, wall).astype(float)
    true = share[..., None] * OWN + (1 - share[..., None]) * 255
    seen = share > 0.25  # below, a quarter of a pixel of hair is guessed
    assert np.abs(made - true)[seen].mean() < 3
    assert (made[share < 0.004] > 252).all()


@pytest.mark.parametrize("fold", [0.0, 9.0], ids=["plain wall", "sheet with folds"])
def test_the_edge_is_found_and_no_rim_stays(share: Share, fold: float) -> None:
    across = np.arange(SIDE)[None, :, None]
    wall = (WALL + fold * np.sin(across / 23.0) * np.ones((SIDE, 1, 1))).astype(np.float32)
    picture = before(share, OWN, wall)
    found = matte(picture, rough(share))
    made = on_white(picture, found.share, found.wall).astype(float)
    true = share[..., None] * OWN + (1 - share[..., None]) * 255
    off = (made - true)[edge(share)]
    assert abs(off.mean()) < 10  # neither darker nor lighter all along
    assert np.abs(off).mean() < 12  # grey levels; 15-18 without looking at colours, 13 without GrabCut
    assert made[share < 0.001].mean() > 253
    assert np.abs(made - true)[share > 0.999].mean() < 4


def test_white_on_white_keeps_the_masks_edge(share: Share) -> None:
    """Where colours tell nothing the shoulders still have an edge, and no hole."""
    white = np.array([224, 226, 228], np.float32)
    found = matte(before(share, white, WALL), rough(share))
    assert found.share[300, 300] == 1
    assert found.share[560, 300] == 1
    assert abs(float(found.share.mean() - share.mean())) < 0.04


def test_nobody_or_everybody_is_no_error() -> None:
    picture = np.full((SIDE, SIDE, 3), 120, np.uint8)
    for value in (0.0, 1.0):
        found = matte(picture, np.full((SIDE, SIDE), value, np.float32))
        assert found.share.shape == (SIDE, SIDE)
        assert float(np.median(found.share)) == value
