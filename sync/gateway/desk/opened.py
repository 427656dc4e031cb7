"""A record opened with the bureau's key: its application, what was enclosed, and its slip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import RowMapping, select

from forms import wire
from forms.errors import FormError
from forms.record import Application
from sync import envelope
from sync.envelope import Slip
from sync.errors import BadParcel
from sync.gateway.desk.errors import Closed, NotThere
from sync.gateway.errors import Problem
from sync.gateway.tables import records

if TYPE_CHECKING:
    from sync.gateway.office import Office


@dataclass(frozen=True)
class Opened:
    """row: as `records` has it. files: by name; a capture's is the one with its digest."""

    row: RowMapping
    application: Application
    files: Mapping[str, bytes] = field(repr=False)
    slip: Slip


def open_record(office: Office, id: str) -> Opened:
    """Blocking. Raises NotThere; Closed: not with the keys that are here; Problem (bad-container)."""
    with office.database.read() as connection:
        row = connection.execute(select(records).where(records.c.id == id)).mappings().one_or_none()
    if row is None:
        raise NotThere
    try:
        content = envelope.unpack(office.opener.open(office.objects.read(row["sha256"])).content)
        return Opened(row, wire.load(content.manifest), content.files, content.slip)
    except BadParcel as error:
        if error.values.get("reason") == "not-for-us":
            raise Closed from error
        raise Problem("bad-container") from error
    except FormError as error:
        raise Problem("bad-container") from error
