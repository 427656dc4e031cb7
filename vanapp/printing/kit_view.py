"""What stands on the slip of a kit check, words only. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KitRow:
    """One instrument. verdict: "go", "no_go", "not_there". trouble: what to do, "" when go."""

    kind: str
    model: str
    verdict: str
    seconds: float
    trouble: str = ""
    trouble_en: str = ""


@dataclass(frozen=True)
class KitView:
    """number: of the van's device and the moment. at: the office's date and time, as words."""

    number: str
    at: str
    unit: str
    officer: str
    good: int
    training: bool
    rows: tuple[KitRow, ...] = ()
