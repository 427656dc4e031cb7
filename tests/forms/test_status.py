"""One status, one table of moves: every pair is either in the table or refused."""

from __future__ import annotations

from itertools import product

import pytest

from forms.errors import NotAllowed
from forms.status import NEXT, Status, Step, advance

MOVES = {
    "draft": {"seal": "sealed", "void": "void"},
    "sealed": {"receive": "received", "accept": "accepted", "return": "returned"},
    "received": {"accept": "accepted", "return": "returned", "correct": "corrected"},
    "accepted": {"make": "made"},
    "returned": {"correct": "corrected"},
    "corrected": {},
    "made": {"hand_over": "handed_over"},
    "handed_over": {},
    "void": {},
}


@pytest.mark.parametrize(("status", "step"), list(product(Status, Step)))
def test_every_pair_moves_as_the_table_says_or_is_refused(status: Status, step: Step) -> None:
    expected = MOVES[status.value].get(step.value)
    if expected is None:
        with pytest.raises(NotAllowed) as found:
            advance(status, step)
        assert found.value.values == {"status": status.value, "step": step.value}
    else:
        assert advance(status, step) is Status(expected)


def test_every_status_but_the_ends_leads_on_and_is_reached() -> None:
    ends = {Status.CORRECTED, Status.HANDED_OVER, Status.VOID}
    assert {status for status, _ in NEXT} == set(Status) - ends
    assert set(NEXT.values()) == set(Status) - {Status.DRAFT}
