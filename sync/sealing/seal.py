"""Seal and open: signed by the device first, then encrypted to the bureau. The suite is told by the bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography import x509

from sync.errors import BadParcel
from sync.sealing import enveloped, signed
from sync.sealing.international import International
from sync.sealing.national import National
from sync.sealing.signed import Signed
from sync.sealing.suites import Holder, Suite

SUITES: Mapping[str, Suite] = {suite.name: suite for suite in (International(), National())}


@dataclass(frozen=True)
class Sealer:
    """Everything a laptop needs to seal. bureau: current certificate first, then the next one, if any."""

    device: Holder = field(repr=False)
    bureau: Sequence[x509.Certificate]
    suite: Suite = field(default_factory=International)

    def seal(self, container: bytes, at: datetime) -> bytes:
        """The sealed parcel: never the same bytes twice."""
        inner = signed.sign(container, self.device, at, self.suite)
        return enveloped.encrypt(inner, self.bureau, self.suite)


@dataclass(frozen=True)
class Opener:
    """The bureau's side. holders: its certificates with keys; authorities: who issues the vans' ones."""

    holders: Sequence[Holder] = field(repr=False)
    authorities: Sequence[x509.Certificate]

    def open(self, sealed: bytes) -> Signed:
        """Raises BadParcel: container, not-for-us, bad-signature."""
        suite = _suite_of(sealed)
        return signed.verify(enveloped.decrypt(sealed, self.holders, suite), self.authorities, suite)


def open_by_key(sealed: bytes, keys: Mapping[str, Any]) -> bytes:
    """What was sealed to one device. keys: name of the suite -> the device's key for it.

    Raises BadParcel: container, not-for-us.
    """
    suite = _suite_of(sealed)
    if suite.name not in keys:
        raise BadParcel(reason="not-for-us")
    return enveloped.decrypt_by_key(sealed, keys[suite.name], suite)


def _suite_of(sealed: bytes) -> Suite:
    cipher = enveloped.cipher_of(sealed)
    suite = next((suite for suite in SUITES.values() if suite.cipher == cipher), None)
    if suite is None:
        raise BadParcel(reason="container")
    return suite
