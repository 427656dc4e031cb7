"""Which fingers, in which order, how good, and what is written when a finger cannot be had.

Two prints: right thumb, left thumb; then thumb, index, middle, ring, little, one finger per hand in
principle. Three tries a finger, the best is kept. Positions GA/T 1011/1012; no statutory quality threshold
was found, so 40 of NFIQ 2 is a parameter (confidence: low). All of it is data: `laws/fingerprint.toml`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from forms.data import read_toml
from forms.words import Choice, Words, parse_words

Need = Literal["required", "optional", "never"]


@dataclass(frozen=True)
class Finger:
    """A finger position. `code`: one byte on the chip, 11-20; `hand`: "right" or "left"."""

    code: int
    hand: str
    finger: str
    words: Words


@dataclass(frozen=True)
class SkipReason:
    """Why a finger is skipped, and the enrol result that goes on the record (2 failed, 3 not enrolled)."""

    code: str
    result: int
    words: Words


@dataclass(frozen=True)
class CaptureRule:
    """How prints are taken."""

    wanted: int
    tries: int
    most_tries: int
    quality_least: int  # 0-100
    finger_present: int  # 0-100
    whole_capture_s: int
    width_px: int
    height_px: int
    dpi: int
    bits: int


def _law() -> dict[str, Any]:
    return dict(read_toml("laws/fingerprint.toml"))


def _words(row: dict[str, Any]) -> Words:
    return parse_words(row["words"], f"laws/fingerprint.toml {row['code']}")


def _rule() -> CaptureRule:
    law = _law()
    capture = {key: value for key, value in law["capture"].items() if key != "quality_confidence"}
    return CaptureRule(**capture, **law["image"])


ORDER: tuple[Finger, ...] = tuple(
    Finger(row["code"], row["hand"], row["finger"], _words(row)) for row in _law()["fingers"]
)
RULE: CaptureRule = _rule()
ENROLLED, FAILED, NOT_ENROLLED, UNKNOWN = 1, 2, 3, 9  # enrol results on the record


@cache
def position_words(code: int) -> Words | None:
    """The name of a finger position (11-20, 97-99), or None."""
    law = _law()
    return next((_words(row) for row in law["fingers"] + law["unknown"] if row["code"] == code), None)


@cache
def results() -> tuple[Choice, ...]:
    """The enrol results as choices: "1", "2", "3", "9"."""
    return tuple(Choice(str(row["code"]), _words(row)) for row in _law()["results"])


@cache
def skip_reasons() -> tuple[SkipReason, ...]:
    """The reasons an officer may give for a finger that cannot be had."""
    return tuple(SkipReason(row["code"], row["result"], _words(row)) for row in _law()["skip_reasons"])


def next_finger(taken: Collection[int], skipped: Collection[int]) -> Finger | None:
    """The finger to ask for now, or None when two are taken or none is left.

    One finger per hand in principle: a hand that has given one is asked again only when the other has none
    left.
    """
    if len(taken) >= RULE.wanted:
        return None
    left = [finger for finger in ORDER if finger.code not in taken and finger.code not in skipped]
    hands = {finger.hand for finger in ORDER if finger.code in taken}
    return next((finger for finger in left if finger.hand not in hands), left[0] if left else None)


def need(full_years: int) -> Need:
    """Must prints be taken at this age? The law names no exemption; below 16 it is the bureau's parameter."""
    child = _law()["child"]
    policy: Need = child["policy"]
    return policy if full_years < child["below_age"] else "required"
