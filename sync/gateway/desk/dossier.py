"""One record, opened: what the van wrote and captured, what became of it, what stood there before.

Opened in memory for one page and let go with it; nothing of it is written anywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, select

from forms import wire
from forms.definition import load
from forms.errors import FormError
from forms.matter import matter
from forms.question import FormSpec
from forms.record import Application, Capture
from sync import envelope
from sync.errors import BadParcel
from sync.gateway.desk import cases, comparisons
from sync.gateway.desk.errors import Closed, NotThere
from sync.gateway.tables import alarms, events, records

if TYPE_CHECKING:
    from sync.gateway.office import Office

MOST_EVENTS = 200
_HIDDEN = ("receipt",)


@dataclass(frozen=True)
class Opened:
    """application and files of a parcel. signer: common name of the van's certificate."""

    application: Application = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)  # by SHA-256
    signer: str


@dataclass(frozen=True)
class Difference:
    """before, after: None where there was nothing. Of a capture: its digest."""

    name: str
    before: str | None = field(repr=False)
    after: str | None = field(repr=False)


@dataclass(frozen=True)
class Dossier:
    """row: of the records table. versions: all of its receipt number, oldest first.

    earlier: the version it corrects, None when it corrects none (or that one cannot be read).
    """

    row: RowMapping
    versions: Sequence[RowMapping]
    history: Sequence[Mapping[str, Any]]
    rung: Sequence[Mapping[str, Any]]
    compared: Sequence[RowMapping]
    asked: Sequence[RowMapping]
    opened: Opened | None
    earlier: Opened | None


def read(office: Office, id: str) -> Dossier:
    """Raises NotThere. What cannot be opened here has `opened` None."""
    with office.database.read() as connection:
        row = _row(connection, id)
        parts: dict[str, Any] = {
            "versions": _versions(connection, row),
            "history": _history(connection, id),
            "rung": _alarms(connection, id),
            "compared": comparisons.of_record(connection, id),
            "asked": cases.asked_of(connection, id),
        }
        old = _corrected(connection, row)
    earlier = None if old is None else _open_or_none(office, old)
    return Dossier(row=row, **parts, opened=_open_or_none(office, row), earlier=earlier)


def row_of(office: Office, id: str) -> RowMapping:
    """Raises NotThere."""
    with office.database.read() as connection:
        return _row(connection, id)


def opened(office: Office, row: RowMapping) -> Opened:
    """Raises Closed: no key here that opens it, or its bytes are not as they were."""
    try:
        body = office.objects.read(row["sha256"])
        if hashlib.sha256(body).hexdigest() != row["sha256"]:
            raise Closed(reason="damaged")
        signed = office.opener.open(body)
        content = envelope.unpack(signed.content)
        application = wire.load(content.manifest)
    except KeyError as error:
        raise Closed(reason="missing") from error
    except (BadParcel, FormError) as error:
        raise Closed(reason="sealed") from error
    files = {hashlib.sha256(data).hexdigest(): data for data in content.files.values()}
    return Opened(application, files, content.slip.van)


def differences(before: Application, after: Application) -> list[Difference]:
    """Answers and captures that are not the same, in the order of the form, then of the captures."""
    spec = spec_of(after)
    order = {one.id: number for number, one in enumerate(spec.fields)} if spec else {}
    names = sorted({*before.answers, *after.answers}, key=lambda name: (order.get(name, len(order)), name))
    found = [
        Difference(name, before.answers.get(name), after.answers.get(name))
        for name in names
        if before.answers.get(name, "") != after.answers.get(name, "") and not name.startswith("confirmed.")
    ]
    old, new = _by_slot(before.captures), _by_slot(after.captures)
    return found + [
        Difference(slot, old.get(slot), new.get(slot))
        for slot in sorted({*old, *new})
        if old.get(slot) != new.get(slot)
    ]


def spec_of(application: Application) -> FormSpec | None:
    """The form's questions; None for a matter this office's program does not know."""
    try:
        return load(matter(application.matter).definition)
    except FormError:
        return None


def _by_slot(captures: Sequence[Capture]) -> dict[str, str]:
    return {one.slot: one.sha256 for one in captures}


def _open_or_none(office: Office, row: RowMapping) -> Opened | None:
    try:
        return opened(office, row)
    except Closed:
        return None


def _row(connection: Connection, id: str) -> RowMapping:
    columns = [column for column in records.c if column.name not in _HIDDEN]
    row = connection.execute(select(*columns).where(records.c.id == id)).mappings().one_or_none()
    if row is None:
        raise NotThere
    return row


def _versions(connection: Connection, row: RowMapping) -> Sequence[RowMapping]:
    if not row["number"]:
        return [row]
    same = (records.c.number == row["number"]) & (records.c.van == row["van"])
    columns = (records.c.id, records.c.version, records.c.state, records.c.received_at, records.c.corrects)
    asked = select(*columns).where(same).order_by(records.c.version, records.c.arrival)
    return connection.execute(asked).mappings().all()


def _corrected(connection: Connection, row: RowMapping) -> RowMapping | None:
    """Only of the same van: a record that names another's as its predecessor gets to see nothing of it."""
    if not row["corrects"]:
        return None
    try:
        old = _row(connection, row["corrects"])
    except NotThere:
        return None
    return old if old["van"] == row["van"] else None


def _history(connection: Connection, id: str) -> list[Mapping[str, Any]]:
    asked = select(events).where(events.c.record == id).order_by(events.c.seq.desc()).limit(MOST_EVENTS)
    rows = connection.execute(asked).mappings().all()
    return [{**row, "facts": json.loads(row["facts"])} for row in reversed(rows)]


def _alarms(connection: Connection, id: str) -> list[Mapping[str, Any]]:
    asked = select(alarms).where(alarms.c.record == id).order_by(alarms.c.seq)
    return [{**row, "facts": json.loads(row["facts"])} for row in connection.execute(asked).mappings()]
