"""What people read: every text in Chinese and English, and the texts that belong to codes.

`words.toml` maps a code ("id.check_digit") to its two texts. A text says where, what is wrong and what to do
now, in at most two short sentences; {names} in it are filled from a Mistake's or FormError's `values`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from forms.data import read_toml
from forms.errors import BadDefinition


@dataclass(frozen=True)
class Words:
    """One text in both languages of the program."""

    zh: str
    en: str

    def say(self, language: str, values: Mapping[str, object] | None = None) -> str:
        """The text in `language` ("zh" or "en"), its {names} filled. A name without a value stays visible."""
        text = self.en if language == "en" else self.zh
        return text.format_map(_Visible(values or {}))


@dataclass(frozen=True)
class Choice:
    """One answer to pick: the code that is stored and the words that are shown."""

    code: str
    words: Words


class _Visible(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def parse_words(value: object, place: str) -> Words:
    """Words from {zh = "...", en = "..."}. Raises BadDefinition naming the place."""
    if not isinstance(value, Mapping) or set(value) != {"zh", "en"}:
        raise BadDefinition(place=place, wanted="zh, en")
    zh, en = value["zh"], value["en"]
    if not (isinstance(zh, str) and isinstance(en, str) and zh.strip() and en.strip()):
        raise BadDefinition(place=place, wanted="zh, en")
    return Words(zh, en)


@cache
def table() -> Mapping[str, Words]:
    """Every code of this package with its words."""
    found = read_toml("words.toml")
    return {code: parse_words(value, f"words.toml {code}") for code, value in found.items()}


def words(code: str) -> Words | None:
    """The words of a code, or None when this package does not own it."""
    return table().get(code)
