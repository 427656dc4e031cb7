"""A laptop's real store, engine and client before a real office, and what both sides hold in the end."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from forms.status import Status
from sync import receipts
from sync.client import Client
from sync.connection import Door
from sync.engine import Engine, Sent
from sync.gateway import events
from sync.gateway.office import Office, enrol_van
from sync.keys import OfficeKey
from sync.parcel import Receipt
from sync.sealing.seal import Sealer
from sync.sealing.suites import Holder
from tests.sync.offices import CALM
from tests.vanapp.bed import FakePapers, Van, make_van, ready
from vanapp.arrivals import Arrivals
from vanapp.clock import read_stamp
from vanapp.usecases.seal import seal

NAME = "D027"
SETTLED = {
    "lost": 0,
    "duplicate": 0,
    "corrupt": 0,
    "waiting": 0,
    "refused": 0,
    "without a receipt": 0,
    "alarms": 0,
    "half": 0,
    "chain breaks at": None,
}


@dataclass
class Laptop:
    """folder: the laptop's. It is enrolled at its first start and keeps its papers over restarts."""

    folder: Path
    office: Office
    device: Holder = field(init=False)
    token: str = field(init=False, repr=False)
    sealed: dict[str, str] = field(default_factory=dict)
    """Records the officer was told are sealed: id -> digest of what was sealed then."""
    van: Van = field(init=False)

    def __post_init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        self.device = Holder(self.office.authority.van(key.public_key(), NAME, datetime.now(UTC)), key)
        self.token = str(enrol_van(self.office, NAME, "")["token"])
        self.start()

    def start(self) -> None:
        """The program, on what lies on its disk."""
        self.van = make_van(self.folder)

    def stop(self) -> None:
        self.van.store.close()

    def seals(self, count: int = 1, size: int = 2000) -> list[str]:
        papers = FakePapers(Sealer(self.device, self.office.bureau.certificates))
        services = replace(self.van.services, papers=papers)
        ids = [seal(services, ready(self.van, size=size).id).parcel_id for _ in range(count)]
        known = self.van.store.outbox.digests()
        self.sealed |= {id: known[id] for id in ids}
        return ids

    def send(self, url: str, clock: Any = None, kind: type[Client] = Client) -> Sent:
        """One pass of the production engine over the production client (or `kind`, made of it)."""
        clock = clock or self.van.clock
        door = Door(url, NAME, True, self.office.seal.public, self.token, None)
        client = kind(door, now=clock.now, waits=CALM, patience_s=2.0)
        arrivals = Arrivals(self.van.store, FakePapers().open, clock)
        try:
            return Engine(self.van.store.outbox, arrivals, client, clock, chance=lambda: 0.0).send()
        finally:
            client.close()

    def count(self) -> dict[str, Any]:
        """Both sides, in the end."""
        rows = self.office.ledger.listed(limit=1000)
        here = {row["id"]: row["sha256"] for row in rows}
        outbox = self.van.database.rows("SELECT id, state, receipt FROM outbox")
        settled = {row["id"] for row in outbox if self._receipted(row)}
        with self.office.database.read() as connection:
            alarms = connection.exec_driver_sql("SELECT count(*) FROM alarms").scalar_one()
            broken = events.first_break(connection)
        assert self.van.store.audit.verify() > 0
        return {
            "lost": len(self.sealed.keys() - here.keys()),
            "duplicate": len(rows) - len(here),
            "corrupt": sum(here.get(id, sha256) != sha256 for id, sha256 in self.sealed.items())
            + sum(len(self.office.objects.read(row["sha256"])) != row["size"] for row in rows),
            "waiting": self.van.store.outbox.waiting(),
            "refused": sum(row["state"] == "refused" for row in outbox),
            "without a receipt": len(self.sealed.keys() - settled),
            "alarms": alarms,
            "half": self.office.uploads.under_way(),
            "chain breaks at": broken,
        }

    def _receipted(self, row: Any) -> bool:
        """Its receipt is this office's, and its application is with the office."""
        if row["state"] != "delivered" or row["receipt"] is None:
            return False
        said = json.loads(row["receipt"])
        receipt = Receipt(
            said["id"],
            said["sha256"],
            read_stamp(said["received_at"]),
            said["office"],
            said["signature"],
            NAME,
        )
        genuine = receipts.genuine(receipt, OfficeKey(self.office.seal.public))
        return genuine and self.van.store.applications.status(row["id"]) is not Status.SEALED
