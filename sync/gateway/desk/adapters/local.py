"""The five interfaces without any other system: files in `DIR/adapters`, which a person fills and empties.

For training, for demonstrations, and for a station that has no connection yet. Nothing here sends anything,
and the pages say so: what is "handed over" lies in a folder until somebody takes it away.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from forms.days import parse_day
from sync.gateway.desk.adapters.contract import (
    Charge,
    Fate,
    Licence,
    Paid,
    Payment,
    Reply,
    Resident,
    Shipment,
    ShortText,
)
from sync.gateway.desk.adapters.errors import Away, Declined
from sync.gateway.desk.adapters.files import Folder
from sync.protocol import moment, stamp

REGISTER = "register.csv"  # id_number,name,address,community,phone,valid_to


class LocalRegister:
    """A table kept by hand: UTF-8, days YYYYMMDD, "" for a long-term card."""

    name = "local-register"

    def __init__(self, folder: Path) -> None:
        self._path = folder / REGISTER
        self._read_at = -1
        self._rows: Mapping[str, Resident] = {}

    def resident(self, id_number: str) -> Resident | None:
        return self._table().get(id_number)

    def community(self, name: str, *, expires_before: date, born_before: date) -> Sequence[Resident]:
        def called_for(one: Resident) -> bool:
            born = parse_day(one.id_number[6:14])
            ends = one.valid_to is not None and one.valid_to < expires_before
            return one.community == name and (ends or (born is not None and born < born_before))

        return tuple(one for _, one in sorted(self._table().items()) if called_for(one))

    def _table(self) -> Mapping[str, Resident]:
        """Read again when the file has changed. Raises Away (garbage)."""
        try:
            changed = self._path.stat().st_mtime_ns
            if changed != self._read_at:
                with self._path.open(encoding="utf-8-sig", newline="") as lines:
                    self._rows = {row["id_number"]: _resident(row) for row in csv.DictReader(lines)}
                self._read_at = changed
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
            raise Away(adapter=self.name, reason="garbage") from error
        return self._rows


def _resident(row: Mapping[str, str]) -> Resident:
    words = {name: row[name] for name in ("id_number", "name", "address", "community", "phone")}
    return Resident(**words, valid_to=parse_day(row["valid_to"]))


class LocalLicences:
    """`licences/ID.json`: {"holder", "kind", "issued_by", "valid_to", "media_type"}; and `ID.content`."""

    name = "local-licences"

    def __init__(self, folder: Path) -> None:
        self._path = folder / "licences"
        self._folder = Folder(self._path, self.name)

    def held(self, id_number: str) -> Sequence[Licence]:
        found = []
        for id in self._folder.names():
            said = self._folder.read(id)
            if said is not None and said.get("holder") == id_number:
                found.append(_licence(id, said, self.name))
        return tuple(found)

    def content(self, licence: str) -> bytes:
        if self._folder.read(licence) is None:
            raise Declined(adapter=self.name, reason="unknown")
        try:
            return (self._path / f"{licence}.content").read_bytes()
        except OSError as error:
            raise Away(adapter=self.name, reason="garbage") from error


def _licence(id: str, said: Mapping[str, Any], adapter: str) -> Licence:
    try:
        valid_to = parse_day(said.get("valid_to") or "")
        return Licence(id, str(said["kind"]), str(said["issued_by"]), valid_to, str(said["media_type"]))
    except (KeyError, TypeError) as error:
        raise Away(adapter=adapter, reason="garbage") from error


class LocalPayments:
    """`payments/ID.json`; who took the money at the counter says so with `paid`."""

    name = "local-payments"

    def __init__(self, folder: Path) -> None:
        self._folder = Folder(folder / "payments", self.name)

    def order(self, charge: Charge) -> str:
        if self._folder.read(charge.id) is None:
            said = {"fen": charge.fen, "about": charge.about, "expires_at": stamp(charge.expires_at)}
            self._folder.write(charge.id, {**said, "state": "waiting"})
        return f"local-payment:{charge.id}"

    def look(self, charge: str) -> Payment:
        said = self._known(charge)
        if said["state"] == "waiting" and moment(said["expires_at"]) < datetime.now(UTC):
            return Payment(Paid.CLOSED)
        if said["state"] != "paid":
            return Payment(Paid(said["state"]))
        return Payment(Paid.PAID, said["reference"], moment(said["paid_at"]))

    def close(self, charge: str) -> None:
        said = self._known(charge)
        if said["state"] == "paid":
            raise Declined(adapter=self.name, reason="paid")
        self._folder.write(charge, {**said, "state": "closed"})

    def paid(self, charge: str, reference: str, at: datetime) -> None:
        """reference: the receipt's number. Raises Declined (unknown, closed)."""
        said = self._known(charge)
        if said["state"] == "closed":
            raise Declined(adapter=self.name, reason="closed")
        self._folder.write(charge, {**said, "state": "paid", "reference": reference, "paid_at": stamp(at)})

    def _known(self, charge: str) -> dict[str, Any]:
        said = self._folder.read(charge)
        if said is None:
            raise Declined(adapter=self.name, reason="unknown")
        return said


class _Tray:
    """Orders as files for somebody to take away: who did it adds `ID.done`, who could not `ID.failed`."""

    def __init__(self, folder: Path, adapter: str) -> None:
        self._folder, self._adapter = Folder(folder, adapter), adapter

    def put(self, id: str, said: dict[str, Any]) -> str:
        if self._folder.read(id) is None:
            self._folder.write(id, said)
        return id

    def fate(self, reference: str) -> Fate:
        if self._folder.read(reference) is None:
            raise Declined(adapter=self._adapter, reason="unknown")
        if self._folder.has(f"{reference}.done"):
            return Fate.CONFIRMED
        return Fate.FAILED if self._folder.has(f"{reference}.failed") else Fate.HANDED


class LocalSms:
    """`sms/ID.json`; answers residents gave by telephone as `sms/replies/ID.json`: {"to", "text", "at"}."""

    name = "local-sms"

    def __init__(self, folder: Path) -> None:
        self._tray = _Tray(folder / "sms", self.name)
        self._replies = Folder(folder / "sms" / "replies", self.name)

    def hand_over(self, message: ShortText) -> str:
        return self._tray.put(message.id, {"phone": message.phone, "text": message.text})

    def fate(self, reference: str) -> Fate:
        return self._tray.fate(reference)

    def replies(self, after: str) -> Sequence[Reply]:
        return tuple(self._reply(id) for id in self._replies.names() if id > after)

    def _reply(self, id: str) -> Reply:
        said = self._replies.read(id)
        try:
            if said is None:
                raise ValueError("gone while it was read")
            return Reply(id, str(said["to"]), str(said["text"]), moment(said["at"]))
        except (KeyError, ValueError, TypeError) as error:
            raise Away(adapter=self.name, reason="garbage") from error


class LocalCourier:
    """`courier/ID.json`, to be copied on a waybill."""

    name = "local-courier"

    def __init__(self, folder: Path) -> None:
        self._tray = _Tray(folder / "courier", self.name)

    def hand_over(self, shipment: Shipment) -> str:
        to = {"name": shipment.name, "phone": shipment.phone, "address": shipment.address}
        return self._tray.put(shipment.id, {"what": shipment.what, **to})

    def fate(self, reference: str) -> Fate:
        return self._tray.fate(reference)
