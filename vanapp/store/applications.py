"""Applications in the file: begun, found, moved along the table of moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from forms.record import Application, Verdict
from forms.status import Status, Step, advance
from vanapp.clock import stamp
from vanapp.store import rows
from vanapp.store.database import Database
from vanapp.store.errors import Unknown
from vanapp.store.shelf import shelf

_COLUMNS = (
    "id, number, version, corrects, matter, form, pack, status, shelf, officer, way, begun_at, changed_at, "
    "sealed_at, page, place, urgent, training, trip, name, id_number"
)


class Applications:
    """Heads of applications. Answers, captures and edits have their own files; `get` brings all together."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def next_number(self, device: str, day: str) -> int:
        """The next receipt number of a device and day (YYYYMMDD), 1, 2, ... Never given twice."""
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO numbers VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET last = last + 1",
                (device, day),
            )
            row = self._db.row("SELECT last FROM numbers WHERE device = ? AND day = ?", (device, day))
        assert row is not None
        return int(row["last"])

    def add(self, a: Application) -> None:
        """Write the head of a new draft; answers and captures are written by their own tables."""
        values = (
            *(a.id, a.number, a.version, a.corrects, a.matter, a.form, a.pack, a.status.value),
            *(shelf(a.status), a.officer, a.way, stamp(a.begun_at), stamp(a.changed_at), None),
            *(a.page, a.place, int(a.urgent), int(a.training), a.trip),
            *(a.answers.get("name", ""), a.answers.get("id_number", "")),
        )
        marks = ", ".join("?" * len(values))
        self._db.execute(f"INSERT INTO applications ({_COLUMNS}) VALUES ({marks})", values)

    def get(self, application_id: str) -> Application:
        """The whole application, as of one moment. Raises Unknown."""
        with self._db.snapshot():
            head = self._db.row(
                "SELECT a.*, n.number AS acceptance_number FROM applications a "
                "LEFT JOIN acceptance_numbers n ON n.receipt = a.number WHERE a.id = ?",
                (application_id,),
            )
            if head is None:
                raise Unknown(what="application", id=application_id)
            answers = self._db.rows(
                "SELECT field, text, source FROM answers WHERE application = ? ORDER BY field",
                (application_id,),
            )
            captures = self._db.rows(
                f"SELECT {rows.CAPTURE_COLUMNS} FROM captures WHERE application = ? AND state = 'current' "
                "ORDER BY seq",
                (application_id,),
            )
            promises = self._db.rows(
                "SELECT material, due, who FROM promises WHERE application = ? ORDER BY material",
                (application_id,),
            )
            verdicts = self._db.rows(
                "SELECT * FROM verdicts WHERE application = ? ORDER BY kind", (application_id,)
            )
        whole = rows.application(
            head, answers, tuple(map(rows.capture, captures)), tuple(map(rows.verdict, verdicts))
        )
        return replace(whole, promises=tuple(map(rows.promise, promises)))

    def latest(self, number: str) -> Application:
        """The newest sealed version under a receipt number. Raises Unknown."""
        row = self._db.row(
            "SELECT id FROM applications WHERE number = ? AND sealed_at IS NOT NULL "
            "ORDER BY version DESC LIMIT 1",
            (number,),
        )
        if row is None:
            raise Unknown(what="application", id=number)
        return self.get(row["id"])

    def status(self, application_id: str) -> Status:
        row = self._db.row("SELECT status FROM applications WHERE id = ?", (application_id,))
        if row is None:
            raise Unknown(what="application", id=application_id)
        return Status(row["status"])

    def exists(self, application_id: str) -> bool:
        return self._db.row("SELECT 1 FROM applications WHERE id = ?", (application_id,)) is not None

    def move(self, application_id: str, step: Step, at: datetime) -> Status:
        """One step along the table of moves. Raises forms.errors.NotAllowed."""
        status = advance(self.status(application_id), step)
        self._db.execute(
            "UPDATE applications SET status = ?, shelf = ?, changed_at = ? WHERE id = ?",
            (status.value, shelf(status), stamp(at), application_id),
        )
        return status

    def close(self, application_id: str, at: datetime) -> None:
        """Seal the head: from here on the triggers refuse every change of content."""
        status = advance(self.status(application_id), Step.SEAL)
        self._db.execute(
            "UPDATE applications SET status = ?, shelf = ?, changed_at = ?, sealed_at = ?, "
            "page = 'finish', place = '' WHERE id = ?",
            (status.value, shelf(status), stamp(at), stamp(at), application_id),
        )

    def set_matter(self, application_id: str, matter: str, form: str, pack: str) -> None:
        self._db.execute(
            "UPDATE applications SET matter = ?, form = ?, pack = ? WHERE id = ?",
            (matter, form, pack, application_id),
        )

    def set_urgent(self, application_id: str, urgent: bool) -> None:
        self._db.execute("UPDATE applications SET urgent = ? WHERE id = ?", (int(urgent), application_id))

    def touch(self, application_id: str, at: datetime) -> None:
        self._db.execute("UPDATE applications SET changed_at = ? WHERE id = ?", (stamp(at), application_id))

    def set_place(self, application_id: str, page: str, place: str) -> None:
        self._db.execute(
            "UPDATE applications SET page = ?, place = ? WHERE id = ?", (page, place, application_id)
        )

    def correction_of(self, application_id: str) -> str | None:
        """The id of the version that corrects this one, if it was begun and not withdrawn."""
        row = self._db.row(
            "SELECT id FROM applications WHERE corrects = ? AND status <> 'void'", (application_id,)
        )
        return row["id"] if row else None

    def last_version(self, number: str) -> int:
        """The highest version begun under a receipt number."""
        row = self._db.row("SELECT max(version) AS last FROM applications WHERE number = ?", (number,))
        return int(row["last"] or 0) if row else 0

    def drafts(self, officer: str) -> list[Application]:
        """Open drafts of an officer, newest first, at most 50."""
        found = self._db.rows(
            "SELECT id FROM applications WHERE shelf = 'draft' AND officer = ? ORDER BY seq DESC LIMIT 50",
            (officer,),
        )
        return [self.get(row["id"]) for row in found]

    def packs_in_use(self) -> frozenset[str]:
        """The scenario packs of applications that are not at their end."""
        over = ", ".join(f"'{status}'" for status in (Status.VOID, Status.CORRECTED, Status.HANDED_OVER))
        found = self._db.rows(f"SELECT DISTINCT pack FROM applications WHERE status NOT IN ({over})")
        return frozenset(row["pack"] for row in found if row["pack"])

    def drop_verdicts(self, application_id: str, kinds: Sequence[str]) -> None:
        self._db.many(
            "DELETE FROM verdicts WHERE application = ? AND kind = ?", [(application_id, k) for k in kinds]
        )

    def set_verdict(self, application_id: str, v: Verdict) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(application_id, v.kind, v.outcome, v.engine, v.version),
                *(stamp(v.at), v.score, v.threshold, v.note),
            ),
        )
