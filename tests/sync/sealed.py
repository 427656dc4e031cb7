"""Sealed parcels for tests: about nobody, signed by a van of the given office, sealed to its bureau."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ec

from forms import wire
from sync import envelope
from sync.envelope import Slip
from sync.gateway.office import Office
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


@dataclass
class Press:
    """Seals for one office, as a laptop does; each next parcel names the one before."""

    office: Office
    van: str = VAN
    chain: str = CHAIN
    sequence: int = 0
    previous: str = ""
    device: Holder = field(init=False)

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
        self.sequence += 1
        slip = Slip(
            self.van, letter.id, self.chain, self.sequence, self.previous, AT, training, urgent=urgent
        )
        made = self.seal(envelope.pack(wire.dump(letter), {"portrait.jpg": picture}, slip), slip)
        self.previous = made.label.sha256
        return made

    def seal(self, container: bytes, slip: Slip) -> Sealed:
        """What `parcel` does at the end; for containers that are not as they should be."""
        body = Sealer(self.device, self.office.bureau.certificates).seal(container, AT)
        label = Label(slip.record, hashlib.sha256(body).hexdigest(), slip.training, slip.urgent)
        return Sealed(label, body, slip)
