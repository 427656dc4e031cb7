"""One question, every way of asking for a character: its parts, "hong", 12, "U+2B84E", or several together.

Parts stand for themselves, digits are the strokes of the whole character, letters are its sound, U+ and hex
digits its code point; together all must hold. The table is read when first asked (a quarter of a second), so
build it off the GUI thread; asking takes a few milliseconds.
"""

from __future__ import annotations

import lzma
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forms import sounds
from forms.names import is_name_hanzi
from forms.once import once

MOST = 60
LONGEST = 24
"""A longer question says nothing more; pasted pages cost nobody time."""

_HERE = Path(__file__).parent
_LOOKED = 2000
"""Lines looked at for one part: the table begins with the fewest strokes. Strokes beside a frequent part
lead to all the others, because only their stretch of the table is looked at."""


@dataclass(frozen=True)
class Hanzi:
    """One character. strokes 0: not known. parts: what it is put together from. sounds: with tones."""

    sign: str
    strokes: int
    parts: str
    sounds: tuple[str, ...] = ()

    @property
    def point(self) -> str:
        return f"U+{ord(self.sign):04X}"


@dataclass(frozen=True)
class _Asked:
    signs: str  # the parts as they were typed
    strokes: int
    sound: str
    point: str

    @property
    def typed(self) -> tuple[str, ...]:
        """Every part as often as it was typed, each with the forms it takes."""
        return tuple(_alike().get(sign, sign) for sign in self.signs)

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.typed))


class Book:
    """Every character a name may hold. Immutable: any thread may ask."""

    def __init__(self) -> None:
        self._text = "\n" + lzma.decompress((_HERE / "table.tsv.xz").read_bytes()).decode("utf-8")
        self._spans = _spans(self._text)
        self._starts = {self._text[place + 1]: place + 1 for place in _ends(self._text)}
        self._by_sound = _by_sound()

    def find(self, asked: str) -> tuple[Hanzi, ...]:
        """The likeliest first, at most MOST: those made of just the parts asked for, then fewest strokes."""
        said = _read(asked)
        if said is None:
            return ()
        if said.point:
            found = [self._of(said.point)]
        elif said.parts:
            found = list(self._with_parts(said))
        elif said.sound:
            found = [self._of(sign) for sign in dict.fromkeys(self._spoken(said.sound))]
        else:
            found = list(self._with_strokes(said.strokes))
        kept = [one for one in found if self._holds(one, said)]
        seen: dict[str, str] = {}
        kept.sort(key=lambda one: (self._strange(one, said, seen), one.strokes or 99))
        return tuple(kept[:MOST])

    def _strange(self, one: Hanzi, said: _Asked, seen: dict[str, str]) -> int:
        """How far its parts, or the parts of those, are from what was asked for."""
        direct = _differing(one.parts, said.typed)
        if direct == 0:
            return 0
        wanted = "".join(said.parts)
        for part in one.parts:
            if part not in seen:
                seen[part] = part if part in wanted else self._of(part).parts or part
        return min(direct, _differing("".join(seen[part] for part in one.parts), said.typed))

    def _holds(self, one: Hanzi, said: _Asked) -> bool:
        return (not said.strokes or one.strokes == said.strokes) and (
            not said.sound or any(way.startswith(said.sound) for way in sounds.plain(one.sign))
        )

    def _spoken(self, sound: str) -> str:
        """Characters of a sound; of a sound half typed, those of every sound it begins."""
        whole = self._by_sound.get(sound, "")
        if len(sound) < 2:
            return whole
        begun = (
            signs for known, signs in self._by_sound.items() if known != sound and known.startswith(sound)
        )
        return whole + "".join(begun)

    def _with_parts(self, said: _Asked) -> Iterator[Hanzi]:
        """Goes by the part that fewest characters have."""
        rarest = min(said.parts, key=lambda forms: sum(self._text.count(form) for form in forms))
        lines = sorted({line for form in rarest for line in self._lines(form, said.strokes)})
        for start in lines:
            one, inside = self._line(start)
            if all(any(form in one.parts or form in inside for form in forms) for forms in said.parts):
                yield one

    def _with_strokes(self, strokes: int) -> Iterator[Hanzi]:
        """The table is sorted by strokes, so they stand together."""
        start, end = self._spans.get(strokes, (0, 0))
        while start < end:
            yield self._line(start)[0]
            start = self._text.find("\n", start) + 1

    def _lines(self, sign: str, strokes: int) -> Iterator[int]:
        """Where the lines begin that have this sign, the character's own line too."""
        start, end = self._spans.get(strokes, (0, 0)) if strokes else (0, len(self._text))
        place, count = self._text.find(sign, start, end), 0
        while place >= 0 and count < _LOOKED:
            yield self._text.rfind("\n", 0, place) + 1
            place, count = self._text.find(sign, self._text.find("\n", place), end), count + 1

    def _line(self, start: int) -> tuple[Hanzi, str]:
        sign, strokes, parts, inside = self._text[start : self._text.find("\n", start)].split("\t")
        return Hanzi(sign, int(strokes), parts, sounds.spoken(sign)), inside

    def _of(self, sign: str) -> Hanzi:
        start = self._starts.get(sign)
        return self._line(start)[0] if start is not None else Hanzi(sign, 0, "", sounds.spoken(sign))


