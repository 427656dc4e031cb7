"""Invented applications and parcels for the post's tests: valid, small, about nobody."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from ulid import ULID

from forms.record import Application, Capture, CaptureKind
from forms.status import Status

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
