"""Captures and their bytes: a slot holds one current capture, earlier ones stay as replaced."""

from __future__ import annotations

import hashlib

from forms.record import Capture
from vanapp.store import rows
from vanapp.store.database import Database
from vanapp.store.errors import Damaged, Unknown


class Captures:
    """Writing methods are part of the caller's transaction. Bytes lie under their own SHA-256."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, application_id: str, capture: Capture, content: bytes, current: bool = True) -> None:
        """Keep a capture with its bytes. current: it takes its slot; the one there becomes replaced."""
        if hashlib.sha256(content).hexdigest() != capture.sha256 or len(content) != capture.size:
            raise ValueError("capture does not describe these bytes")
        self._db.execute("INSERT OR IGNORE INTO media VALUES (?, ?)", (capture.sha256, content))
        if current:
            self._replace(application_id, capture.slot)
        self._insert(application_id, capture, current)

    def _insert(self, application_id: str, capture: Capture, current: bool) -> None:
        self._db.execute(
            f"INSERT INTO captures (application, {rows.CAPTURE_COLUMNS}, state) "
            f"VALUES (?, {', '.join('?' * 15)}, ?)",
            (application_id, *rows.capture_values(capture), "current" if current else "replaced"),
        )

    def _replace(self, application_id: str, slot: str) -> None:
        self._db.execute(
            "UPDATE captures SET state = 'replaced' WHERE application = ? AND slot = ? AND state = 'current'",
            (application_id, slot),
        )

    def stand(self, application_id: str, slot: str, capture_id: str | None) -> None:
        """Let this capture stand in the slot (None: nothing does). The others there become replaced."""
        self._replace(application_id, slot)
        if capture_id is not None:
            self._db.execute(
                "UPDATE captures SET state = 'current' WHERE application = ? AND id = ?",
                (application_id, capture_id),
            )

    def current(self, application_id: str, slot: str) -> Capture | None:
        row = self._db.row(
            f"SELECT {rows.CAPTURE_COLUMNS} FROM captures "
            "WHERE application = ? AND slot = ? AND state = 'current'",
            (application_id, slot),
        )
        return rows.capture(row) if row else None

    def all_of(self, application_id: str, prefix: str) -> list[Capture]:
        """Every capture whose slot begins with `prefix`, replaced ones too, in the order taken."""
        found = self._db.rows(
            f"SELECT {rows.CAPTURE_COLUMNS} FROM captures "
            "WHERE application = ? AND substr(slot, 1, ?) = ? ORDER BY seq",
            (application_id, len(prefix), prefix),
        )
        return [rows.capture(row) for row in found]

    def carry_over(self, application_id: str, to_id: str) -> None:
        """Give the next version the current captures of this one, under the same ids."""
        self._db.execute(
            f"INSERT INTO captures (application, {rows.CAPTURE_COLUMNS}, state) "
            f"SELECT ?2, {rows.CAPTURE_COLUMNS}, state FROM captures "
            "WHERE application = ?1 AND state = 'current' ORDER BY seq",
            (application_id, to_id),
        )

    def content(self, sha256_or_id: str) -> bytes:
        """The bytes of a capture, checked against their digest. Raises Unknown, Damaged."""
        row = self._db.row(
            "SELECT sha256, bytes FROM media WHERE sha256 = ?1 "
            "OR sha256 = (SELECT sha256 FROM captures WHERE id = ?1 LIMIT 1)",
            (sha256_or_id,),
        )
        if row is None:
            raise Unknown(what="capture", id=sha256_or_id)
        content = bytes(row["bytes"])
        if hashlib.sha256(content).hexdigest() != row["sha256"]:
            raise Damaged
        return content
