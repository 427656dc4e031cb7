"""Invented applications and parcels for the post's tests: valid, small, about nobody."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from ulid import ULID

from forms import wire
from forms.record import Application, Capture, CaptureKind
from forms.status import Status
from sync import envelope
from sync.parcel import Parcel

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def new_id() -> str:
    return str(ULID())


def application(*, training: bool = True, id: str | None = None, picture: bytes = b"picture") -> Application:
    capture = Capture(
        id=new_id(),
        kind=CaptureKind.PORTRAIT,
        slot="portrait",
        media_type="image/jpeg",
        sha256=hashlib.sha256(picture).hexdigest(),
        size=len(picture),
        device="test",
        serial="1",
        taken_at=AT,
        monotonic_ns=1,
        training=training,
    )
    return Application(
        id=id or new_id(),
        number="D027-20261121-0001",
        version=1,
        corrects=None,
        matter="renewal_expiry",
        form="renewal@1",
        pack="c19a@1",
        status=Status.SEALED,
        officer="440103-027",
        way="visit",
        begun_at=AT,
        changed_at=AT,
        sealed_at=AT,
        training=training,
        captures=(capture,),
    )


def parcel(
    *, training: bool = True, id: str | None = None, picture: bytes = b"picture", urgent: bool = False
) -> Parcel:
    """A parcel as the store would make it; `picture` sets its size."""
    letter = replace(application(training=training, id=id, picture=picture), urgent=urgent)
    return wrap(letter, {"portrait.jpg": picture})


def wrap(letter: Application, files: dict[str, bytes]) -> Parcel:
    body = envelope.pack(wire.dump(letter), files)
    return as_parcel(letter.id, body, training=letter.training, urgent=letter.urgent)


def as_parcel(id: str, body: bytes, *, training: bool = True, urgent: bool = False) -> Parcel:
    return Parcel(id, hashlib.sha256(body).hexdigest(), body, urgent=urgent, training=training)
