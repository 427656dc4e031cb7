"""An outbox of sealed files, without a store: each `ID.cms` waits until its receipt lies beside it.

`ID.begun` beside it: some of it may be at the office, also after a kill; the office is then asked how much
before anything is sent again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sync.backoff import LONGEST_S
from sync.errors import BadParcel
from sync.outbox import Due
from sync.parcel import Parcel, Receipt
from sync.protocol import RECORD_ID, canonical, stamp

Tell = Callable[[str, str, str], None]  # record, what happened, code


@dataclass
class _Row:
    path: Path
    until: datetime | None = None
    tries: int = 0
    refused: bool = False


def record_of(path: Path) -> str:
    """The record id a sealed file is named by. Raises ValueError."""
    if not RECORD_ID.match(path.stem):
        raise ValueError(f"not named by a record: {path.name}")
    return path.stem


@dataclass
class FolderOutbox:
    """files: sealed parcels, in the order they shall go. tell: hears what becomes of each."""

    files: Iterable[Path]
    training: bool
    tell: Tell = lambda _record, _what, _code: None
    urgent: bool = False
    _rows: dict[str, _Row] = field(init=False)

    def __post_init__(self) -> None:
        self._rows = {record_of(path): _Row(path) for path in self.files}

    def left(self) -> list[str]:
        """Records without a receipt, refused ones too."""
        return [id for id, row in self._rows.items() if not self._receipt(row).exists()]

    def open(self) -> bool:
        """Whether any may still go."""
        return any(not self._rows[id].refused for id in self.left())

    def due(self, now: datetime) -> Sequence[Due]:
        """One put off for longer than anything ever is, is due: the clock was put back since."""
        longest = now + timedelta(seconds=LONGEST_S)
        rows = [(id, self._rows[id]) for id in self.left()]
        return [
            Due(id, row.tries, self.urgent)
            for id, row in rows
            if not row.refused and (row.until is None or not now < row.until <= longest)
        ]

    def parcel(self, id: str) -> Parcel:
        row = self._rows[id]
        try:
            body = row.path.read_bytes()
        except OSError as error:
            raise BadParcel(reason="unreadable") from error
        digest = hashlib.sha256(body).hexdigest()
        return Parcel(id, digest, body, self.urgent, self.training, tried=_begun(row).exists())

    def sending(self, id: str) -> None:
        _begun(self._rows[id]).touch()
        self.tell(id, "sending", "")

    def interrupted(self, id: str, code: str) -> None:
        self.tell(id, "interrupted", code)

    def delivered(self, id: str, receipt: Receipt) -> None:
        said = {
            "id": receipt.id,
            "office": receipt.office,
            "received_at": stamp(receipt.received_at),
            "sha256": receipt.sha256,
            "signature": receipt.signature,
            "van": receipt.van,
        }
        path = self._receipt(self._rows[id])
        half = path.with_suffix(".half")
        with half.open("wb") as out:
            out.write(canonical(said))
            out.flush()
            os.fsync(out.fileno())
        half.replace(path)
        _begun(self._rows[id]).unlink(missing_ok=True)
        self.tell(id, "delivered", "")

    def put_off(self, id: str, until: datetime, code: str) -> None:
        row = self._rows[id]
        row.until, row.tries = until, row.tries + 1
        self.tell(id, "put_off", code)

    def refused(self, id: str, code: str, values: Mapping[str, object]) -> None:
        self._rows[id].refused = True
        self.tell(id, "refused", str(values.get("reason", code)))

    def alarm(self, id: str, code: str, values: Mapping[str, object]) -> None:
        self.tell(id, "alarm", code)

    def _receipt(self, row: _Row) -> Path:
        return row.path.with_suffix(".receipt")


def _begun(row: _Row) -> Path:
    return row.path.with_suffix(".begun")


class NoInbox:
    """Whoever only sends hears nothing."""

    def cursor(self) -> int:
        return 0

    def apply(self, notice: object) -> bool:
        return False

    def advance(self, cursor: int) -> None:
        return
