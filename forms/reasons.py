"""Why the office sends an application back: codes that both ends know, with their words and where to look.

Data in `reasons.toml`. Whoever does not know a code (an older van) still has the sentences in Chinese that
the office sends along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from forms.data import read_toml
from forms.errors import BadDefinition
from forms.words import Words, parse_words

OTHER = "other"
"""Says nothing by itself: words of one's own must come with it."""


@dataclass(frozen=True)
class ReturnReason:
    """fields: field ids and capture slots to look at. source: "" for a working word of the office."""

    code: str
    words: Words
    fields: tuple[str, ...]
    source: str


@cache
def reasons() -> tuple[ReturnReason, ...]:
    """In the order in which they are offered."""
    return tuple(
        ReturnReason(
            code, parse_words(row["words"], f"reasons.toml {code}"), tuple(row["fields"]), row["source"]
        )
        for code, row in read_toml("reasons.toml").items()
    )


def reason(code: str) -> ReturnReason:
    """Raises BadDefinition for a code that is not in the list."""
    found = next((one for one in reasons() if one.code == code), None)
    if found is None:
        raise BadDefinition(place=f"reason {code}", wanted=", ".join(one.code for one in reasons()))
    return found


def told(said: Sequence[str], codes: Sequence[str], own: str, language: str) -> tuple[str, ...]:
    """What the office said, in `language` when all its codes are known here; else its own sentences."""
    known = {one.code for one in reasons()}
    return sentences(codes, own, language) if codes and known.issuperset(codes) else tuple(said)


def sentences(codes: Iterable[str], own: str, language: str) -> tuple[str, ...]:
    """What the officer reads, one sentence a reason; `own`: the reviewer's words. Skips unknown codes."""
    known = {one.code: one.words for one in reasons()}
    own = own.strip()
    said = [known[code].say(language) for code in codes if code in known and not (code == OTHER and own)]
    return (*said, own) if own else tuple(said)
