"""Read the person's card; its fields become answers in one commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.contract import Cancelled, Progress
from forms.record import Application
from vanapp.services import Services


@dataclass(frozen=True)
class CardOutcome:
    application: Application
    kind: str  # CardRead.kind
    filled: Mapping[str, str] = field(repr=False)  # field id -> text the chip gave
    warnings: tuple[str, ...]  # codes, e.g. "card.expired", "card.photo_not_decoded"
    conflicts: Mapping[str, tuple[str, str]] = field(
        repr=False
    )  # field id -> (was, chip says); the chip stands


def read_card(
    services: Services, application_id: str, cancelled: Cancelled, progress: Progress
) -> CardOutcome:
    """Lane: card. Blocks until a card was read. Raises DeviceError, usecases.not_a_draft, store errors."""
    raise NotImplementedError
