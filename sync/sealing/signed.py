"""The inner layer: CMS SignedData (RFC 5652), one signer, whose certificate is enclosed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding

from sync.errors import BadParcel
from sync.sealing.structures import (
    CONTENT_TYPE,
    DATA,
    MESSAGE_DIGEST,
    SIGNED_DATA,
    SIGNING_TIME,
    Attribute,
    Attributes,
    Encapsulated,
    Oid,
    SignedData,
    SignedMessage,
    SignerInfo,
    der,
    name_of,
    read,
    same,
    tlv,
)
from sync.sealing.suites import Holder, Suite

T = TypeVar("T")


@dataclass(frozen=True)
class Signed:
    """What was signed, by whom, and when by the signer's clock (a statement, not a proof)."""

    content: bytes = field(repr=False)
    signer: x509.Certificate
    at: datetime


def sign(content: bytes, device: Holder, at: datetime, suite: Suite) -> bytes:
    """at: aware; a year from 1950 to 2049 (UTCTime)."""
    when = asn1.UTCTime(at.astimezone(UTC).replace(microsecond=0))
    attributes = [
        _attribute(CONTENT_TYPE, DATA),
        _attribute(MESSAGE_DIGEST, suite.digest(content)),
        _attribute(SIGNING_TIME, when),
    ]
    signer = SignerInfo(
        version=1,
        signer=name_of(device.certificate),
        digest_algorithm=suite.digest_algorithm,
        signed=asn1.SetOf(attributes),
        signature_algorithm=suite.signature_algorithm,
        signature=suite.sign(device.key, _words(attributes)),
    )
    data = SignedData(
        version=1,
        digest_algorithms=asn1.SetOf([suite.digest_algorithm]),
        encapsulated=Encapsulated(kind=DATA, content=content),
        certificates=asn1.SetOf([tlv(device.certificate.public_bytes(Encoding.DER))]),
        signers=asn1.SetOf([signer]),
    )
    return der(SignedMessage(kind=SIGNED_DATA, content=data))


def verify(message: bytes, authorities: Sequence[x509.Certificate], suite: Suite) -> Signed:
    """The signer's certificate must be one of ours; its dates are not looked at: a van may have been without
    a line for longer than its certificate lives, and the clock that wrote `at` may be wrong.

    Raises BadParcel: container, bad-signature.
    """
    outer = read(SignedMessage, message, "container")
    if outer.kind != SIGNED_DATA or outer.content.encapsulated.kind != DATA:
        raise BadParcel(reason="container")
    data = outer.content
    signer, certificate = _signer(data)
    attributes = signer.signed.as_list()
    said = {attribute.kind: attribute for attribute in attributes}
    fits = (
        len(said) == len(attributes)
        and _value(said, CONTENT_TYPE, Oid) == DATA
        and _value(said, MESSAGE_DIGEST, bytes) == suite.digest(data.encapsulated.content)
        and same(signer.digest_algorithm, suite.digest_algorithm)
        and same(signer.signature_algorithm, suite.signature_algorithm)
        and suite.signed(certificate, _words(attributes), signer.signature)
        and any(suite.issued(certificate, authority) for authority in authorities)
    )
    if not fits:
        raise BadParcel(reason="bad-signature")
    at = _value(said, SIGNING_TIME, asn1.UTCTime).as_datetime()
    return Signed(data.encapsulated.content, certificate, at)


def _signer(data: SignedData) -> tuple[SignerInfo, x509.Certificate]:
    signers, certificates = data.signers.as_list(), data.certificates.as_list()
    if len(signers) != 1 or len(certificates) != 1:
        raise BadParcel(reason="bad-signature")
    try:
        certificate = x509.load_der_x509_certificate(der(certificates[0]))
    except ValueError as error:
        raise BadParcel(reason="bad-signature") from error
    if not same(signers[0].signer, name_of(certificate)):
        raise BadParcel(reason="bad-signature")
    return signers[0], certificate


def _attribute(kind: Oid, value: object) -> Attribute:
    return Attribute(kind=kind, values=asn1.SetOf([tlv(der(value))]))


def _value(said: Mapping[Oid, Attribute], kind: Oid, form: type[T]) -> T:
    """The one value of an attribute. Raises BadParcel."""
    values = said[kind].values.as_list() if kind in said else []
    if len(values) != 1:
        raise BadParcel(reason="bad-signature")
    return read(form, der(values[0]), "bad-signature")


def _words(attributes: list[Attribute]) -> bytes:
    """What is signed: the attributes as a SET OF (RFC 5652 §5.4)."""
    return bytes(tlv(der(Attributes(all=asn1.SetOf(attributes)))).data)
