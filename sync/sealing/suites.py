"""A suite is a choice of algorithms; the layers they serve (signed, enveloped) stay the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from cryptography import x509
from cryptography.hazmat import asn1

from sync.sealing.structures import Oid, Recipient


@dataclass(frozen=True)
class Holder:
    """A certificate with its private key, of whatever kind the suite works with."""

    certificate: x509.Certificate
    key: Any = field(repr=False)


class Suite(Protocol):
    name: str  # as `/v2/bureau` tells it: "cms", "gm"
    digest_algorithm: asn1.TLV
    signature_algorithm: asn1.TLV
    cipher: Oid
    key_bytes: int

    def digest(self, data: bytes) -> bytes: ...

    def sign(self, key: Any, words: bytes) -> bytes: ...

    def signed(self, certificate: x509.Certificate, words: bytes, signature: bytes) -> bool:
        """Whether the certificate's key made this signature."""

    def issued(self, certificate: x509.Certificate, authority: x509.Certificate) -> bool:
        """Whether `authority` issued and signed `certificate`. Dates are not looked at."""

    def encrypt(self, key: bytes, nonce: bytes, data: bytes) -> bytes:
        """Cipher text with the 16-byte tag after it."""

    def decrypt(self, key: bytes, nonce: bytes, data: bytes) -> bytes:
        """Raises cryptography.exceptions.InvalidTag."""

    def wrap(self, certificate: x509.Certificate, key: bytes) -> Recipient:
        """The content key for this recipient. Raises ValueError for a kind of key the suite does not know."""

    def unwrap(self, recipient: Recipient, holder: Holder) -> bytes:
        """The content key. Raises ValueError when it cannot be had with this key."""

    def unwrap_by_key(self, recipient: Recipient, key: Any) -> bytes:
        """The content key, whoever is named: a device renews its certificate and keeps its key.

        Raises ValueError when it cannot be had with this key.
        """
