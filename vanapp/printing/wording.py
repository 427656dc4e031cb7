"""The words and date forms that only paper has, from forms/paper/words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


def said(table: str, code: str, language: str = "zh") -> str:
    """The words of a code, "" for an unknown one."""
    return str(_words().get(table, {}).get(code, {}).get(language, ""))


def day(when: date | None) -> str:
    """A day as government paper writes it, "" for none."""
    return form("day").format(y=when.year, m=when.month, d=when.day) if when else ""


def span(first: date | None, last: date | None, term: str) -> str:
    """Start and end of validity as on the card, "" before both are known."""
    if not first or not (last or term == "long"):
        return ""
    end = form("long") if term == "long" or not last else f"{last:%Y.%m.%d}"
    return form("span").format(first=f"{first:%Y.%m.%d}", last=end)


def joined(*parts: str) -> str:
    """Parts of one entry, the empty ones left out."""
    return form("comma").join(part for part in parts if part)




def form(name: str) -> str:
    """One of the fixed phrases."""
    return str(_words()["form"][name])


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(files("forms").joinpath("paper", "words.toml").read_text(encoding="utf-8"))
