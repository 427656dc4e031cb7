"""How a Chinese text can be typed: sign by sign, each by itself, by its reading or by the first letter of it.

For finding divisions and streets at every keystroke; matters are found by forms.search, which scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.sounds import plain

Ways = tuple[str, ...]
"""How one sign can be asked for: itself, and its readings in plain letters."""

Reach = dict[int, int]
"""Signs of the question used so far -> what the match is worth, at best."""


@dataclass(frozen=True)
class Step:
    """One name, ready to be matched. core: how many of its signs must be there."""

    ways: tuple[Ways, ...]
    core: int
    firsts: frozenset[str]


def steps_of(names: Mapping[str, int]) -> dict[str, Step]:
    """Name -> core signs, made into steps. No name may be empty."""
    ways = {sign: (sign.lower(), *plain(sign)) for name in names for sign in name}
    return {
        name: Step(tuple(ways[sign] for sign in name), core, frozenset(way[0] for way in ways[name[0]]))
        for name, core in names.items()
    }


def walk(asked: str, start: int, step: Step, seen: dict[tuple[int, int], Reach]) -> Reach:
    """Where the question can stand after this name: begun with its first sign, its tail left out or not."""
    if start == len(asked) or asked[start] not in step.firsts:
        return {}
    key = (id(step), start)
    if key in seen:
        return seen[key]
    ends: Reach = {}
    states: Reach = {start: 0}
    for place, ways in enumerate(step.ways, 1):
        following: Reach = {}
        for used, worth in states.items():
            if used < len(asked):
                for end, more in _sign(asked, used, ways):
                    following[end] = max(following.get(end, 0), worth + more)
        for end, worth in following.items():
            if end == len(asked) or place >= min(step.core, len(step.ways)):
                ends[end] = max(ends.get(end, 0), worth + (1 if place >= step.core else 0))
        if not following:
            break
        states = following
    seen[key] = ends
    return ends


def _sign(asked: str, used: int, ways: Ways) -> list[tuple[int, int]]:
    """(signs used, worth) for each way the question can go on with this sign."""
    first = asked[used]
    if not first.isascii():
        return [(used + 1, 4)] if first == ways[0] else []
    found = []
    for way in ways[1:]:
        if way[0] != first:
            continue
        if asked.startswith(way, used):
            found.append((used + len(way), 3))
        elif way.startswith(asked[used:]):
            found.append((len(asked), 2))
        found.append((used + 1, 1))
    return found
