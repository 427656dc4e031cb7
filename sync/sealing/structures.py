"""The CMS structures a sealed parcel is made of, as data. Source: RFC 5652, RFC 5083, RFC 5084, RFC 5753."""

from __future__ import annotations

from typing import Annotated, TypeVar

from cryptography import x509
from cryptography.hazmat import asn1

from sync.errors import BadParcel

Oid = x509.ObjectIdentifier
T = TypeVar("T")

DATA = Oid("1.2.840.113549.1.7.1")
SIGNED_DATA = Oid("1.2.840.113549.1.7.2")
AUTH_ENVELOPED_DATA = Oid("1.2.840.113549.1.9.16.1.23")
CONTENT_TYPE = Oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = Oid("1.2.840.113549.1.9.4")
SIGNING_TIME = Oid("1.2.840.113549.1.9.5")


@asn1.sequence
class Plain:
    """An AlgorithmIdentifier without parameters."""

    kind: Oid


@asn1.sequence
class With:
    """An AlgorithmIdentifier with parameters."""

    kind: Oid
    parameters: asn1.TLV


@asn1.sequence
class OaepParameters:
    digest: Annotated[asn1.TLV, asn1.Explicit(0)]
    mask: Annotated[asn1.TLV, asn1.Explicit(1)]


@asn1.sequence
class IssuerAndSerial:
    issuer: asn1.TLV
    serial: int


@asn1.sequence
class Attribute:
    kind: Oid
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class Attributes:
    """Not of CMS: lets a SET OF Attribute be written on its own, as it is signed."""

    all: asn1.SetOf[Attribute]


@asn1.sequence
class Encapsulated:
    kind: Oid
    content: Annotated[bytes, asn1.Explicit(0)]


@asn1.sequence
class SignerInfo:
    version: int
    signer: IssuerAndSerial
    digest_algorithm: asn1.TLV
    signed: Annotated[asn1.SetOf[Attribute], asn1.Implicit(0)]
    signature_algorithm: asn1.TLV
    signature: bytes


@asn1.sequence
class SignedData:
    version: int
    digest_algorithms: asn1.SetOf[asn1.TLV]
    encapsulated: Encapsulated
    certificates: Annotated[asn1.SetOf[asn1.TLV], asn1.Implicit(0)]
    signers: asn1.SetOf[SignerInfo]


@asn1.sequence
class SignedMessage:
    kind: Oid
    content: Annotated[SignedData, asn1.Explicit(0)]


@asn1.sequence
class KeyTransport:
    """ktri: the content key, encrypted to the recipient's public key."""

    version: int
    recipient: IssuerAndSerial
    algorithm: asn1.TLV
    encrypted_key: bytes


@asn1.sequence
class PublicKey:
    algorithm: asn1.TLV
    point: asn1.BitString


# OriginatorIdentifierOrKey, a CHOICE; ours is always a key, the other is told apart and refused.
Originator = IssuerAndSerial | Annotated[PublicKey, asn1.Implicit(1)]


@asn1.sequence
class WrappedKey:
    recipient: IssuerAndSerial
    encrypted_key: bytes


@asn1.sequence
class KeyAgreement:
    """kari: the content key, wrapped under a key agreed with a fresh one-off key."""

    version: int
    originator: Annotated[Originator, asn1.Explicit(0)]
    algorithm: asn1.TLV
    keys: list[WrappedKey]


@asn1.sequence
class GcmParameters:
    nonce: bytes
    tag_bytes: int


@asn1.sequence
class ContentAlgorithm:
    kind: Oid
    parameters: GcmParameters


@asn1.sequence
class EncryptedContent:
    kind: Oid
    algorithm: ContentAlgorithm
    content: Annotated[bytes, asn1.Implicit(0)]


Recipient = KeyTransport | KeyAgreement


@asn1.sequence
class AuthEnvelopedData:
    version: int
    recipients: asn1.SetOf[KeyTransport | Annotated[KeyAgreement, asn1.Implicit(1)]]
    encrypted: EncryptedContent
    tag: bytes


@asn1.sequence
class EnvelopedMessage:
    kind: Oid
    content: Annotated[AuthEnvelopedData, asn1.Explicit(0)]


@asn1.sequence
class SharedInfo:
    """ECC-CMS-SharedInfo: what the agreed key is bound to."""

    wrap_algorithm: asn1.TLV
    key_bits: Annotated[bytes, asn1.Explicit(2)]


def tlv(der: bytes) -> asn1.TLV:
    """Encoded bytes as they are, as one field."""
    return asn1.decode_der(asn1.TLV, der)


def der(value: object) -> bytes:
    return asn1.encode_der(value)


def algorithm(oid: str, parameters: object = None) -> asn1.TLV:
    """An AlgorithmIdentifier as one field."""
    kind = Oid(oid)
    if parameters is None:
        return tlv(der(Plain(kind=kind)))
    return tlv(der(With(kind=kind, parameters=tlv(der(parameters)))))


def name_of(certificate: x509.Certificate) -> IssuerAndSerial:
    return IssuerAndSerial(issuer=tlv(certificate.issuer.public_bytes()), serial=certificate.serial_number)


def same(one: object, other: object) -> bool:
    return asn1.encode_der(one) == asn1.encode_der(other)


def read(kind: type[T], der: bytes, reason: str) -> T:
    """Raises BadParcel with that reason."""
    try:
        return asn1.decode_der(kind, der)
    except (ValueError, TypeError) as error:
        raise BadParcel(reason=reason) from error
