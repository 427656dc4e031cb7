"""SHA-256, ECDSA, AES-256-GCM; the key by RSA-OAEP or agreed on a NIST curve. `openssl cms` opens it."""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from sync.sealing.structures import (
    KeyAgreement,
    KeyTransport,
    OaepParameters,
    Oid,
    PublicKey,
    Recipient,
    SharedInfo,
    WrappedKey,
    algorithm,
    der,
    name_of,
    same,
)
from sync.sealing.suites import Holder

# Object identifiers: RFC 5754, RFC 8017, RFC 5753, RFC 3565.
_SHA256 = algorithm("2.16.840.1.101.3.4.2.1")
_OAEP = algorithm(
    "1.2.840.113549.1.1.7",
    OaepParameters(digest=_SHA256, mask=algorithm("1.2.840.113549.1.1.8", _SHA256)),
)
_AES256_WRAP = algorithm("2.16.840.1.101.3.4.1.45")
_AGREEMENT = algorithm("1.3.132.1.11.1", _AES256_WRAP)  # dhSinglePass-stdDH-sha256kdf-scheme
_EC_KEY = algorithm("1.2.840.10045.2.1")
_OAEP_PADDING = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


class International:
    name = "cms"
    digest_algorithm = _SHA256
    signature_algorithm = algorithm("1.2.840.10045.4.3.2")  # ecdsa-with-SHA256
    cipher = Oid("2.16.840.1.101.3.4.1.46")  # aes256-GCM
    key_bytes = 32

    def digest(self, data: bytes) -> bytes:
        return hashlib.sha256(data).digest()

    def sign(self, key: Any, words: bytes) -> bytes:
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key.sign(words, ec.ECDSA(hashes.SHA256()))

    def signed(self, certificate: x509.Certificate, words: bytes, signature: bytes) -> bool:
        try:
            key = certificate.public_key()
            if not isinstance(key, ec.EllipticCurvePublicKey):
                return False
            key.verify(signature, words, ec.ECDSA(hashes.SHA256()))
        except (InvalidSignature, UnsupportedAlgorithm):
            return False
        return True

    def issued(self, certificate: x509.Certificate, authority: x509.Certificate) -> bool:
        return _issued(certificate, authority)

    def encrypt(self, key: bytes, nonce: bytes, data: bytes) -> bytes:
        return AESGCM(key).encrypt(nonce, data, None)

    def decrypt(self, key: bytes, nonce: bytes, data: bytes) -> bytes:
        return AESGCM(key).decrypt(nonce, data, None)

    def wrap(self, certificate: x509.Certificate, key: bytes) -> Recipient:
        public = certificate.public_key()
        if isinstance(public, rsa.RSAPublicKey):
            return KeyTransport(
                version=0,
                recipient=name_of(certificate),
                algorithm=_OAEP,
                encrypted_key=public.encrypt(key, _OAEP_PADDING),
            )
        if isinstance(public, ec.EllipticCurvePublicKey):
            return _agreed(certificate, public, key)
        raise ValueError("neither RSA nor EC")

    def unwrap(self, recipient: Recipient, holder: Holder) -> bytes:
        if not isinstance(recipient, KeyTransport) or not isinstance(holder.key, rsa.RSAPrivateKey):
            return self.unwrap_by_key(recipient, holder.key)
        if recipient.version or not same(recipient.algorithm, _OAEP):
            raise ValueError("another kind of encryption")
        return holder.key.decrypt(recipient.encrypted_key, _OAEP_PADDING)

    def unwrap_by_key(self, recipient: Recipient, key: Any) -> bytes:
        if not isinstance(recipient, KeyAgreement) or not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("another kind of key")
        return _agree(recipient, key)


@lru_cache(maxsize=4096)
def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    """The same for ever, and asked of the same vans all day."""
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _agreed(certificate: x509.Certificate, public: ec.EllipticCurvePublicKey, key: bytes) -> KeyAgreement:
    once = ec.generate_private_key(public.curve)
    point = once.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    wrapped = aes_key_wrap(_key_key(once.exchange(ec.ECDH(), public)), key)
    return KeyAgreement(
        version=3,
        originator=PublicKey(algorithm=_EC_KEY, point=asn1.BitString(point, 0)),
        algorithm=_AGREEMENT,
        keys=[WrappedKey(recipient=name_of(certificate), encrypted_key=wrapped)],
    )


def _agree(recipient: KeyAgreement, private: ec.EllipticCurvePrivateKey) -> bytes:
    """Raises ValueError."""
    once = recipient.originator
    if recipient.version != 3 or not isinstance(once, PublicKey) or not same(once.algorithm, _EC_KEY):
        raise ValueError("another kind of agreement")
    if not same(recipient.algorithm, _AGREEMENT):
        raise ValueError("another kind of agreement")
    point = once.point.as_bytes()
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(private.curve, point)
    key_key = _key_key(private.exchange(ec.ECDH(), theirs))
    for one in recipient.keys:
        try:
            return aes_key_unwrap(key_key, one.encrypted_key)
        except InvalidUnwrap:
            continue
    raise ValueError("the key cannot be unwrapped")


def _key_key(shared: bytes) -> bytes:
    """The key that wraps the content key. Source: RFC 5753 §7.2, ECC-CMS-SharedInfo."""
    bound = der(SharedInfo(wrap_algorithm=_AES256_WRAP, key_bits=struct.pack(">I", 256)))
    return X963KDF(hashes.SHA256(), 32, bound).derive(shared)
