"""Wrap the database key with a pass-phrase: Argon2id makes the wrapping key, AES-256-GCM wraps.

Source: RFC 9106; OWASP password storage (at least 46 MiB with 1 pass, or its equals), NIST SP 800-38D.
The officer's number is bound in as associated data, so a slot moved to another number does not open.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
MOST_KIB = 1024 * 1024  # a slot that asks for more is damaged, not strong


@dataclass(frozen=True)
class Cost:
    """What one try costs. (64 MiB x 3 took 0.46 s on busy cores: too near to the 0.5 s of unlock.)"""

    memory_kib: int = 48 * 1024
    passes: int = 2
    lanes: int = 2

    @property
    def sound(self) -> bool:
        return (
            8 * self.lanes <= self.memory_kib <= MOST_KIB and 1 <= self.passes <= 20 and 1 <= self.lanes <= 16
        )


@dataclass(frozen=True)
class Wrapped:
    """A wrapped key as it lies in the file."""

    salt: bytes
    nonce: bytes
    sealed: bytes
    cost: Cost

    def to_plain(self) -> dict[str, object]:
        return {
            "kdf": "argon2id",
            "memory_kib": self.cost.memory_kib,
            "passes": self.cost.passes,
            "lanes": self.cost.lanes,
            "salt": self.salt.hex(),
            "nonce": self.nonce.hex(),
            "sealed": self.sealed.hex(),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Wrapped:
        """Raises KeyError, TypeError or ValueError for what is not a slot."""
        numbers = [plain[name] for name in ("memory_kib", "passes", "lanes")]
        if plain["kdf"] != "argon2id" or not all(type(n) is int for n in numbers):
            raise ValueError("kdf")
        cost = Cost(*(int(str(n)) for n in numbers))
        salt, nonce, sealed = (bytes.fromhex(str(plain[name])) for name in ("salt", "nonce", "sealed"))
        if not cost.sound or len(salt) != SALT_BYTES or len(nonce) != NONCE_BYTES:
            raise ValueError("slot")
        return cls(salt, nonce, sealed, cost)


def wrap(key: bytes, secret: str, bound_to: str, cost: Cost) -> Wrapped:
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    sealed = AESGCM(_derive(secret, salt, cost)).encrypt(nonce, key, bound_to.encode())
    return Wrapped(salt, nonce, sealed, cost)


def unwrap(wrapped: Wrapped, secret: str, bound_to: str) -> bytes | None:
    """The key, or None when the secret is not the right one."""
    derived = _derive(secret, wrapped.salt, wrapped.cost)
    try:
        return AESGCM(derived).decrypt(wrapped.nonce, wrapped.sealed, bound_to.encode())
    except InvalidTag:
        return None


def _derive(secret: str, salt: bytes, cost: Cost) -> bytes:
    # NFKC: the same phrase typed full-width, or composed differently on another keyboard, is the same.
    text = unicodedata.normalize("NFKC", secret).encode()
    kdf = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    return kdf.derive(text)
