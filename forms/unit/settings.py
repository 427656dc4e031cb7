"""A unit's settings: checked against `fields.toml`, in one spelling, the same for the office and its vans."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any

from forms.data import read_toml
from forms.errors import FormError
from forms.fieldtypes import tidy_text
from forms.words import Words, parse_words

MOST_BYTES = 16 * 1024


@dataclass(frozen=True)
class UnitMistake:
    """code: unit.unknown, unit.text, unit.long, unit.signs, unit.choice, unit.number; has words."""

    field: str
    code: str


class BadUnit(FormError):
    """What was said does not fit; `mistakes` name each field."""

    code = "forms.bad_unit"

    def __init__(self, mistakes: tuple[UnitMistake, ...]) -> None:
        super().__init__(fields=", ".join(mistake.field for mistake in mistakes), count=len(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True)
class UnitSettings:
    """Empty everywhere: the unit says nothing of it, and the laptop's own setting holds."""

    name: str = ""
    address: str = ""
    hotline: str = ""
    place: str = ""
    dedicated_network: str = ""
    dedicated_apn: str = ""
    allowed_networks: tuple[str, ...] = ()
    other_networks: str = ""  # "no", "ask", "yes"
    pay_ways: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    idle_minutes: int = 0
    whiten_photo: str = ""  # "no", "yes"

    def said(self) -> dict[str, object]:
        """Only what the unit speaks of."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Field:
    """A row of fields.toml."""

    name: str
    kind: str
    words: Words
    most: int = 0
    least: int = 0
    signs: str = ""
    choices: tuple[str, ...] = ()


@cache
def known() -> Mapping[str, Field]:
    """By name, in the order a page shows them."""
    rows = read_toml("unit/fields.toml")
    made = {name: _field(name, row) for name, row in rows.items()}
    assert list(made) == [field.name for field in fields(UnitSettings)]
    return made


def _field(name: str, row: Mapping[str, Any]) -> Field:
    words = parse_words(row["words"], f"unit/fields.toml {name}")
    rest = {key: row[key] for key in ("most", "least", "signs") if key in row}
    return Field(name, row["kind"], words, choices=tuple(row.get("choices", ())), **rest)


def read(said: object) -> UnitSettings:
    """What somebody put in, tidied and checked; "" and [] are as good as nothing. Raises BadUnit."""
    if not isinstance(said, Mapping):
        raise BadUnit((UnitMistake("", "unit.text"),))
    mistakes = [UnitMistake(str(name), "unit.unknown") for name in said if name not in known()]
    read: dict[str, Any] = {}
    for name, field in known().items():
        if name in said and said[name] not in ("", None):
            value, codes = _KINDS[field.kind](field, said[name])
            mistakes += [UnitMistake(name, code) for code in codes]
            read[name] = value
    if mistakes:
        raise BadUnit(tuple(mistakes))
    return UnitSettings(**read)


def dump(settings: UnitSettings) -> str:
    """The one spelling."""
    return json.dumps(settings.said(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(text: str) -> UnitSettings:
    """Raises BadUnit."""
    try:
        said = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        said = None
    return read(said)


def _text(field: Field, said: object) -> tuple[str, Iterator[str]]:
    text = tidy_text(said) if isinstance(said, str) else ""
    return text, _of_text(field, said, text)


def _of_text(field: Field, said: object, text: str) -> Iterator[str]:
    if not isinstance(said, str) or not text.isprintable():
        yield "unit.text"
    elif len(text) > field.most:
        yield "unit.long"
    elif field.signs and not re.fullmatch(field.signs, text):
        yield "unit.signs"


def _texts(field: Field, said: Any) -> tuple[tuple[str, ...], Iterator[str]]:
    rows = tuple(dict.fromkeys(tidy_text(one) for one in said if one)) if _is_list(said) else ()
    return rows, _of_texts(field, said, rows)


def _of_texts(field: Field, said: Any, rows: tuple[str, ...]) -> Iterator[str]:
    if not _is_list(said) or not all(row.isprintable() for row in rows):
        yield "unit.text"
    elif len(rows) > field.most or any(len(row) > 100 for row in rows):
        yield "unit.long"


def _choice(field: Field, said: object) -> tuple[str, Iterator[str]]:
    return str(said), iter(() if said in field.choices else ("unit.choice",))


def _choices(field: Field, said: Any) -> tuple[tuple[str, ...], Iterator[str]]:
    chosen = tuple(one for one in field.choices if _is_list(said) and one in said)
    fits = _is_list(said) and set(said) == set(chosen)
    return chosen, iter(() if fits else ("unit.choice",))


def _number(field: Field, said: object) -> tuple[int, Iterator[str]]:
    fits = isinstance(said, int) and not isinstance(said, bool) and field.least <= said <= field.most
    return said if isinstance(said, int) else 0, iter(() if fits else ("unit.number",))


def _is_list(said: Any) -> bool:
    return isinstance(said, list | tuple) and all(isinstance(one, str) for one in said)


_KINDS: Mapping[str, Callable[[Field, Any], tuple[Any, Iterator[str]]]] = {
    "text": _text,
    "texts": _texts,
    "choice": _choice,
    "choices": _choices,
    "number": _number,
}
