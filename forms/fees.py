"""What the card costs, by which rule, and which waiver holds.

First card 0 (since 2018-04-01), renewal 20, damage 40, loss 40 yuan. Source: NDRC price notice [2003] 2322.
Two traps. Whoever has had a second-generation card is not "first": a child with a 5-year card who turns 16
pays 20. Waivers (Resident Identity Card Law art. 21) never cover loss or damage. Amounts and waivers:
`laws/fees.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from forms.data import read_toml
from forms.days import age, parse_day
from forms.matter import matter
from forms.packs.model import Pack
from forms.scenarios import decide
from forms.words import Choice, Words, parse_words

RULES = (
    "fee.first",
    "fee.not_first",
    "fee.child_card_before",
    "fee.full",
    "fee.waived",
    "fee.reduced",
    "fee.waiver_not_covered",
)


@dataclass(frozen=True)
class Fee:
    """An amount in fen with the rule that gave it (a code with words) and the text it rests on."""

    cents: int
    item: str  # of laws/fees.toml; "": the pack's charge
    rule: str  # a row of RULES
    source: str
    confidence: str
    words: Words


@cache
def _law() -> Mapping[str, Any]:
    return read_toml("laws/fees.toml")


@cache
def waivers() -> tuple[Choice, ...]:
    """The waivers to choose from; "none" first."""
    rows = _law()["waivers"]
    return tuple(
        Choice(code, parse_words(row["words"], f"laws/fees.toml {code}")) for code, row in rows.items()
    )


def covers(waiver: str, matter_id: str) -> bool:
    """Does this waiver lower the fee of this matter? An unknown waiver covers nothing."""
    return matter(matter_id).fee_item in _law()["waivers"].get(waiver, {"items": []})["items"]


def fee(matter_id: str, birth: date, first_card: bool, waiver: str, on: date) -> Fee:
    """The fee for an application of the day `on`. `first_card`: no second-generation card was ever held.

    An unknown waiver ("" included) counts as none. Raises BadDefinition for an unknown matter.
    """
    item, rule = matter(matter_id).fee_item, "fee.full"
    if item == "first":
        rule = "fee.first"
        if not first_card:
            item, rule = "renewal", "fee.child_card_before" if age(birth, on) >= 16 else "fee.not_first"
    row = _law()["items"][item]
    cents: int = row["cents"]
    if "since" in row and on < row["since"]:
        cents = row["cents_before"]
    source, confidence = row["source"], row["confidence"]
    relief = _law()["waivers"].get(waiver, _law()["waivers"]["none"])
    if relief["share"] < 100 and cents > 0:
        if item in relief["items"]:
            cents = cents * relief["share"] // 100
            rule = "fee.waived" if cents == 0 else "fee.reduced"
            source, confidence = relief["source"], relief["confidence"]
        else:
            rule = "fee.waiver_not_covered"
    return Fee(cents, item, rule, source, confidence, parse_words(row["words"], f"laws/fees.toml {item}"))


def fee_for(matter_id: str, answers: Mapping[str, str], on: date, pack: Pack | None = None) -> Fee | None:
    """The fee as the answers have it: birth, had_card ("yes": not the first) and fee_waiver.

    Without a readable birth the age plays no part but in the rule's name. Give completed answers
    (spec.complete). What is no card costs what the pack (the current one, or the one given) charges; None:
    no rule was found, and nothing is asked for.
    """
    chosen = matter(matter_id)
    if chosen.books:
        return None
    if not chosen.fee_item:
        charge = decide(chosen.category, {**answers, **chosen.scenario}, pack).fee
        if charge is None:
            return None
        return Fee(charge.fen, "", "fee.full", charge.source, charge.confidence, chosen.words)
    birth = parse_day(answers.get("birth", "")) or on
    return fee(
        matter_id, birth, answers.get("had_card", "no") != "yes", answers.get("fee_waiver", "none"), on
    )
