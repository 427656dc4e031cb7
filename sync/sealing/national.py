"""The national algorithms: SM3, SM2, SM4-GCM. Source: GM/T 0002, 0003, 0004, 0009; OIDs: GM/T 0006."""

from __future__ import annotations

from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from sync.sealing import sm2
from sync.sealing.sm2_papers import SIGNED, point_of
from sync.sealing.structures import (
    KeyTransport,
    Oid,
    Recipient,
    algorithm,
    name_of,
    same,
)
from sync.sealing.suites import Holder

_SM2_ENCRYPTION = algorithm("1.2.156.10197.1.301.3")
_TAG = 16


class National:
    name = "gm"
    digest_algorithm = algorithm("1.2.156.10197.1.401")
    signature_algorithm = SIGNED
    cipher = Oid("1.2.156.10197.1.104.8")  # SM4-GCM
    key_bytes = 16

    def digest(self, data: bytes) -> bytes:
        return sm2.sm3(data)

    def sign(self, key: Any, words: bytes) -> bytes:
        assert isinstance(key, sm2.PrivateKey)
        return sm2.sign(key, words)

    def signed(self, certificate: x509.Certificate, words: bytes, signature: bytes) -> bool:
        try:
            return sm2.signed(point_of(certificate), words, signature)
        except ValueError:
            return False

    def issued(self, certificate: x509.Certificate, authority: x509.Certificate) -> bool:
        named = certificate.issuer == authority.subject
        return named and self.signed(authority, certificate.tbs_certificate_bytes, certificate.signature)

    def encrypt(self, key: bytes, nonce: bytes, data: bytes) -> bytes:
        encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, key: bytes, nonce: bytes, data: bytes) -> bytes:
        decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, data[-_TAG:])).decryptor()
        return decryptor.update(data[:-_TAG]) + decryptor.finalize()

    def wrap(self, certificate: x509.Certificate, key: bytes) -> Recipient:
        return KeyTransport(
            version=0,
            recipient=name_of(certificate),
            algorithm=_SM2_ENCRYPTION,
            encrypted_key=sm2.encrypt(point_of(certificate), key),
        )

    def unwrap(self, recipient: Recipient, holder: Holder) -> bytes:
        return self.unwrap_by_key(recipient, holder.key)

    def unwrap_by_key(self, recipient: Recipient, key: Any) -> bytes:
        if not isinstance(recipient, KeyTransport) or not isinstance(key, sm2.PrivateKey):
            raise ValueError("another kind of key")
        if recipient.version or not same(recipient.algorithm, _SM2_ENCRYPTION):
            raise ValueError("another kind of encryption")
        return sm2.decrypt(key, recipient.encrypted_key)
