"""A comparison's outcome, with what it was decided by. It is a finding, never a refusal of the person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    MATCH = "match"
    REVIEW = "review"  # the score is neither: an officer looks
    NO_MATCH = "no_match"
    NOT_COMPARABLE = "not_comparable"  # templates of two engines, or of two versions


@dataclass(frozen=True)
class Score:
    """How alike two prints are, on the scale of one engine; higher is more alike."""

    value: float
    engine: str
    version: str


@dataclass(frozen=True)
class Threshold:
    """From `match` on two prints are of one finger; from `review` on a person should look.

    false_match_rate: measured at `match`, on `measured_on`, at the date `measured_at`; see thresholds.toml.
    """

    engine: str
    version: str
    match: float
    review: float
    false_match_rate: float
    false_non_match_rate: float
    measured_on: str
    measured_at: str


@dataclass(frozen=True)
class Decision:
    """score, threshold: None when the two were not comparable. engine, version: of the probe."""

    outcome: Outcome
    score: float | None
    threshold: float | None
    engine: str
    version: str


def decide(score: Score, threshold: Threshold) -> Decision:
    """Hold a score against its own engine's threshold; against another's it is not comparable."""
    if (score.engine, score.version) != (threshold.engine, threshold.version):
        return Decision(Outcome.NOT_COMPARABLE, None, None, score.engine, score.version)
    if score.value >= threshold.match:
        outcome = Outcome.MATCH
    elif score.value >= threshold.review:
        outcome = Outcome.REVIEW
    else:
        outcome = Outcome.NO_MATCH
    return Decision(outcome, score.value, threshold.match, score.engine, score.version)
