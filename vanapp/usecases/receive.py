"""Receive: what the office says, applied one notice at a time."""

from __future__ import annotations

from dataclasses import dataclass

from vanapp.services import Services


@dataclass(frozen=True)
class Received:
    applied: int  # notices that moved something


def receive(services: Services, wait_s: float = 0.0) -> Received:
    """Lane: net. Raises SyncError when the office cannot be asked; what was applied stays applied."""
    raise NotImplementedError
