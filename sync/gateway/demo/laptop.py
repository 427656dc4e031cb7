"""A van's laptop as the office sees it: it seals records one after the other; they arrive."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec

from forms import wire
from forms.record import Application, Capture, CaptureKind, Json, Verdict
from sync import envelope
from sync.envelope import Slip
from sync.gateway import letters
from sync.gateway.demo import pictures
from sync.gateway.office import Office
from sync.gateway.records import Arrival
from sync.protocol import b64url
from sync.sealing.seal import Sealer
from sync.sealing.suites import Holder
from sync.uploads import Label


@dataclass
class Laptop:
    """van: its number. Its chain begins with its first parcel."""

    office: Office
    van: str
    sequence: int = 0
    previous: str = ""
    device: Holder = field(init=False, repr=False)

    def __post_init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        self.device = Holder(self.office.authority.van(key.public_key(), self.van, self.office.now()), key)

    def seal(self, letter: Application, files: Mapping[str, bytes], at: datetime) -> tuple[Label, bytes]:
        self.sequence += 1
        chain = b64url(hashlib.sha256(self.van.encode()).digest()[:16])
        slip = Slip(
            self.van, letter.id, chain, self.sequence, self.previous, at, letter.training, letter.urgent
        )
        container = envelope.pack(wire.dump(letter), files, slip)
        body = Sealer(self.device, self.office.bureau.certificates).seal(container, at)
        self.previous = hashlib.sha256(body).hexdigest()
        return Label(letter.id, self.previous, letter.training, letter.urgent), body

    def bring(self, label: Label, body: bytes) -> None:
        """It is at the office now, taken as any other parcel is. Raises Problem."""
        letter = letters.open_sealed(body, label, self.van, self.office.opener)
        self.office.objects.put(label.sha256, body)
        self.office.ledger.take(letter, Arrival(self.van, label.sha256, len(body)), self.office.now())


def captures(
    key: int, at: datetime, id_of: str, *, blurred: bool
) -> tuple[tuple[Capture, ...], Mapping[str, bytes]]:
    """A portrait, two prints and a signature with what was measured of them; their files by name."""
    made: list[tuple[CaptureKind, str, str, bytes, dict[str, Json]]] = [
        (
            CaptureKind.PORTRAIT,
            "portrait",
            "image/jpeg",
            pictures.portrait(key),
            {"quality": 58 if blurred else 88},
        ),
        (
            CaptureKind.FINGER,
            "finger.1",
            "image/png",
            pictures.print_of(key, 0),
            {"position": "11", "quality": 71},
        ),
        (
            CaptureKind.FINGER,
            "finger.2",
            "image/png",
            pictures.print_of(key, 1),
            {"position": "16", "quality": 66},
        ),
        (CaptureKind.SIGNATURE, "signature.applicant", "image/png", pictures.signature(key), {}),
    ]
    found, files = [], {}
    for place, (kind, slot, media, data, facts) in enumerate(made):
        digest = hashlib.sha256(data).hexdigest()
        files[f"{slot}.{media.partition('/')[2]}"] = data
        found.append(
            Capture(
                id=f"{id_of[:-1]}{place}",
                kind=kind,
                slot=slot,
                media_type=media,
                sha256=digest,
                size=len(data),
                device="demonstration",
                serial="0",
                taken_at=at + timedelta(seconds=30 * place),
                monotonic_ns=place + 1,
                training=True,
                facts=facts,
            )
        )
    return tuple(found), files


def verdicts(at: datetime, score: float) -> tuple[Verdict, ...]:
    """Is this the person? By the face, and by the officer's own eyes."""
    face = Verdict("face", "match" if score > 0.6 else "review", "demonstration", "1", at, score, 0.6)
    return (face, Verdict("officer", "match", "officer", "1", at))
