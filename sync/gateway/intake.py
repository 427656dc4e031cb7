"""The last byte is here: is it what was announced? Then file, row and receipt, in this order, and once.

Killed anywhere, what is left is an upload that is whole but not finished (the next question about it ends
it), a file without a row (the same name again), or a row with its receipt.
"""

from __future__ import annotations

import hashlib

from sync.gateway import events, letters
from sync.gateway.errors import Problem
from sync.gateway.office import Office
from sync.gateway.partials import Evicted
from sync.gateway.records import Arrival, Held
from sync.gateway.uploads import Lease
from sync.uploads import Label


def settle(office: Office, lease: Lease, label: Label, body: bytes, *, put_down: bool = True) -> Held:
    """Blocking. lease: the writer's; a stale one is refused inside the transaction. put_down: whether some of
    the bytes lie among the partials.

    Raises Problem: digest-mismatch, what `letters` refuses (then the upload is gone); busy, disk-full (then
    it waits as it is). Raises Evicted.
    """
    arrival = Arrival(lease.upload.van, label.sha256, len(body))
    try:
        if hashlib.sha256(body).hexdigest() != label.sha256:
            raise Problem("digest-mismatch")
        letter = letters.open_sealed(body, label, arrival.van, office.opener)
    except Problem as error:
        refuse(office, lease, label, error)
        raise
    office.objects.put(label.sha256, body)
    office.uploads.measured(lease.upload, len(body))
    held = office.ledger.take(letter, arrival, office.now(), lease)
    if lease.offset or put_down:
        office.uploads.partials.drop([lease.upload.id])
    return held


def refuse(office: Office, lease: Lease, label: Label, error: Problem) -> None:
    """It is of no use; only the newest writer may say so. Raises Evicted."""
    if not office.uploads.drop_as(lease):
        raise Evicted
    with office.database.write() as connection:
        events.append(
            connection,
            at=office.now(),
            kind="refused",
            who=lease.upload.van,
            record=label.record,
            problem=error.kind,
            sha256=label.sha256,
        )
