"""Finding a division while an address is typed: Chinese, pinyin, initials, any level left out.

"gzlw", "liwan" and the name of the city or the district all lead to the same division; what was written
behind its whole name, a street, stays. Only divisions of the newest revision are offered: a new card bears
the present address (GB/T 2260 as kept in codes_data/divisions.tsv). The city and province of laws/home.toml
come first. An index is built once (a fifth of a second: build it off the GUI thread) and asked at
every keystroke.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms import codes
from forms.data import read_toml
from forms.once import once
from forms.spelling import Reach, Step, steps_of, walk

MOST = 8
LONGEST = 100
"""No address is longer; of a pasted page nothing more is looked at."""

_OWN, _UNDER = 3, 1
"""What a spelt-out sign of the division itself is worth, and one of what it lies in."""


@dataclass(frozen=True)
class Place:
    """A division as it begins an address. `rest`: what was typed behind it, kept as it is."""

    code: str
    path: str  # province, prefecture and county in one text
    rest: str = ""


@dataclass(frozen=True)
class _Entry:
    code: str
    path: str
    above: tuple[Step, ...]
    own: Step
    rank: int  # 0: this city, 1: this province, 2: elsewhere


class Places:
    """Every division that exists today. Immutable: any thread may ask."""

    def __init__(self) -> None:
        known = {code: place for code, place in codes.divisions().items() if place.is_current}
        names = {place.name for place in known.values()}
        steps = steps_of({name: _core(name) for name in names})
        self._entries = tuple(_entry(code, known, steps) for code in known)
        self._paths = frozenset(entry.path for entry in self._entries)

    def find(self, typed: str) -> tuple[Place, ...]:
        """The likeliest first, at most MOST. Nothing for an empty text or for signs nobody spells."""
        asked = "".join(typed[:LONGEST].split()).replace("'", "")
        if asked.isascii():
            asked = asked.lower()
        if not asked:
            return ()
        matched: dict[tuple[int, int], Reach] = {}
        found: list[tuple[int, int, int, int, _Entry]] = []
        for entry in self._entries:
            said = _match(asked, entry, matched)
            if said is not None:
                worth, used = said
                found.append((len(asked) - used, -worth, entry.rank, len(entry.above), entry))
        found.sort(key=lambda row: (*row[:4], row[4].code))
        whole = [row for row in found if row[0] == 0] or found
        return tuple(
            Place(entry.code, entry.path, asked[len(asked) - left :] if left else "")
            for left, _, _, _, entry in whole[:MOST]
        )

    def begins(self, address: str) -> str:
        """The longest division path an address begins with; "" when it names none in full."""
        return max((path for path in self._paths if address.startswith(path)), key=len, default="")


@once
def places() -> Places:
    """The index, built once. A fifth of a second the first time."""
    return Places()


# --- building ---------------------------------------------------------------------------------------------
def _entry(code: str, known: Mapping[str, codes.Division], steps: Mapping[str, Step]) -> _Entry:
    home = read_toml("laws/home.toml")
    chain = [step for step in dict.fromkeys((code[:2] + "0000", code[:4] + "00", code)) if step in known]
    names = [known[step].name for step in chain]
    ways = [steps[name] for name in names]
    is_city, is_province = code[:4] == home["city"][:4], code[:2] == home["province"][:2]
    return _Entry(code, "".join(names), tuple(ways[:-1]), ways[-1], 2 - is_province - is_city)


def _core(name: str) -> int:
    tail = next(
        (
            tail
            for tail in read_toml("laws/addresses.toml")["tails"]
            if name.endswith(tail) and len(name) > len(tail) + 1
        ),
        "",
    )
    return len(name) - len(tail)


# --- asking -----------------------------------------------------------------------------------------------
def _match(asked: str, entry: _Entry, seen: dict[tuple[int, int], Reach]) -> tuple[int, int] | None:
    """(worth, signs used) when the question leads here: levels above may be left out, its own may not."""
    reached: Reach = {0: 0}
    for step in entry.above:
        for start, worth in list(reached.items()):
            for end, more in walk(asked, start, step, seen).items():
                reached[end] = max(reached.get(end, 0), worth + more * _UNDER)
    best: tuple[int, int] | None = None
    for start, worth in reached.items():
        for end, more in walk(asked, start, entry.own, seen).items():
            # What is left over is the street, and people write it in Chinese behind the whole name.
            if end < len(asked) and (asked[end:].isascii() or end - start < len(entry.own.ways)):
                continue
            said = (worth + more * _OWN, end)
            best = max(best or said, said, key=lambda one: (one[1], one[0]))
    return best
