"""Receive: what the office says, applied one notice at a time."""

from __future__ import annotations

from dataclasses import dataclass

from vanapp.services import Services


@dataclass(frozen=True)
class Received:
    applied: int  # notices that moved something
    code: str = ""  # of what ended it early, "" when nothing did


def receive(services: Services, wait_s: float = 0.0) -> Received:
    """Lane: net. wait_s: how long the office may keep us waiting for news. Never raises for the line."""
    outcome = services.engine.receive(wait_s)
    return Received(outcome.applied, outcome.stopped.code if outcome.stopped else "")
