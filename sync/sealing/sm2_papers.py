"""SM2 keys, requests and certificates as files: what `cryptography` has for other curves only.

Source: RFC 5280, RFC 2986 (PKCS#10), RFC 5915, RFC 5958; object identifiers: GM/T 0006, the signature as GM/T
0015 has it. A certificate's fields are written by `cryptography` over a stand-in key, and put over ours here.
"""

from __future__ import annotations

import base64
import hashlib
import textwrap
from typing import Annotated

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from sync.sealing import sm2
from sync.sealing.structures import Oid, PublicKey, algorithm, der, tlv

_CURVE = Oid("1.2.156.10197.1.301")
_KEY = algorithm("1.2.840.10045.2.1", _CURVE)
SIGNED = algorithm("1.2.156.10197.1.501")  # SM2 with SM3


@asn1.sequence
class _Fields:
    """A certificate's, up to its extensions (RFC 5280 §4.1)."""

    version: Annotated[int | None, asn1.Explicit(0)]
    serial: int
    algorithm: asn1.TLV
    issuer: asn1.TLV
    validity: asn1.TLV
    subject: asn1.TLV
    key: PublicKey
    extensions: Annotated[list[asn1.TLV] | None, asn1.Explicit(3)]


@asn1.sequence
class _Asked:
    """A certificate request's (RFC 2986 §4.1), without attributes."""

    version: int
    subject: asn1.TLV
    key: PublicKey
    attributes: Annotated[asn1.SetOf[asn1.TLV], asn1.Implicit(0)]


@asn1.sequence
class _Signed:
    """What certificates and requests have in common."""

    words: asn1.TLV
    algorithm: asn1.TLV
    signature: asn1.BitString


@asn1.sequence
class _Private:
    """ECPrivateKey (RFC 5915)."""

    version: int
    number: bytes
    public: Annotated[asn1.BitString | None, asn1.Explicit(1)]


@asn1.sequence
class _Pkcs8:
    version: int
    algorithm: asn1.TLV
    key: bytes


def write_key(key: sm2.PrivateKey) -> bytes:
    """PKCS#8 DER, unprotected, as the openssl program reads it."""
    private = _Private(version=1, number=key.number.to_bytes(32, "big"), public=_bits(key.public))
    return der(_Pkcs8(version=0, algorithm=_KEY, key=der(private)))


def read_key(pkcs8: bytes) -> sm2.PrivateKey:
    """Raises ValueError: no such key, or one on another curve."""
    said = asn1.decode_der(_Pkcs8, pkcs8)
    number = int.from_bytes(asn1.decode_der(_Private, said.key).number, "big")
    if der(said.algorithm) != der(_KEY) or not 0 < number < sm2.N - 1:
        raise ValueError("not an SM2 key")
    return sm2.PrivateKey(number)


def spki(public: sm2.Point) -> bytes:
    """SubjectPublicKeyInfo, DER."""
    return der(PublicKey(algorithm=_KEY, point=_bits(public)))


def pem(der: bytes, what: str) -> bytes:
    lines = textwrap.wrap(base64.b64encode(der).decode(), 64)
    return "\n".join((f"-----BEGIN {what}-----", *lines, f"-----END {what}-----", "")).encode()


def from_pem(pem: bytes) -> bytes:
    """Raises ValueError."""
    lines = pem.decode("ascii").strip().splitlines()
    return base64.b64decode("".join(lines[1:-1]), validate=True)


def point_of(certificate: x509.Certificate) -> sm2.Point:
    """The public key of a certificate. Raises ValueError when it is on another curve."""
    return _point(asn1.decode_der(_Fields, certificate.tbs_certificate_bytes).key)


def key_of(request: x509.CertificateSigningRequest) -> sm2.Point:
    """The public key a PKCS#10 asks for; it must be signed with it. Raises ValueError."""
    point = _point(asn1.decode_der(_Asked, request.tbs_certrequest_bytes).key)
    if not sm2.signed(point, request.tbs_certrequest_bytes, request.signature):
        raise ValueError("not signed with its key")
    return point


def request(key: sm2.PrivateKey, subject: x509.Name) -> bytes:
    """PKCS#10 DER, as the openssl program checks it (`-vfyopt distid:` the usual identity)."""
    asked = _Asked(
        version=0,
        subject=tlv(subject.public_bytes()),
        key=PublicKey(algorithm=_KEY, point=_bits(key.public)),
        attributes=asn1.SetOf([]),
    )
    return _sign(der(asked), key)


def issue(builder: x509.CertificateBuilder, public: sm2.Point, by: sm2.PrivateKey) -> x509.Certificate:
    """What the builder says but for its key, over an SM2 key, signed with SM2."""
    stand_in = ec.generate_private_key(ec.SECP256R1())
    made = builder.public_key(stand_in.public_key()).sign(stand_in, hashes.SHA256())
    said = asn1.decode_der(_Fields, made.tbs_certificate_bytes)
    fields = _Fields(
        version=said.version,
        serial=said.serial,
        algorithm=SIGNED,
        issuer=said.issuer,
        validity=said.validity,
        subject=said.subject,
        key=PublicKey(algorithm=_KEY, point=_bits(public)),
        extensions=said.extensions,
    )
    return x509.load_der_x509_certificate(_sign(der(fields), by))


def key_id(public: sm2.Point) -> bytes:
    """For subjectKeyIdentifier and its counterpart (RFC 5280 §4.2.1.2, method 1)."""
    return hashlib.sha1(_raw(public), usedforsecurity=False).digest()


def _sign(words: bytes, key: sm2.PrivateKey) -> bytes:
    signature = asn1.BitString(sm2.sign(key, words), 0)
    return der(_Signed(words=tlv(words), algorithm=SIGNED, signature=signature))


def _point(key: PublicKey) -> sm2.Point:
    if der(key.algorithm) != der(_KEY):
        raise ValueError("not an SM2 key")
    return sm2.point_of(key.point.as_bytes())


def _raw(point: sm2.Point) -> bytes:
    return b"\4" + b"".join(number.to_bytes(32, "big") for number in point)


def _bits(point: sm2.Point) -> asn1.BitString:
    return asn1.BitString(_raw(point), 0)
