"""A short way past some places: from the nearest to the nearest, then every crossing taken out (2-opt).

Straight lines on a flat map: right to a percent over a city, and no road data is needed. Not the shortest way
of all, which nobody can promise quickly; never longer than going from nearest to nearest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Place = tuple[float, float]
"""Longitude and latitude in degrees."""

STARTS = 12  # ends tried
ROUNDS = 50  # of improvement; a day's doors settle in a few


def distance_km(one: Place, other: Place) -> float:
    east = math.radians(other[0] - one[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    north = math.radians(other[1] - one[1])
    return 6371 * math.hypot(east, north)


def length_km(places: Sequence[Place]) -> float:
    return sum(distance_km(one, other) for one, other in pairwise(places))


def ordered(places: Sequence[Place], start: Place | None = None) -> list[int]:
    """Which of `places` comes first, second …; from `start`, else from wherever it gets shortest."""
    if not places:
        return []
    if start is not None:
        known = [start, *places]
        return [place - 1 for place in _improved(known, _nearest(known, 0), free=1)[1:]]
    ways = [_improved(places, _nearest(places, first), free=0) for first in range(min(len(places), STARTS))]
    return min(ways, key=lambda way: length_km([places[place] for place in way]))


def _nearest(places: Sequence[Place], first: int) -> list[int]:
    way, left = [first], set(range(len(places))) - {first}
    while left:
        here = places[way[-1]]
        way.append(min(left, key=lambda place: (distance_km(here, places[place]), place)))
        left.remove(way[-1])
    return way


def _improved(places: Sequence[Place], way: list[int], *, free: int) -> list[int]:
    """What lies before `free` stays where it is."""
    for _ in range(ROUNDS):
        better = False
        for one in range(free, len(way) - 1):
            for other in range(one + 1, len(way)):
                if _saves(places, way, one, other):
                    way = way[:one] + way[one : other + 1][::-1] + way[other + 1 :]
                    better = True
        if not better:
            break
    return way


def _saves(places: Sequence[Place], way: Sequence[int], one: int, other: int) -> bool:
    """Whether turning round the part from `one` to `other` makes the way shorter; only its ends change."""
    first, last = places[way[one]], places[way[other]]
    now = then = 0.0
    if one > 0:
        before = places[way[one - 1]]
        now, then = distance_km(before, first), distance_km(before, last)
    if other + 1 < len(way):
        after = places[way[other + 1]]
        now, then = now + distance_km(last, after), then + distance_km(first, after)
    return then < now - 1e-9
