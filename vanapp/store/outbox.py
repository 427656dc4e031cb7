"""The table of unsettled parcels: what the post's engine asks for and reports to (sync.engine.Outbox)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forms.record import Json
from forms.status import Status, Step
from sync.engine import Due
from sync.errors import BadParcel, DigestConflict
from sync.parcel import Parcel, Receipt
from vanapp.clock import stamp
from vanapp.store import rows
from vanapp.store.applications import Applications
from vanapp.store.audit import Audit
from vanapp.store.database import Database
from vanapp.store.parcel_files import ParcelFiles
from vanapp.store.shelf import shelf

LONGEST_S = 60.0  # as sync.backoff has it: nothing is ever put off for longer
PAGE = 50  # due parcels handed out at once; the engine asks again after each


@dataclass(frozen=True)
class Swept:
    """Records whose files and rows did not agree: rows made anew, files set aside, files that are gone."""

    adopted: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Outbox:
    """Every public method is one transaction."""

    def __init__(
        self, database: Database, applications: Applications, audit: Audit, files: ParcelFiles
    ) -> None:
        self._db = database
        self._applications = applications
        self._audit = audit
        self._files = files

    def queue(self, parcel: Parcel, at: datetime) -> None:
        """Put a sealed parcel in line; part of the transaction that seals.

        The file is on the disk before its row is: what is cut in between is a stray (see `sweep`).
        """
        self._files.put(parcel.id, parcel.body)
        self._insert(parcel.id, parcel.sha256, len(parcel.body), parcel.urgent, parcel.training, at)

    def _insert(self, id: str, sha256: str, size: int, urgent: bool, training: bool, at: datetime) -> None:
        with self._db.transaction():
            self._db.execute("INSERT INTO parcels VALUES (?, ?, ?, x'')", (id, sha256, size))
            self._db.execute(
                "INSERT INTO outbox (id, urgent, training, state, queued_at, due_at) "
                "VALUES (?, ?, ?, 'waiting', ?, ?)",
                (id, int(urgent), int(training), stamp(at), stamp(at)),
            )

    def sweep(self, at: datetime) -> Swept:
        """Files and rows agree again after a crash: call once, before anything is sealed or sent.

        A file without a row is adopted when its application is sealed; else it is the work of a seal that did
        not come to its end, and is set aside. A row without a file is told; sending it will park it.
        """
        lying = self._files.sweep()
        with self._db.transaction():
            known = {row["id"] for row in self._db.rows("SELECT id FROM parcels")}
            adopted = [id for id in sorted(lying - known) if self._adopt(id, at)]
            strays = sorted(lying - known - set(adopted))
            for id in strays:
                sha256, size = self._files.digest(id)
                self._audit.add("store", "parcel_set_aside", id, sha256=sha256, size=size)
            open_rows = self._db.rows(
                "SELECT o.id FROM outbox o JOIN parcels p ON p.id = o.id "
                "WHERE o.state IN ('waiting', 'sending') AND length(p.body) = 0"
            )
            missing = sorted({row["id"] for row in open_rows} - lying)
            for id in missing:
                self._audit.add("store", "parcel_missing", id)
        for id in strays:
            self._files.set_aside(id)
        return Swept(tuple(adopted), tuple(strays), tuple(missing))

    def _adopt(self, id: str, at: datetime) -> bool:
        if not self._applications.exists(id) or self._applications.status(id) is not Status.SEALED:
            return False
        sha256, size = self._files.digest(id)
        application = self._applications.get(id)
        self._insert(id, sha256, size, application.urgent, application.training, at)
        self._audit.add("store", "parcel_adopted", id, sha256=sha256)
        return True

    def unsettled(self) -> list[str]:
        """Records that are not at the office as far as this laptop knows, oldest first."""
        found = self._db.rows("SELECT id FROM outbox WHERE state <> 'delivered' ORDER BY seq")
        return [row["id"] for row in found]

    def due(self, now: datetime) -> Sequence[Due]:
        """One never put off is always due, and so is one put off for longer than anything ever is: the clock
        of this laptop may have jumped back since."""
        found = self._db.rows(
            "SELECT id, tries, urgent FROM outbox WHERE state IN ('waiting', 'sending') "
            "AND (tries = 0 OR due_at <= ? OR due_at > ?) ORDER BY urgent DESC, seq LIMIT ?",
            (stamp(now), stamp(now + timedelta(seconds=LONGEST_S)), PAGE),
        )
        return [Due(row["id"], row["tries"], bool(row["urgent"])) for row in found]

    def parcel(self, id: str) -> Parcel:
        row = self._db.row(
            "SELECT p.sha256, p.body, o.urgent, o.training, o.state, o.tries, o.code "
            "FROM parcels p JOIN outbox o ON o.id = p.id WHERE p.id = ?",
            (id,),
        )
        if row is None:
            raise BadParcel(reason="missing")
        body = bytes(row["body"]) or self._files.read(id)
        if hashlib.sha256(body).hexdigest() != row["sha256"]:
            raise BadParcel(reason="digest")
        tried = row["state"] == "sending" or bool(row["tries"]) or bool(row["code"])
        return Parcel(id, row["sha256"], body, bool(row["urgent"]), bool(row["training"]), tried)

    def waiting(self) -> int:
        """How many parcels have not left yet."""
        row = self._db.row("SELECT count(*) AS n FROM outbox WHERE state IN ('waiting', 'sending')")
        return int(row["n"]) if row else 0

    def digests(self) -> dict[str, str]:
        """Every parcel ever sealed here, settled or not: id -> SHA-256 of its body."""
        return {row["id"]: row["sha256"] for row in self._db.rows("SELECT id, sha256 FROM parcels")}

    def sending(self, id: str) -> None:
        self._db.execute(
            "UPDATE outbox SET state = 'sending' WHERE id = ? AND state IN ('waiting', 'sending')", (id,)
        )

    def interrupted(self, id: str, code: str) -> None:
        self._db.execute(
            "UPDATE outbox SET state = 'waiting', code = ? WHERE id = ? AND state IN ('waiting', 'sending')",
            (code, id),
        )

    def put_off(self, id: str, until: datetime, code: str) -> None:
        self._db.execute(
            "UPDATE outbox SET state = 'waiting', tries = tries + 1, due_at = ?, code = ? "
            "WHERE id = ? AND state IN ('waiting', 'sending')",
            (stamp(until), code, id),
        )

    def delivered(self, id: str, receipt: Receipt) -> None:
        """Settled by the receipt. A notice may have settled it before: then only the receipt is added."""
        text = rows.to_json(
            {
                "id": receipt.id,
                "sha256": receipt.sha256,
                "received_at": stamp(receipt.received_at),
                "office": receipt.office,
                "signature": receipt.signature,
            }
        )
        with self._db.transaction():
            changed = self._db.execute(
                "UPDATE outbox SET state = 'delivered', code = '', why = '{}', receipt = ? "
                "WHERE id = ? AND receipt IS NULL",
                (text, id),
            )
            if not changed:
                return
            if self._applications.status(id) is Status.SEALED:
                self._applications.move(id, Step.RECEIVE, receipt.received_at)
            self._audit.add("post", "delivered", id, sha256=receipt.sha256)

    def refused(self, id: str, code: str, values: Mapping[str, object]) -> None:
        with self._db.transaction():
            changed = self._db.execute(
                "UPDATE outbox SET state = 'refused', code = ?, why = ? "
                "WHERE id = ? AND state IN ('waiting', 'sending')",
                (code, rows.to_json(_plain(values)), id),
            )
            if changed and self._applications.status(id) is Status.SEALED:
                self._db.execute(
                    "UPDATE applications SET shelf = ? WHERE id = ?", (shelf(Status.SEALED, True), id)
                )

    def alarm(self, id: str, code: str, values: Mapping[str, object]) -> None:
        self._audit.add("post", "alarm", id, code=code, values=_plain(values))

    def release(self, id: str) -> None:
        """A person looked at a refused parcel: let it be tried again, from the start."""
        with self._db.transaction():
            changed = self._db.execute(
                "UPDATE outbox SET state = 'waiting', tries = 0, due_at = queued_at, code = '', why = '{}' "
                "WHERE id = ? AND state = 'refused'",
                (id,),
            )
            if changed:
                status = self._applications.status(id)
                self._db.execute("UPDATE applications SET shelf = ? WHERE id = ?", (shelf(status), id))

    def forgotten(self, id: str) -> None:
        """A restored office no longer has it: send the same bytes again."""
        with self._db.transaction():
            changed = self._db.execute(
                "UPDATE outbox SET state = 'waiting', tries = 0, due_at = queued_at, receipt = NULL "
                "WHERE id = ? AND state = 'delivered'",
                (id,),
            )
            if changed:
                self._audit.add("post", "sent_again_to_restored_office", id)

    def conflicting(self, id: str) -> bool:
        """The office holds other content under this id: what it says of it is not about ours."""
        row = self._db.row("SELECT code FROM outbox WHERE id = ? AND state = 'refused'", (id,))
        return row is not None and row["code"] == DigestConflict.code

    def settle(self, id: str) -> None:
        """The office spoke of it, so it has it: no need to send it again."""
        self._db.execute(
            "UPDATE outbox SET state = 'delivered', code = '', why = '{}' "
            "WHERE id = ? AND state <> 'delivered'",
            (id,),
        )


def _plain(values: Mapping[str, object]) -> dict[str, Json]:
    """The values of an error as JSON can hold them."""
    return {
        name: value if isinstance(value, bool | int | float | str) or value is None else str(value)
        for name, value in values.items()
    }
