"""The words and date forms that only paper has, from forms/paper/words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from forms.days import add_years, parse_day


def form(name: str) -> str:
    """One of the fixed phrases."""
    return str(_words()["form"][name])


def remarked() -> tuple[str, ...]:
    """Ids of the answers that stand in the remarks, in their order."""
    return tuple(_words()["remarked"])


def said(table: str, code: str, language: str = "zh") -> str:
    """The words of a code, "" for an unknown one."""
    return str(_words().get(table, {}).get(code, {}).get(language, ""))


def day(when: date | None) -> str:
    """A day as government paper writes it, "" for none."""
    return form("day").format(y=when.year, m=when.month, d=when.day) if when else ""


def written(text: str) -> str:
    """YYYYMMDD as government paper writes it; any other text as it is."""
    return day(parse_day(text)) or text


def span(first: date | None, years: int | None) -> str:
    """Start and end of validity as on the card (years None: long-term); blanks before the start is known."""
    if first is None:
        return form("span_blank")
    end = form("long") if years is None else f"{add_years(first, years):%Y.%m.%d}"
    return form("span").format(first=f"{first:%Y.%m.%d}", last=end)


def old_card(first: str, last: str) -> str:
    """The validity of the card the person holds, "" when it is not known."""
    start, end = parse_day(first), parse_day(last)
    if not last:
        return ""
    return form("old_card").format(
        first=f"{start:%Y.%m.%d}" if start else "", last=f"{end:%Y.%m.%d}" if end else last
    )


def money(cents: int, way: str, language: str = "zh") -> str:
    """An amount with how it is paid; nothing to pay is said in words."""
    paid = said("pay_way", way, language)
    if not cents:
        return paid
    amount = f"{cents / 100:.2f}".removesuffix(".00")
    text = said("amount", "paid" if paid else "plain", language)
    return text.format(amount=amount, way=paid)


def joined(*parts: str) -> str:
    """Parts of one entry, the empty ones left out."""
    return form("comma").join(part for part in parts if part)


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(files("forms").joinpath("paper", "words.toml").read_text(encoding="utf-8"))
