"""Send: one pass over the outbox. Timer, line and officer all call this same verb."""

from __future__ import annotations

from dataclasses import dataclass

from vanapp.services import Services


@dataclass(frozen=True)
class Sent:
    """What the pass did. code: of what ended it early ("sync.unreachable" ...), "" when nothing did."""

    tried: int
    delivered: int
    waiting: int  # parcels still on this laptop
    refused: int = 0
    code: str = ""


def send(services: Services) -> Sent:
    """Lane: net. Never raises for the line: what could not go waits. A second caller returns at once."""
    outcome = services.engine.send()
    return Sent(
        tried=outcome.tried,
        delivered=outcome.delivered,
        waiting=services.store.outbox.waiting(),
        refused=outcome.refused,
        code=outcome.stopped.code if outcome.stopped else "",
    )
