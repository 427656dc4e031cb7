"""Sealed parcels for tests: about nobody, signed by a van of the given office, sealed to its bureau."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ec

from forms import wire
from forms.record import Application
from sync import envelope
from sync.envelope import Slip
from sync.gateway.office import Office
from sync.parcel import Parcel
from sync.sealing.seal import Sealer
from sync.sealing.suites import Holder
from sync.uploads import Label
from tests.sync.letters import AT, application

VAN = "D027"
CHAIN = "AAAAAAAAAAAAAAAAAAAAAA"


@dataclass(frozen=True)
class Sealed:
    label: Label
    body: bytes = field(repr=False)
    slip: Slip

    @property
    def id(self) -> str:
        return self.label.record

    @property
    def parcel(self) -> Parcel:
        """As the outbox hands it to the engine."""
        said = self.label
        return Parcel(self.id, said.sha256, self.body, urgent=said.urgent, training=said.training)


@dataclass
class Press:
    """Seals for one office, as a laptop does; each next parcel names the one before."""

    office: Office
    van: str = VAN
    chain: str = CHAIN
    sequence: int = 0
    previous: str = ""
    device: Holder = field(init=False)
    sealer: Sealer | None = None  # another one than the profile `cms` has

    def __post_init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        self.device = Holder(self.office.authority.van(key.public_key(), self.van, datetime.now(UTC)), key)

    def parcel(
        self, size: int = 1000, *, id: str | None = None, urgent: bool = False, training: bool | None = None
    ) -> Sealed:
        """size: of the picture in it, in bytes."""
        training = self.office.training if training is None else training
        picture = os.urandom(size)
        letter = replace(application(training=training, id=id, picture=picture), urgent=urgent)
        return self.letter(letter, picture=picture)

    def letter(
        self, letter: Application, more: Mapping[str, bytes] | None = None, *, picture: bytes = b"picture"
    ) -> Sealed:
        """This very letter, with its one picture and `more`."""
        self.sequence += 1
        slip = Slip(
            van=self.van,
            record=letter.id,
            chain=self.chain,
            sequence=self.sequence,
            previous=self.previous,
            sealed_at=AT,
            training=letter.training,
            urgent=letter.urgent,
        )
        files = {"portrait.jpg": picture, **(more or {})}
        made = self.seal(envelope.pack(wire.dump(letter), files, slip), slip)
        self.previous = made.label.sha256
        return made

    def seal(self, container: bytes, slip: Slip) -> Sealed:
        """What `parcel` does at the end; for containers that are not as they should be."""
        sealer = self.sealer or Sealer(self.device, self.office.bureau.certificates)
        body = sealer.seal(container, AT)
        label = Label(slip.record, hashlib.sha256(body).hexdigest(), slip.training, slip.urgent)
        return Sealed(label, body, slip)
