"""The office's signing key: Ed25519, made by the gateway, pinned by every van."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.protocol import b64url, unb64url


class OfficeSeal:
    """The private half; only a gateway holds one. Its repr shows nothing."""

    def __init__(self, private: bytes) -> None:
        """private: 32 raw bytes."""
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.public = b64url(self._key.public_key().public_bytes_raw())

    def sign(self, words: bytes) -> str:
        return b64url(self._key.sign(words))


def new_private_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes_raw()


class OfficeKey:
    """The public half, as a van learnt it when it was enrolled."""

    def __init__(self, public: str) -> None:
        """public: base64url of 32 bytes. Raises ValueError."""
        self._key = Ed25519PublicKey.from_public_bytes(unb64url(public))

    def signed(self, words: bytes, signature: str) -> bool:
        """Whether `signature` is this office's own over `words`."""
        try:
            self._key.verify(unb64url(signature), words)
        except (InvalidSignature, ValueError):
            return False
        return True
