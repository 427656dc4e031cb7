"""The office hears which acceptance numbers were taken here: so it can account for them, and give more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sync.numbers import Report
from vanapp.clock import Clock, today
from vanapp.store.numbers import Numbers


class Office(Protocol):
    """sync.client.Client, as far as this needs it."""

    def numbers(self, report: Report) -> Mapping[str, int]: ...


def tell_numbers(numbers: Numbers, office: Office, clock: Clock) -> int:
    """How many blocks and numbers were told; nothing is asked when there is nothing to tell.

    Blocking; lane: net. Cut anywhere it is told again, which changes nothing. Raises sync errors.
    """
    day, told = today(clock), 0
    while (report := numbers.untold(day)) != Report():
        numbers.told(report, office.numbers(report), day)
        told += len(report.blocks) + len(report.given)
    return told
