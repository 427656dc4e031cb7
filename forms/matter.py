"""The matters an officer can take, how each is taken, and which one a card on the reader suggests.

The matters are data in `matters.toml`; the reason codes follow GA/T 2000.10-2014 (2x and 3x: confidence
medium).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from forms.data import read_toml
from forms.days import add_months, add_years, age, parse_day
from forms.errors import BadDefinition
from forms.words import Words, parse_words

Channel = Literal["complete", "received", "advice"]
CARD = "C19a"
"""The category of the card itself: a portrait, two prints, one form of the law, a fee of its own table."""
BOOKED = "booked_category"
"""The answer of a booking that names the table it is for."""
ADULT = 16  # full years; Resident Identity Card Law art. 2, 7: younger people's guardians apply for them


@dataclass(frozen=True)
class Matter:
    """What is asked for. `channel`: taken completely in the field, received for review, or advice only."""

    id: str
    words: Words
    summary: Words
    reason: str  # GA/T 2000.10 from 16 on; "": no card is made
    reason_child: str  # ... and below 16
    reason_confidence: str
    channel: Channel
    category: str  # of the scenario pack
    definition: str
    scenario: Mapping[str, str]
    fee_item: str  # of laws/fees.toml; "": what the pack charges, if anything
    has_card: bool  # is the old card at hand (and handed back at collection)?
    offered: bool  # among the few everybody asks for; the others begin from the consultation
    books: bool  # only asks for a visit to the hall, for whatever table was asked about

    def category_of(self, answers: Mapping[str, str]) -> str:
        """The pack's table of an application; of a booking the one it is for ("" while that is not said)."""
        return answers.get(BOOKED, "") if self.books else self.category

    @property
    def is_card(self) -> bool:
        """Is a resident identity card made?"""
        return self.category == CARD

    def reason_for(self, full_years: int) -> str:
        """The application reason code for a person of this age."""
        return self.reason_child if full_years < ADULT else self.reason


def _matter(matter_id: str, row: Mapping[str, Any]) -> Matter:
    return Matter(
        id=matter_id,
        words=parse_words(row["words"], f"matters.toml {matter_id}"),
        summary=parse_words(row["summary"], f"matters.toml {matter_id}"),
        reason=row.get("reason", ""),
        reason_child=row.get("reason_child", row.get("reason", "")),
        reason_confidence=row.get("reason_confidence", ""),
        channel=row.get("channel", "complete"),
        category=row.get("category", CARD),
        definition=row.get("definition", matter_id),
        scenario=row.get("scenario", {}),
        fee_item=row.get("fee_item", ""),
        has_card=row.get("has_card", False),
        offered=row.get("offered", True),
        books=row.get("books", False),
    )


MATTERS: tuple[Matter, ...] = tuple(_matter(key, row) for key, row in read_toml("matters.toml").items())


def matter(matter_id: str) -> Matter:
    """A matter by id. Raises BadDefinition for an id that is not in the list."""
    for entry in MATTERS:
        if entry.id == matter_id:
            return entry
    raise BadDefinition(place=f"matter {matter_id}", wanted=", ".join(entry.id for entry in MATTERS))


def matter_for(category: str, answers: Mapping[str, str]) -> Matter | None:
    """The matter that takes this situation of a category; None: there is no form for it yet."""
    return next(
        (
            entry
            for entry in MATTERS
            if entry.category == category
            and entry.channel != "advice"
            and all(answers.get(key) == answer for key, answer in entry.scenario.items())
        ),
        None,
    )


@cache
def _months(section: str, key: str) -> int:
    value: int = read_toml("laws/validity.toml")[section][key]
    return value


def renewal_opens(card_valid_to: date) -> date:
    """The first day a card that ends on `card_valid_to` counts as renewed at expiry."""
    return add_months(card_valid_to, -_months("early_renewal", "months"))


def first_card_due(birth: date) -> date:
    """The last day of the three months after the 16th birthday (art. 7)."""
    return add_months(add_years(birth, ADULT), _months("first_card", "months_after_16"))


def suggest(card_valid_to: str | None, birth: date, today: date) -> str:
    """The matter to preselect. `card_valid_to`: YYYYMMDD, the long-term mark, or None when no card was read.

    A card near or past its end: renewal at expiry. Another readable card: change. No card: a first one for
    whoever may still be in time for it, else replacement after loss. Only a suggestion; the officer
    decides.
    """
    if card_valid_to:
        end = parse_day(card_valid_to)
        return "renewal_expiry" if end is not None and renewal_opens(end) <= today else "change"
    is_young = age(birth, today) < ADULT or today <= first_card_due(birth)
    return "first" if is_young else "loss"
