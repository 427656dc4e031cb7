"""Reads the layouts in forms/paper: what stands where on a printed form, in millimetres."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from vanapp.printing.entries import ENTRIES, PICTURES
from vanapp.printing.errors import BadLayout
from vanapp.printing.faces import CHAINS

ALIGNMENTS = ("left", "centre", "right", "top", "spread")


@dataclass(frozen=True)
class Cell:
    """One cell of a sheet. `box` is x, y, w, h in mm from the paper's upper left corner.

    words: text with {entries} of the view; `en` is the second line when English is asked for.
    ticks: (code, words) pairs, the codes in the entry `of` are ticked. split: one box per character.
    picture: entry of the view with the bytes, drawn `inner` (w, h) mm, centred. code: the QR code.
    name: the heading on the continuation sheet when the words do not fit.
    """

    box: tuple[float, float, float, float]
    words: str = ""
    en: str = ""
    name: str = ""
    of: str = ""
    ticks: tuple[tuple[str, str], ...] = ()
    split: int = 0
    picture: str = ""
    inner: tuple[float, float] | None = None
    code: bool = False
    pt: float = 10.5
    min_pt: float = 6.5
    align: str = "left"
    face: str = "song"
    frame: float = 0.2
    pad: float = 1.0


@dataclass(frozen=True)
class Sheet:
    """A form of fixed size. `copies`: the cells are repeated at each of these y offsets, with its words."""

    id: str
    version: str
    title: str
    width_mm: float
    height_mm: float
    cells: tuple[Cell, ...]
    copies: tuple[tuple[float, str], ...] = ((0.0, ""),)
    cuts: tuple[float, ...] = ()  # y of dashed lines to cut along


@dataclass(frozen=True)
class Item:
    """One step down a paper roll: kind "title", "words", "pair", "rule", "code", "gap", "picture"."""

    kind: str
    words: str = ""
    en: str = ""
    label: str = ""
    label_en: str = ""
    scale: float = 1.0
    align: str = "left"
    face: str = "hei"
    mm: float = 0.0


@dataclass(frozen=True)
class Roll:
    """A slip as long as its content, for rolls of different width."""

    id: str
    version: str
    title: str
    papers: Mapping[str, RollPaper]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class RollPaper:
    """margin_mm: what the print head cannot reach (58 mm paper: 48 mm printed, 80 mm: 72 mm)."""

    width_mm: float
    margin_mm: float
    pt: float
    label_mm: float
    code_mm: float


@cache
def sheet(name: str) -> Sheet:
    """The sheet forms/paper/<name>.toml. Raises BadLayout naming the place."""
    data = _read(name)
    paper = _take(data, "paper", name)
    return Sheet(
        **_head(data, name),
        width_mm=float(_take(paper, "width_mm", name)),
        height_mm=float(_take(paper, "height_mm", name)),
        cells=tuple(cell(row, f"{name} cell {n}") for n, row in enumerate(data.get("cell", ()), 1)),
        copies=tuple((float(c["dy"]), str(c["words"])) for c in data.get("copy", ())) or ((0.0, ""),),
        cuts=tuple(float(y) for y in data.get("cuts", ())),
    )


@cache
def roll(name: str) -> Roll:
    """The roll slip forms/paper/<name>.toml. Raises BadLayout naming the place."""
    data = _read(name)
    papers = {
        key: _build(RollPaper, row, f"{name} paper {key}") for key, row in _take(data, "paper", name).items()
    }
    items = tuple(_item(row, f"{name} item {n}") for n, row in enumerate(data.get("item", ()), 1))
    return Roll(**_head(data, name), papers=papers, items=items)


def cell(row: Mapping[str, Any], place: str) -> Cell:
    """A cell from its table in the file. Raises BadLayout."""
    made: Cell = _build(Cell, {k: _frozen(v) for k, v in row.items()}, place)
    if len(made.box) != 4 or min(made.box) < 0 or made.align not in ALIGNMENTS or made.face not in CHAINS:
        raise BadLayout(place=place)
    if made.picture and made.picture not in PICTURES:
        raise BadLayout(place=place, entry=made.picture)
    for entry in (made.of, *_asked(made.words), *_asked(made.en)):
        if entry and entry not in ENTRIES | {"copy"}:
            raise BadLayout(place=place, entry=entry)
    return made


def _item(row: Mapping[str, Any], place: str) -> Item:
    item: Item = _build(Item, row, place)
    if item.kind not in {"title", "words", "pair", "rule", "code", "gap"} or item.face not in CHAINS:
        raise BadLayout(place=place)
    for entry in (*_asked(item.words), *_asked(item.en)):
        if entry not in ENTRIES:
            raise BadLayout(place=place, entry=entry)
    return item


def _asked(words: str) -> tuple[str, ...]:
    return tuple(entry for _, entry, _, _ in string.Formatter().parse(words) if entry)


def _build(kind: type[Any], row: Mapping[str, Any], place: str) -> Any:
    known = {field.name for field in fields(kind)}
    if extra := sorted(set(row) - known):
        raise BadLayout(place=place, entry=extra[0])
    try:
        return kind(**row)
    except TypeError as error:
        raise BadLayout(place=place) from error


def _frozen(value: Any) -> Any:
    return tuple(_frozen(v) for v in value) if isinstance(value, list) else value


def _head(data: Mapping[str, Any], name: str) -> dict[str, str]:
    return {key: str(_take(data, key, name)) for key in ("id", "version", "title")}


def _take(data: Mapping[str, Any], key: str, name: str) -> Any:
    if key not in data:
        raise BadLayout(place=f"{name} {key}")
    return data[key]


def _read(name: str) -> Mapping[str, Any]:
    try:
        text = files("forms").joinpath("paper", f"{name}.toml").read_text(encoding="utf-8")
        return tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadLayout(place=f"{name}.toml") from error
