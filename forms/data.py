"""Reads the data files that lie inside this package. Nothing else is read from disk."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from forms.errors import BadDefinition

_HERE = Path(__file__).parent  # importlib.resources costs 80 ms at the start, and we are never zipped


def read_text(path: str) -> str:
    """A data file's text; `path` is relative to this package, with "/"."""
    return _HERE.joinpath(path).read_text(encoding="utf-8")


@cache
def read_toml(path: str) -> Mapping[str, Any]:
    """A TOML data file, read once; nobody changes it. Raises BadDefinition when it is not TOML."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise BadDefinition(place=path, wanted="TOML") from error


def read_rows(path: str) -> Iterator[tuple[str, ...]]:
    """The rows of a tab-separated file; lines that start with "#" and empty lines are comments."""
    for line in read_text(path).splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))


def names_in(folder: str, suffix: str) -> tuple[str, ...]:
    """File names without suffix in one data folder, sorted."""
    found = (entry.name for entry in _HERE.joinpath(folder).iterdir())
    return tuple(sorted(name.removesuffix(suffix) for name in found if name.endswith(suffix)))
