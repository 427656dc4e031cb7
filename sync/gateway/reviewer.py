"""The simulated reviewer of training: accepts what waited long enough, and later says the card is made."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from starlette.concurrency import run_in_threadpool

from sync.gateway.decisions import Decision, decide
from sync.gateway.errors import Problem
from sync.gateway.office import Office
from sync.protocol import moment

LOOK_EVERY_S = 0.25
WHO = "simulated-reviewer"
_NEXT = {"received": "accept", "accepted": "made"}


async def review(office: Office, after_s: float, ring: Callable[[], None]) -> None:
    """Until cancelled. Whoever decides earlier through the office's side wins."""
    while True:
        if await run_in_threadpool(decide_what_waited, office, after_s):
            ring()
        await asyncio.sleep(LOOK_EVERY_S)


def decide_what_waited(office: Office, after_s: float) -> int:
    """One round; returns how many decisions it took."""
    now, taken = office.now(), 0
    for state, decision in _NEXT.items():
        for row in office.ledger.listed(state=state, limit=1000):
            if now - moment(row["changed_at"]) < timedelta(seconds=after_s):
                continue
            try:
                decide(office.database, Decision(row["id"], decision), WHO, now)
            except Problem:
                continue  # somebody decided between our look and our word
            taken += 1
    return taken
