"""Parcels that come on a USB stick: the same sealed files, taken exactly once, whichever way was faster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from sync.errors import BadParcel
from sync.gateway import alarms, certificates, letters
from sync.gateway.errors import Problem
from sync.gateway.office import Office
from sync.gateway.records import Arrival
from sync.protocol import MAX_BODY


@dataclass(frozen=True)
class Brought:
    """One file. state: taken, known (it was here already), refused (reason: a problem's kind)."""

    file: str
    state: str
    record: str = ""
    reason: str = ""


def bring(office: Office, folder: Path) -> Iterator[Brought]:
    """Every file in the folder, below it, too. Blocking; run twice it takes nothing twice."""
    for path in sorted(
        path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")
    ):
        name = str(path.relative_to(folder))
        try:
            yield _bring(office, name, path)
        except Problem as error:
            yield Brought(name, "refused", reason=error.kind)
        except OSError:
            yield Brought(name, "refused", reason="unreadable")


def _bring(office: Office, name: str, path: Path) -> Brought:
    if path.stat().st_size > MAX_BODY:
        raise Problem("too-large")
    body = path.read_bytes()
    if not office.opener.holders:
        raise Problem("not-for-us")  # without the key nobody can say whose it is
    slip, letter = letters.opened(body, office.opener, office.training)
    sha256 = hashlib.sha256(body).hexdigest()
    held = office.ledger.held(slip.record, van=slip.van, sha256=sha256, now=office.now())
    if held is None:
        office.objects.put(sha256, body)
        held = office.ledger.take(letter, Arrival(slip.van, sha256, len(body)), office.now())
        _look_at_signer(office, body, slip.van, slip.record)
    return Brought(name, "taken" if held.fresh else "known", slip.record)


def _look_at_signer(office: Office, body: bytes, van: str, record: str) -> None:
    """One sealed by a device that was revoked since is taken (it may be from before), and rung."""
    try:
        der = office.opener.open(body).signer.public_bytes(Encoding.DER)
        certificates.van_of(office.database, der, office.now())
    except BadParcel:
        return
    except Problem as error:
        if error.kind == "device-revoked" and error.values.get("why") == "revoked":
            with office.database.write() as connection:
                alarms.ring(connection, at=office.now(), kind="signed-by-revoked", van=van, record=record)
