"""An office with records in it, taken the way a gateway takes them; and people who work there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from forms.record import Application
from sync.gateway import letters
from sync.gateway.desk import dossier
from sync.gateway.desk.cases import Shown
from sync.gateway.desk.staff import REVIEWER, STATION, Person
from sync.gateway.office import Office
from sync.gateway.records import Arrival
from tests.forms.people import number
from tests.sync.letters import application
from tests.sync.sealed import VAN, Press, Sealed

CHEN = Person("chen", "陈科", frozenset({REVIEWER}), officer="440104-001")
LI = Person("li", "李科", frozenset({REVIEWER}), officer="440104-002")
ZHOU = Person("zhou", "周窗口", frozenset({STATION}))
OFFICER = "440103-027"  # of tests.sync.letters: who took them in
ANSWERS = {
    "name": "陈嘉怡",
    "id_number": number("19850307"),
    "sex": "2",
    "address": "广东省广州市越秀区北京路1号",
    "household": "local",
}


@dataclass
class Cases:
    """Takes records as they come from vans."""

    office: Office
    presses: dict[str, Press] = field(default_factory=dict)
    running: int = 0

    def letter(self, answers: Mapping[str, str] | None = None, **changes: Any) -> Application:
        """Its own receipt number, unless `changes` names one."""
        self.running += 1
        fresh = {"number": f"{VAN}-20261121-{self.running:04}", "answers": answers or ANSWERS}
        return replace(application(training=self.office.training), **{**fresh, **changes})

    def sealed(self, letter: Application, van: str = VAN, **more: Any) -> Sealed:
        return self.presses.setdefault(van, Press(self.office, van)).letter(letter, **more)

    def taken(self, letter: Application | None = None, van: str = VAN, **more: Any) -> str:
        sealed = self.sealed(letter or self.letter(), van, **more)
        read = letters.open_sealed(sealed.body, sealed.label, van, self.office.opener)
        self.office.objects.put(sealed.label.sha256, sealed.body)
        arrival = Arrival(van, sealed.label.sha256, len(sealed.body))
        self.office.ledger.take(read, arrival, self.office.now())
        return sealed.id

    def row(self, id: str) -> Any:
        return dossier.row_of(self.office, id)

    def shown(self, id: str) -> Shown:
        return Shown(id, self.row(id)["revision"])
