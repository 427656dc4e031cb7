"""Finding a matter by what people say: Chinese, pinyin, initials, everyday words, English.

Looks through the categories, situations and materials of a pack. An index is built once per pack (a
fifth of a second: build it off the GUI thread) and asked at every keystroke.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from forms.packs.model import Category, Material, Pack
from forms.packs.shelf import current, pack_named
from forms.sounds import plain
from forms.words import Words

MOST = 20
LONGEST = 64
"""A longer query says nothing more; pasted pages cost nobody time."""

ENOUGH = 0.6
"""Share of a query's neighbouring pairs of characters that a text must hold if it does not hold it whole."""

NAME, SAID, PART = 1.0, 0.95, 0.6
"""What a hit in the name, in an everyday word, or elsewhere in an entry is worth."""


@dataclass(frozen=True)
class Hit:
    """One thing found. kind: "category", "situation" (with its answer) or "material"."""

    kind: str
    words: Words
    categories: tuple[str, ...]  # one, but for a material
    answers: Mapping[str, str] = field(default_factory=dict)
    material: str = ""
    score: float = 0.0


@dataclass(frozen=True)
class _Text:
    """One text of an entry in the ways it can be asked for."""

    plain: str
    syllables: tuple[tuple[str, ...], ...]  # per character all its readings; empty for none
    english: tuple[str, ...]
    worth: float


@dataclass(frozen=True)
class _Entry:
    hit: Hit
    texts: tuple[_Text, ...]


class Index:
    """Every entry of one pack, ready to be asked. Immutable: any thread may ask."""

    def __init__(self, pack: Pack) -> None:
        self._entries = tuple(_entries(pack))

    def find(self, query: str) -> tuple[Hit, ...]:
        """The best hits first, at most MOST. An empty query, or one of signs alone, finds nothing."""
        asked = _plain(query[:LONGEST])
        if not asked:
            return ()
        found = []
        for place, entry in enumerate(self._entries):
            score = max(_score(asked, text) for text in entry.texts)
            if score > 0:
                found.append((-score, place, entry.hit))
        found.sort(key=lambda row: row[:2])
        return tuple(
            Hit(hit.kind, hit.words, hit.categories, hit.answers, hit.material, -score)
            for score, _, hit in found[:MOST]
        )


def current_index() -> Index:
    """The index of the current pack, built once. A fifth of a second the first time."""
    return _index(current().name)


@cache
def _index(name: str) -> Index:
    return Index(pack_named(name))


# --- building ---------------------------------------------------------------------------------------------
def _entries(pack: Pack) -> Iterable[_Entry]:
    for category in pack.categories.values():
        yield _category(category)
        yield from _situations(category)
    for material in pack.materials.values():
        users = tuple(c.id for c in pack.categories.values() if _uses(c, material))
        if users:
            yield _Entry(
                Hit("material", material.words, users, material=material.id), _texts(material.words, "", PART)
            )


def _category(category: Category) -> _Entry:
    return _Entry(
        Hit("category", category.words, (category.id,)), _texts(category.words, category.search, NAME)
    )


def _situations(category: Category) -> Iterable[_Entry]:
    for dimension in category.dimensions:
        for choice in dimension.answers:
            row = category.rows[dimension.id, choice.code]
            hit = Hit("situation", choice.words, (category.id,), {dimension.id: choice.code})
            yield _Entry(hit, _texts(choice.words, row.search, NAME if row.search else PART))


def _uses(category: Category, material: Material) -> bool:
    switched = any(material.id in (*switch.add, *switch.drop) for switch in category.switches)
    rows = any(material.id in row.materials for row in category.rows.values())
    return material.id in category.base or rows or switched


def _texts(words: Words, said: str, worth: float) -> tuple[_Text, ...]:
    english = tuple(re.findall(r"[a-z0-9]+", words.en.lower()))
    texts = [_Text(_plain(words.zh), _syllables(_plain(words.zh)), english, worth)]
    texts += [_Text(_plain(word), _syllables(_plain(word)), (), SAID) for word in said.split()]
    return tuple(texts)


def _syllables(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(plain(sign) for sign in text)


# --- asking -----------------------------------------------------------------------------------------------
def _plain(text: str) -> str:
    """Letters, digits and Chinese characters alone, in small letters; full-width ones become plain."""
    folded = text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}).lower()
    return "".join(sign for sign in folded if sign.isalnum())


def _score(asked: str, text: _Text) -> float:
    if asked.isascii():
        return _by_sound(asked, text)
    if asked in text.plain:
        # The shorter the text around it, the more it is what was meant.
        return text.worth * (1 + len(asked) / len(text.plain)) / 2 + 1
    if len(text.plain) > 1 and text.plain in asked:
        return text.worth * len(text.plain) / len(asked) + 0.5
    pairs = {asked[at : at + 2] for at in range(len(asked) - 1)} or {asked}
    share = sum(pair in text.plain for pair in pairs) / len(pairs)
    return text.worth * share if share >= ENOUGH else 0.0


def _by_sound(asked: str, text: _Text) -> float:
    """Pinyin with or without its tail, initials, or the beginning of an English word."""
    best = 0.0
    for start, ways in enumerate(text.syllables):
        if ways and (whole := _spells(asked, text.syllables[start:])):
            best = max(best, whole + (0.2 if start == 0 else 0.0))
    if len(asked) > 2 and any(word.startswith(asked) for word in text.english):
        best = max(best, 0.7)
    return text.worth * best


def _spells(asked: str, syllables: tuple[tuple[str, ...], ...]) -> float:
    """How well these letters spell these characters from the first on; 0: they do not.

    Each character takes its whole reading or its first letter; the last one any beginning of its reading.
    """
    reached: dict[int, int] = {0: 0}  # letters used -> characters spelt in full, at best
    for count, ways in enumerate(syllables, 1):
        step: dict[int, int] = {}
        for used, full in reached.items():
            rest = asked[used:]
            for way in ways:
                if rest.startswith(way):
                    step[used + len(way)] = max(step.get(used + len(way), 0), full + 1)
                if rest[0] == way[0]:
                    step[used + 1] = max(step.get(used + 1, 0), full)
                if way.startswith(rest):
                    step[len(asked)] = max(step.get(len(asked), 0), full)
        if len(asked) in step:
            return (count + step[len(asked)]) / (2 * len(syllables)) * 0.8 + 0.2 if count > 1 else 0.1
        if not step:
            return 0.0
        reached = step
    return 0.0
