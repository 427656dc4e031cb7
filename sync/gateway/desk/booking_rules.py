"""What an office lets people book: `booking_rules.toml`, over which one beside the office's keys counts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from sync.gateway.errors import CannotStart

if TYPE_CHECKING:
    from sync.gateway.office import Office

FILE = "booking_rules.toml"


@dataclass(frozen=True)
class BookingRules:
    """days_ahead: today is 0. senior_age: full years from which nobody needs a booking."""

    days_ahead: int
    senior_age: int
    expiry_days: int
    remind_months: int


def rules(office: Office) -> BookingRules:
    """Raises CannotStart: the office's own file cannot be read, or says what there is no rule for."""
    said = tomllib.loads(Path(__file__).with_name(FILE).read_text("utf-8"))
    own = office.keys / FILE
    if own.exists():
        said |= _own(own)
    return BookingRules(**said)


def _own(path: Path) -> dict[str, int]:
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CannotStart(reason="booking-rules") from error
    known = {field.name for field in fields(BookingRules)}
    if not all(name in known and type(value) is int and value >= 0 for name, value in said.items()):
        raise CannotStart(reason="booking-rules")
    return said
