"""Reading what a parcel holds on arrival: whole, of the right kind, and about the record it says it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from cryptography import x509
from cryptography.x509.oid import NameOID

from forms import wire
from forms.errors import FormError
from forms.record import Application
from sync import envelope
from sync.envelope import Content, Slip
from sync.errors import BadParcel
from sync.gateway.desk import routes, services
from sync.gateway.errors import Problem
from sync.sealing.seal import Opener
from sync.uploads import Label


@dataclass(frozen=True)
class Letter:
    """What the gateway keeps beside the bytes: nothing that names a person.

    opened False: the bureau's key is not here, and only what the way may see is known.
    queue, jurisdiction, officer, due: see desk.routes. id_number: for the keyed hash that is kept of it.
    """

    id: str
    number: str
    version: int
    corrects: str | None
    matter: str
    urgent: bool
    training: bool
    opened: bool = True
    chain: str | None = None
    sequence: int | None = None
    previous: str | None = None
    service: services.Facts | None = None  # for figures; kept in a table of its own
    acceptance_number: str = ""
    sealed_at: datetime | None = None
    queue: str = routes.UNOPENED
    jurisdiction: str = ""
    officer: str = ""
    due: str = routes.NO_DAY
    id_number: str = field(default="", repr=False)


def open_sealed(body: bytes, label: Label, van: str, opener: Opener) -> Letter:
    """Of a sealed parcel. van: who brought it. With no key at hand it stays closed, and is kept as it is.

    Raises Problem: bad-container, bad-manifest, training-parcel, real-parcel (of the other kind than this
    office), bad-signature, not-for-us.
    """
    if not opener.holders:
        return Letter(label.record, "", 0, None, "", label.urgent, label.training, opened=False)
    slip, letter = opened(body, opener, label.training)
    if van not in ("", slip.van):
        raise Problem("bad-signature", reason="other-van")
    if letter.id != label.record:
        raise Problem("bad-manifest", reason="other-id")
    return replace(letter, urgent=letter.urgent or label.urgent)


def opened(body: bytes, opener: Opener, training: bool) -> tuple[Slip, Letter]:
    """Of one that came without a van (on a USB stick): what it says itself. Raises like `open_sealed`."""
    try:
        signed = opener.open(body)
    except BadParcel as error:
        kinds = {"not-for-us": "not-for-us", "bad-signature": "bad-signature"}
        raise Problem(kinds.get(str(error.values.get("reason")), "bad-container")) from error
    content = _unpack(signed.content)
    slip = content.slip
    if slip.van != _common_name(signed.signer):
        raise Problem("bad-signature", reason="other-van")
    if slip.training != training:
        raise Problem("training-parcel" if slip.training else "real-parcel")
    return slip, _letter(_application(content, slip.record, training), slip)


def _unpack(body: bytes) -> Content:
    try:
        return envelope.unpack(body)
    except BadParcel as error:
        raise Problem("bad-container") from error


def _application(content: Content, id: str, training: bool) -> Application:
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
    if any(capture.sha256 not in content.digests for capture in application.captures):
        raise Problem("bad-manifest", reason="capture-missing")
    return application


def _letter(application: Application, slip: Slip) -> Letter:
    return Letter(
        application.id,
        application.number,
        application.version,
        application.corrects,
        application.matter,
        slip.urgent,
        application.training,
        chain=slip.chain,
        sequence=slip.sequence,
        previous=slip.previous,
        service=services.facts(application),
        acceptance_number=application.acceptance_number,
        sealed_at=slip.sealed_at,
        officer=application.officer[: routes.MOST_OFFICER],
        id_number=application.answers.get("id_number", ""),
        **vars(routes.of(application, slip.sealed_at)),
    )


def _common_name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if len(names) == 1 else ""
