"""How residents rate a service: the levels, and which of them somebody must see to.

Data in `ratings.toml`. A rating given at the service stands in the record's answers; nobody need give one.
"""

from __future__ import annotations

from functools import cache

from forms.data import read_toml
from forms.words import Choice, parse_words

ANSWER = "rating"
"""Key of the answer that holds the level, "5" (very satisfied) to "1"; no question of any form."""


@cache
def levels() -> tuple[Choice, ...]:
    """Best first."""
    said = read_toml("ratings.toml")["levels"]
    return tuple(Choice(level, parse_words(row, f"ratings.toml {level}")) for level, row in said.items())


@cache
def bad() -> frozenset[str]:
    """Levels that are a complaint: the record overtakes, and a person of the office answers it."""
    return frozenset(read_toml("ratings.toml")["bad"])
