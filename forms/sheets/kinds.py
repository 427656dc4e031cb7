"""The kinds of work, from `columns.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.data import read_toml
from forms.errors import BadDefinition

_PATH = "sheets/columns.toml"


@dataclass(frozen=True)
class Column:
    """check: a name in `forms.sheets.checks.CHECKS`. words: other headings a table may have for it."""

    name: str
    check: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """whole: one bad row refuses the sheet. once: columns no two rows may agree in. open: "answers.…"."""

    name: str
    columns: Mapping[str, Column]
    required: tuple[str, ...]
    once: tuple[str, ...]
    open: tuple[str, ...]
    whole: bool

    def column_of(self, heading: str) -> str:
        """The column a heading means, by its name or its words; "" when there is none such."""
        text = heading.strip()
        word, dot, rest = text.partition(".")
        if text in self.columns or (dot and rest and word in self.open):
            return text
        return next((column.name for column in self.columns.values() if text in column.words), "")


def _kinds() -> Mapping[str, Kind]:
    said = read_toml(_PATH)
    columns = {name: Column(name, row["check"], tuple(row["words"])) for name, row in said["columns"].items()}
    return {name: _kind(name, row, columns) for name, row in said["kinds"].items()}


def _kind(name: str, row: Mapping[str, object], columns: Mapping[str, Column]) -> Kind:
    def names(key: str) -> tuple[str, ...]:
        value = row.get(key, [])
        if not isinstance(value, list):
            raise BadDefinition(place=f"{_PATH} {name}.{key}", wanted="a list")
        return tuple(value)

    mine = {column: columns[column] for column in names("columns")}
    return Kind(name, mine, names("required"), names("once"), names("open"), bool(row.get("whole")))


KINDS: Mapping[str, Kind] = _kinds()
