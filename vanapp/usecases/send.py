"""Send: one pass over the outbox. Timer, line and officer all call this same verb."""

from __future__ import annotations

from dataclasses import dataclass

from vanapp.services import Services


@dataclass(frozen=True)
class Sent:
    tried: int
    delivered: int
    waiting: int


def send(services: Services) -> Sent:
    """Lane: net. Never raises for the line: what could not go waits. A second caller returns at once."""
    raise NotImplementedError
