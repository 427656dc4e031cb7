"""How much of each canvas pixel is person, close enough to put another ground behind: hair keeps its edge.

The mask network says roughly where the person is; a colour model of both sides (GrabCut, OpenCV) says where
the edge runs; in the narrow band along it the share is read from where a pixel's colour lies between the
person's beside it and the wall's behind it. Where the two are alike (white shirt, white wall) the smooth
edge of the mask is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.biometrics.faces.networks import Numbers, Picture

Mask = NDArray[np.bool_]
SURE_PX, SURE_NOT_PX = 9, 17  # so far inside and outside the quick mask nothing is asked again
HALVED = 2  # the colour model works on a canvas this much smaller
ROUNDS = 2
EDGE_PX, EDGE_SMOOTH = 4, 1e-4  # the guided filter's radius and tolerance
BAND_PX = 9  # hair's edge is looked for this far on both sides
WALL_PX, PERSON_PX = 17.0, 5.0  # how far around colours are averaged (sigma)
ALIKE, APART = 18.0, 55.0  # grey levels between person and wall: below, colours tell nothing; above, all
QUIET, LOUD = (
    6.0,
    16.0,
)  # grey levels a wall varies beside the edge: up to here colours are trusted; from here not
REACHES = 1, 4, 16  # how much farther colours are looked for where there are none near
FAINT, FULL = 0.12, 0.90  # shares below and above are noise


@dataclass(frozen=True)
class Matte:
    share: Numbers  # (height, width), 0..1
    wall: Numbers  # (height, width, 3): what is, or would be, behind each pixel


def matte(canvas: Picture, person: Numbers) -> Matte:
    """canvas with its quick mask -> the shares and the wall. About 120 ms."""
    hard = _edge(canvas, person)
    colours = canvas.astype(np.float32)
    smooth = _guided(cv2.cvtColor(canvas, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255, hard)
    around = cv2.dilate(hard.astype(np.uint8), _disk(2 * BAND_PX + 1)) > 0
    inside = cv2.erode(hard.astype(np.uint8), _disk(2 * BAND_PX + 1), borderValue=1) > 0
    wall = _spread(colours, ~around, WALL_PX)
    own = _spread(colours, inside, PERSON_PX)
    noise = _spread(np.abs(colours - wall), ~around, WALL_PX).mean(2)
    calm = np.clip((LOUD - noise) / (LOUD - QUIET), 0, 1)
    share = np.where(around & ~inside, _between(colours, wall, own, smooth, calm), smooth)
    share = np.clip((share - FAINT) / (FULL - FAINT), 0, 1)
    share = np.where(inside, 1.0, np.where(around, share, 0.0))
    return Matte(np.asarray(share, np.float32), wall)


def on_white(picture: Picture, share: Numbers, wall: Numbers) -> Picture:
    """The person before pure white; the wall's colour is taken out of half-covered pixels (no halo)."""
    cover = share[..., None]
    own = np.clip((picture - (1 - cover) * wall) / np.maximum(cover, 0.2), 0, 255)
    return np.asarray(np.clip(own * cover + 255 * (1 - cover) + 0.5, 0, 255), np.uint8)


def _edge(canvas: Picture, person: Numbers) -> Mask:
    """The person's outline by colour, one piece."""
    height, width = person.shape
    small = width // HALVED, height // HALVED
    mask = cv2.resize(person, small, interpolation=cv2.INTER_AREA)
    marks = np.where(mask > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    sure = cv2.erode(mask, _disk(SURE_PX), borderValue=1) > 0.9
    sure_not = cv2.dilate(mask, _disk(SURE_NOT_PX), borderValue=0) < 0.1
    marks[sure], marks[sure_not] = cv2.GC_FGD, cv2.GC_BGD
    if sure.any() and sure_not.any():
        picture = np.ascontiguousarray(cv2.resize(canvas, small, interpolation=cv2.INTER_AREA)[:, :, ::-1])
        nowhere = (0, 0, 0, 0)  # no rectangle: the marks say it
        cv2.setRNGSeed(1)  # the same picture gives the same portrait
        ground, body = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.grabCut(picture, marks, nowhere, ground, body, ROUNDS, cv2.GC_INIT_WITH_MASK)
    is_person = ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).astype(np.uint8)
    count, labels, sizes, _ = cv2.connectedComponentsWithStats(is_person)
    if count > 1:
        is_person = (labels == 1 + int(sizes[1:, cv2.CC_STAT_AREA].argmax())).astype(np.uint8)
    soft = cv2.resize(is_person.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(_filled(cv2.GaussianBlur(soft, (0, 0), 1.0) > 0.5), np.bool_)


def _filled(person: Mask) -> Mask:
    """Without holes: a hole in a person is a shine on a forehead, not the wall."""
    open_ground = np.pad((~person).astype(np.uint8), ((1, 0), (1, 1)), constant_values=1)
    open_ground = np.pad(open_ground, ((0, 1), (0, 0)), constant_values=0)
    flood = np.zeros((open_ground.shape[0] + 2, open_ground.shape[1] + 2), np.uint8)
    cv2.floodFill(open_ground, flood, (0, 0), 2)
    return np.asarray(open_ground[1:-1, 1:-1] != 2, np.bool_)


def _guided(guide: Numbers, mask: Mask) -> Numbers:
    """The mask with the guide picture's edges (guided filter, He et al. 2010)."""
    wanted = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8)
    side = (2 * EDGE_PX + 1, 2 * EDGE_PX + 1)
    mean, mean_wanted = cv2.blur(guide, side), cv2.blur(wanted, side)
    slope = (cv2.blur(guide * wanted, side) - mean * mean_wanted) / (
        cv2.blur(guide * guide, side) - mean * mean + EDGE_SMOOTH
    )
    rest = mean_wanted - slope * mean
    return np.clip(cv2.blur(slope, side) * guide + cv2.blur(rest, side), 0, 1).astype(np.float32)


def _spread(colours: Numbers, where: Mask, sigma: float) -> Numbers:
    """The colours found `where`, carried on smoothly to everywhere else. Done small: it is smooth anyway."""
    shrink = max(2, int(sigma / 4))
    height, width = where.shape
    size = width // shrink, height // shrink
    weight = where.astype(np.float32)
    some = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    many = cv2.resize(colours * weight[..., None], size, interpolation=cv2.INTER_AREA)
    total = np.full((*some.shape, 3), 255, np.float32)
    known = np.zeros(some.shape, np.bool_)
    for wider in REACHES:
        near, sums = (cv2.GaussianBlur(x, (0, 0), sigma * wider / shrink) for x in (some, many))
        fresh = (near > 0.02) & ~known
        total[fresh] = sums[fresh] / near[fresh][:, None]
        known |= fresh
        if known.all():
            break
    return np.asarray(cv2.resize(total, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _between(colours: Numbers, wall: Numbers, own: Numbers, smooth: Numbers, calm: Numbers) -> Numbers:
    """Where each colour lies on the way from the wall's to the person's."""
    way = own - wall
    length = np.maximum(np.einsum("ijk,ijk->ij", way, way), 1.0)
    share = np.clip(np.einsum("ijk,ijk->ij", colours - wall, way) / length, 0, 1)
    trust = calm * np.clip((np.sqrt(length / 3) - ALIKE) / (APART - ALIKE), 0, 1)
    return np.asarray(trust * share + (1 - trust) * smooth, np.float32)


def _disk(side: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)
