"""A quick look through thousands of templates: which few may be of this finger. No decision, a short list.

Each minutia and one of its neighbours make a key: how far, in which direction, how turned. Prints of one
finger share many keys, all turned by the same angle, and the ridges run alike around them: 64 bits tell.
Runs in the child process of a session.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.biometrics.fingers.shape import Array, Shape

Bits = NDArray[np.uint64]
Numbers = NDArray[np.int32]

NEIGHBOURS: Final = 7
REACH_PX: Final = (8.0, 128.0)
STEP_PX: Final = 10.0
DIRECTIONS: Final = 24  # of a neighbour as seen from the minutia
TURNS: Final = 16  # of the neighbour's own direction
ROTATIONS: Final = 36  # of one whole print against another
ASKEW: Final = 8  # of ROTATIONS; prints of one finger are not turned more against each other
PLACES: Final = slice(6, 38)  # of the places around a minutia: 32, each with two bits
ALIKE: Final = 0.34  # share of differing bits from which on two surroundings have nothing in common
FEW_BITS: Final = 16
_DISTANCES: Final = int(REACH_PX[1] // STEP_PX) + 2
_CIRCLE: Final = 2 * np.pi


class Index:
    """Grows with the session; numbers are handed out in the order of adding, from 0."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._new: list[_Print] = []
        self._keys = np.zeros(0, np.uint16)
        self._seen_from = np.zeros(0, np.int32)  # of each key, the minutia it was seen from
        self._starts = np.zeros(_DISTANCES * DIRECTIONS * TURNS + 1, np.intp)
        self._minutiae = _Print.nothing()

    def __len__(self) -> int:
        return len(self._sizes)

    def add(self, shape: Shape) -> int:
        number = len(self._sizes)
        self._new.append(_Print(shape, number))
        self._sizes.append(shape.size)
        return number

    def likely(self, shape: Shape, most: int) -> list[int]:
        """The numbers of at most `most` templates that share most with this one, best first."""
        if not self._sizes or shape.size < 2:
            return []
        self._sort()
        keys, ones = _keys(shape, soft=True)
        begins, ends = self._starts[keys], self._starts[keys.astype(np.intp) + 1]
        counts = ends - begins
        places = np.repeat(begins - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
        places += np.arange(len(places))
        theirs, ours = self._seen_from[places], np.repeat(ones, counts)
        probe, known = _Print(shape, 0), self._minutiae
        turn = (known.turn[theirs] - probe.turn[ours] + ASKEW) % ROTATIONS
        upright = turn <= 2 * ASKEW
        theirs, ours, turn = theirs[upright], ours[upright], turn[upright]
        both = known.seen[theirs] & probe.seen[ours]
        differing = np.bitwise_count((known.run[theirs] ^ probe.run[ours]) & both).astype(np.float32)
        share = (differing + ALIKE / 2 * FEW_BITS) / (np.bitwise_count(both) + FEW_BITS)
        vote = np.maximum(0, 1 - share / ALIKE) ** 2
        table = np.bincount(
            known.owner[theirs] * (2 * ASKEW + 3) + turn + 1,
            weights=vote,
            minlength=len(self) * (2 * ASKEW + 3),
        ).reshape(len(self), -1)
        around = table[:, 1:-1] + table[:, 2:] + table[:, :-2]
        worth = around.max(1) / np.sqrt(np.array(self._sizes) + 6.0)
        return [int(number) for number in np.argsort(-worth, kind="stable")[:most]]

    def _sort(self) -> None:
        """All keys in order, so that equal ones lie side by side."""
        if not self._new:
            return
        before = len(self._minutiae.owner)
        shifts = before + np.cumsum([0] + [len(one.owner) for one in self._new[:-1]])
        keys = np.concatenate([self._keys, *(one.keys for one in self._new)])
        moved = [one.ones + shift for one, shift in zip(self._new, shifts, strict=True)]
        seen_from = np.concatenate([self._seen_from, *moved]).astype(np.int32)
        order = np.argsort(keys, kind="stable")
        self._keys, self._seen_from = keys[order], seen_from[order]
        self._starts = np.searchsorted(self._keys, np.arange(len(self._starts)))
        self._minutiae = _Print.joined([self._minutiae, *self._new])
        self._new = []


class _Print:
    """What the index keeps of a print, per minutia; and its keys, until they are sorted in."""

    def __init__(self, shape: Shape, number: int) -> None:
        self.keys, self.ones = _keys(shape, soft=False)
        self.owner: Numbers = np.full(shape.size, number, np.int32)
        self.turn = (np.floor((shape.turn % _CIRCLE) / _CIRCLE * ROTATIONS) % ROTATIONS).astype(np.int32)
        places = shape.seen.shape[1]
        real, imaginary = shape.around[:, :places][:, PLACES], shape.around[:, places : 2 * places][:, PLACES]
        seen = shape.seen[:, PLACES] > 0
        self.run: Bits = _packed(np.concatenate([real > 0, imaginary > 0], 1))
        self.seen: Bits = _packed(np.concatenate([seen, seen], 1))

    @staticmethod
    def nothing() -> _Print:
        empty = object.__new__(_Print)
        empty.owner, empty.turn = np.zeros(0, np.int32), np.zeros(0, np.int32)
        empty.run, empty.seen = np.zeros(0, np.uint64), np.zeros(0, np.uint64)
        return empty

    @staticmethod
    def joined(parts: list[_Print]) -> _Print:
        whole = _Print.nothing()
        for name in ("owner", "turn", "run", "seen"):
            setattr(whole, name, np.concatenate([getattr(part, name) for part in parts]))
        return whole


def _packed(bits: NDArray[np.bool_]) -> Bits:
    """64 truths a row as one number."""
    return np.packbits(bits, axis=1).view(np.uint64).ravel()


def _keys(shape: Shape, *, soft: bool) -> tuple[NDArray[np.uint16], Numbers]:
    """The keys of a print and the minutia each was seen from. soft: the next cell too, in each of the three
    measures: what lies near a border may fall on its other side in another print.
    """
    near = shape.near[:, :NEIGHBOURS]
    ones = np.repeat(np.arange(shape.size), near.shape[1])
    others = near.ravel()
    apart = shape.apart[ones, others]
    kept = (apart >= REACH_PX[0]) & (apart < REACH_PX[1])
    ones, others, apart = ones[kept], others[kept], apart[kept]
    seen: Array = shape.place[ones, others]
    measures = (
        apart / STEP_PX,
        (np.arctan2(seen[:, 1], seen[:, 0]) % _CIRCLE) / _CIRCLE * DIRECTIONS,
        (shape.turned[ones, others] % _CIRCLE) / _CIRCLE * TURNS,
    )
    found = []
    for steps in np.ndindex(2, 2, 2) if soft else ((0, 0, 0),):
        distance, direction, turn = (
            np.floor(measure).astype(np.int64) + step * np.where(measure % 1 < 0.5, -1, 1)
            for measure, step in zip(measures, steps, strict=True)
        )
        distance = np.clip(distance, 0, _DISTANCES - 1)
        found.append((distance * DIRECTIONS + direction % DIRECTIONS) * TURNS + turn % TURNS)
    keys = np.concatenate(found).astype(np.uint16)
    return keys, np.tile(ones, len(found)).astype(np.int32)
