"""Reading what a parcel holds on arrival: whole, of the right kind, and about the record it says it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from forms import wire
from forms.errors import FormError
from sync import envelope
from sync.errors import BadParcel
from sync.gateway.errors import Problem


@dataclass(frozen=True)
class Letter:
    """What the gateway keeps beside the bytes: nothing that names a person."""

    id: str
    number: str
    version: int
    corrects: str | None
    matter: str
    urgent: bool
    training: bool


def read(body: bytes, *, id: str, training: bool) -> Letter:
    """Raises Problem: bad-container, bad-manifest, training-parcel, real-parcel.

    training: whether this gateway is one for training; a parcel of the other kind is refused.
    """
    try:
        content = envelope.unpack(body)
    except BadParcel as error:
        raise Problem("bad-container") from error
    try:
        application = wire.load(content.manifest)
    except FormError as error:
        raise Problem("bad-manifest", reason="unreadable") from error
    if application.training != training:
        raise Problem("training-parcel" if application.training else "real-parcel")
    if not training and any(capture.training for capture in application.captures):
        raise Problem("training-parcel")
    if application.id != id:
        raise Problem("bad-manifest", reason="other-id")
    enclosed = {hashlib.sha256(data).hexdigest() for data in content.files.values()}
    if any(capture.sha256 not in enclosed for capture in application.captures):
        raise Problem("bad-manifest", reason="capture-missing")
    return Letter(
        application.id,
        application.number,
        application.version,
        application.corrects,
        application.matter,
        application.urgent,
        application.training,
    )
