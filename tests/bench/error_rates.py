"""Error rates of a comparison from its scores, as the field states them. Pure numbers: whose they are is
not known here.

FMR: share of impostor pairs taken for one; FNMR: share of genuine pairs refused. Pairs without a score (no
face, no print) count as refused: a system that cannot compare does not let anybody pass.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rates:
    """In shares, 0..1. fmr100: FNMR where FMR is at most 1 in 100; zero_fmr: where no impostor passes.
    Each threshold is the distance up to which a pair matches.
    """

    genuine: int
    impostor: int
    eer: float
    fmr100: float
    fmr1000: float
    zero_fmr: float


def rates(genuine: Sequence[float], impostor: Sequence[float]) -> Rates:
    """From distances (lower is more alike); math.inf for a pair that could not be compared."""
    return Rates(
        len(genuine),
        len(impostor),
        _equal(genuine, impostor),
        _fnmr_at(genuine, impostor, 1 / 100),
        _fnmr_at(genuine, impostor, 1 / 1000),
        _fnmr_at(genuine, impostor, 0.0),
    )


def share(values: Iterable[float], threshold: float) -> float:
    """Of the values, those up to the threshold."""
    listed = list(values)
    return sum(value <= threshold for value in listed) / len(listed) if listed else math.nan


def _fnmr_at(genuine: Sequence[float], impostor: Sequence[float], most: float) -> float:
    """The lowest FNMR whose threshold lets at most this share of impostors pass."""
    if not genuine or not impostor:
        return math.nan
    allowed = math.floor(most * len(impostor) + 1e-9)
    ordered = sorted(impostor)
    barrier = ordered[allowed] if allowed < len(ordered) else math.inf
    return sum(value >= barrier for value in genuine) / len(genuine)


def _equal(genuine: Sequence[float], impostor: Sequence[float]) -> float:
    """Where FMR and FNMR meet: the middle of both at the threshold where they are nearest."""
    if not genuine or not impostor:
        return math.nan
    own, other = sorted(genuine), sorted(impostor)
    best = (1.0, 0.5)  # nobody passes
    for threshold in {value for value in (*own, *other) if value < math.inf}:
        fnmr = 1 - bisect_right(own, threshold) / len(own)
        fmr = bisect_right(other, threshold) / len(other)
        best = min(best, (abs(fnmr - fmr), (fnmr + fmr) / 2))
    return best[1]