@once
def book() -> Book:
    """The table, read once. A quarter of a second the first time."""
    return Book()


@cache
def _alike() -> Mapping[str, str]:
    rows = tomllib.loads((_HERE / "alike.toml").read_text(encoding="utf-8"))["rows"]
    return {form: row for row in rows for form in row}


def _read(asked: str) -> _Asked | None:
    """None: nothing that can be looked up."""
    text = unicodedata.normalize("NFKC", asked[:LONGEST]).lower()
    point = re.search(r"u\+?([0-9a-f]{4,6})", text)
    if point:
        number = int(point[1], 16)
        sign = chr(number) if number <= 0x10FFFF else ""
        return _Asked("", 0, "", sign) if sign and is_name_hanzi(sign) else None
    digits = re.findall(r"[0-9]+", text)
    strokes = int(digits[0]) if digits and int(digits[0]) < 100 else 0
    sound = "".join(re.findall(r"[a-zü]+", text)).replace("ü", "v")
    signs = "".join(sign for sign in text if _is_part(sign))
    return _Asked(signs, strokes, sound, "") if strokes or sound or signs else None


def _differing(parts: str, typed: Iterable[str]) -> int:
    """How many parts are too many or missing."""
    left, missing = list(parts), 0
    for forms in typed:
        found = next((part for part in left if part in forms), None)
        if found is None:
            missing += 1
        else:
            left.remove(found)
    return missing + len(left)


def _spans(text: str) -> Mapping[int, tuple[int, int]]:
    """Where the lines of each number of strokes begin and end."""
    found: dict[int, tuple[int, int]] = {}
    for match in re.finditer(r"\n[^\t]\t([0-9]+)\t", text):
        strokes = int(match[1])
        begin = found[strokes][0] if strokes in found else match.start() + 1
        found[strokes] = (begin, text.find("\n", match.start() + 1))
    return found


def _ends(text: str) -> Iterator[int]:
    """Places of the line ends that another line follows."""
    place = text.find("\n")
    while 0 <= place < len(text) - 1:
        yield place
        place = text.find("\n", place + 1)


def _is_part(sign: str) -> bool:
    return is_name_hanzi(sign) or "\u2e80" <= sign <= "\u2fd5" or "\u31c0" <= sign <= "\u31e3"


def _by_sound() -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    for sign in filter(is_name_hanzi, sounds.all_signs()):
        for way in sounds.plain(sign):
            found.setdefault(way, []).append(sign)
    return {way: "".join(signs) for way, signs in found.items()}
