"""What the office says, applied one notice at a time together with the cursor (sync.engine.Inbox).

The office wins on decisions: a notice moves the application along the table of moves. One that says
nothing new, or that the table does not allow any more, is kept and changes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from forms.errors import NotAllowed
from forms.status import Status, Step
from sync.parcel import Notice, NoticeKind
from vanapp.clock import Clock, stamp
from vanapp.store import rows
from vanapp.store.applications import Applications
from vanapp.store.audit import Audit
from vanapp.store.database import Database
from vanapp.store.outbox import Outbox

_STEPS: dict[NoticeKind, tuple[Step, ...]] = {
    NoticeKind.RECEIVED: (Step.RECEIVE,),
    NoticeKind.ACCEPTED: (Step.ACCEPT,),
    NoticeKind.RETURNED: (Step.RETURN,),
    # "accepted" may have been lost with a backup; a made card was accepted.
    NoticeKind.MADE: (Step.ACCEPT, Step.MAKE),
    NoticeKind.OUT_FOR_DELIVERY: (Step.ACCEPT, Step.MAKE),
    NoticeKind.DELIVERED: (Step.ACCEPT, Step.MAKE, Step.HAND_OVER),
    NoticeKind.MATERIAL: (Step.RECEIVE,),  # who asks for more holds it
}


@dataclass(frozen=True)
class Returned:
    """Why the office returned it: its sentences, and the fields and slots to look at.

    codes, own: the same by forms.reasons, and the reviewer's words beside them.
    """

    reasons: tuple[str, ...] = field(default=(), repr=False)
    fields: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    own: str = field(default="", repr=False)


class Inbox:
    def __init__(
        self, database: Database, applications: Applications, outbox: Outbox, audit: Audit, clock: Clock
    ) -> None:
        self._db = database
        self._applications = applications
        self._outbox = outbox
        self._audit = audit
        self._clock = clock

    def cursor(self) -> int:
        row = self._db.row("SELECT last FROM cursor")
        return int(row["last"]) if row else 0

    def apply(self, notice: Notice) -> bool:
        with self._db.transaction():
            if notice.cursor <= self.cursor():
                return False
            moved = (
                self._applications.exists(notice.record)
                and not self._outbox.conflicting(notice.record)
                and self._move(notice)
            )
            self.note(notice, moved)
        return moved

    def note(self, notice: Notice, moved: bool, sealed: bytes | None = None) -> None:
        """That it came and what it did, with the cursor; part of the caller's transaction.

        sealed: of work that could not be read, as it came.
        """
        extra = dict(notice.data) if notice.data else dict(notice.values)
        self._db.execute(
            "INSERT OR REPLACE INTO notices VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(notice.cursor, notice.kind.value, notice.record, stamp(notice.at)),
                *(rows.to_json(notice.reasons), rows.to_json(notice.fields), rows.to_json(extra)),
                *(stamp(self._clock.now()), int(moved), sealed),
            ),
        )
        self.advance(notice.cursor)

    def _move(self, notice: Notice) -> bool:
        moved = False
        for step in _STEPS.get(notice.kind, ()):
            try:
                self._applications.move(notice.record, step, notice.at)
            except NotAllowed:
                continue
            moved = True
        if self._applications.status(notice.record) not in (Status.DRAFT, Status.SEALED, Status.VOID):
            self._outbox.settle(notice.record)
        if moved:
            self._audit.add("office", notice.kind.value, notice.record, cursor=notice.cursor)
        return moved

    def advance(self, cursor: int) -> None:
        self._db.execute("UPDATE cursor SET last = ?1 WHERE last < ?1", (cursor,))

    def restart(self) -> None:
        """The office counts anew (it was restored from a backup): hear everything again. What we know changes
        nothing; of its work, what it says now holds, whatever its revisions were."""
        with self._db.transaction():
            self._db.execute("UPDATE cursor SET last = 0")
            self._db.execute("UPDATE work SET revision = 0")

    def returned(self, record: str) -> Returned:
        """The latest word of the office on why it returned this; empty when it did not."""
        row = self._db.row(
            "SELECT reasons, fields, extra FROM notices WHERE record = ? AND kind = 'returned' "
            "ORDER BY cursor DESC LIMIT 1",
            (record,),
        )
        if row is None:
            return Returned()
        said = json.loads(row["extra"])
        codes = tuple(str(said.get("codes", "")).split())
        fields = tuple(json.loads(row["fields"]))
        return Returned(tuple(json.loads(row["reasons"])), fields, codes, str(said.get("own", "")))
