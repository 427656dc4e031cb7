"""An office with records in it, a clock that tests move, and adapters that lie in its folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from forms.record import Application
from sync.gateway import letters
from sync.gateway.decisions import Decision, decide
from sync.gateway.desk.adapters.choice import choose
from sync.gateway.desk.adapters.contract import Adapters
from sync.gateway.office import Office, Storage, open_office
from sync.gateway.records import Arrival
from tests.sync.letters import application
from tests.sync.sealed import Press

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # a Monday, nine in the morning in China
PHONE = "13800138000"


@dataclass
class Desk:
    """clock: what `office.now` says; `pass_` moves it."""

    office: Office
    clock: list[datetime]
    presses: dict[str, Press] = field(default_factory=dict)
    adapters: Adapters = field(init=False)

    def __post_init__(self) -> None:
        self.adapters = choose(self.office.folder)

    def pass_(self, **time: float) -> None:
        self.clock[0] += timedelta(**time)

    def arrive(self, *, van: str = "D027", answers: dict[str, str] | None = None, **more: Any) -> Application:
        """A record begun twenty minutes ago and sealed eight minutes ago is here."""
        now = self.clock[0]
        times = {"begun_at": now - timedelta(minutes=20), "sealed_at": now - timedelta(minutes=8)}
        letter = replace(
            application(training=self.office.training),
            number=more.pop("number", f"{van}-{now:%Y%m%d}-{len(self.office.ledger.listed(limit=1000)):04}"),
            answers={"phone": PHONE, "name": "陈测", **(answers or {})},
            **{**times, **more},
        )
        sealed = self.presses.setdefault(van, Press(self.office, van)).letter(letter)
        read = letters.open_sealed(sealed.body, sealed.label, van, self.office.opener)
        self.office.objects.put(sealed.label.sha256, sealed.body)
        self.office.ledger.take(read, Arrival(van, sealed.label.sha256, len(sealed.body)), now)
        return letter

    def decide(self, letter: Application, *words: str, **more: Any) -> None:
        for word in words:
            reasons = ("请重拍相片",) if word == "return" else ()
            decide(
                self.office.database, Decision(letter.id, word, reasons, **more), "staff:lin", self.clock[0]
            )


@contextmanager
def desk(folder: Path, adapters: str = "", database: str | None = None) -> Iterator[Desk]:
    """adapters: the text of adapters.toml. database: a PostgreSQL one instead of SQLite."""
    clock = [AT]
    office = replace(
        open_office(folder, training=True, name="虚构派出所", storage=Storage(database)), now=lambda: clock[0]
    )
    if adapters:
        (folder / "adapters.toml").write_text(adapters)
    try:
        yield Desk(office, clock)
    finally:
        office.close()
