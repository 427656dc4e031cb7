"""Passive authentication: is what a chip said what its issuer signed, and who is that?

Sources: ICAO Doc 9303-10, 4.6.2 (EF.SOD) and 9303-11, 5.1; RFC 5652 (CMS). Signatures of kinds we cannot
compute (SM2, curves written out in full) leave the document "not checked", with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from devices.contract import ChipTrust
from devices.errors import BadReply
from devices.travel import tlv
from devices.travel.tlv import Tlv

SEQUENCE, SET, OCTETS, INTEGER, OID = 0x30, 0x31, 0x04, 0x02, 0x06
SIGNED_DATA = bytes.fromhex("2A864886F70D010702")
SECURITY_OBJECT = bytes.fromhex("678108010101")
MESSAGE_DIGEST = bytes.fromhex("2A864886F70D010904")
RSA_PSS = bytes.fromhex("2A864886F70D01010A")

HASHES: Mapping[bytes, hashes.HashAlgorithm] = {
    bytes.fromhex("2B0E03021A"): hashes.SHA1(),
    bytes.fromhex("608648016503040204"): hashes.SHA224(),
    bytes.fromhex("608648016503040201"): hashes.SHA256(),
    bytes.fromhex("608648016503040202"): hashes.SHA384(),
    bytes.fromhex("608648016503040203"): hashes.SHA512(),
    bytes.fromhex("2A811CCF5501831101"): hashes.SM3(),
}
SIGNATURES: Mapping[bytes, hashes.HashAlgorithm | None] = {
    bytes.fromhex("2A864886F70D010101"): None,  # rsaEncryption: the hash is said apart
    bytes.fromhex("2A864886F70D010105"): hashes.SHA1(),
    bytes.fromhex("2A864886F70D01010E"): hashes.SHA224(),
    bytes.fromhex("2A864886F70D01010B"): hashes.SHA256(),
    bytes.fromhex("2A864886F70D01010C"): hashes.SHA384(),
    bytes.fromhex("2A864886F70D01010D"): hashes.SHA512(),
    bytes.fromhex("2A8648CE3D0401"): hashes.SHA1(),
    bytes.fromhex("2A8648CE3D040301"): hashes.SHA224(),
    bytes.fromhex("2A8648CE3D040302"): hashes.SHA256(),
    bytes.fromhex("2A8648CE3D040303"): hashes.SHA384(),
    bytes.fromhex("2A8648CE3D040304"): hashes.SHA512(),
}

DAMAGED = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""What cryptography says of certificates and keys it cannot work with."""


@dataclass(frozen=True)
class Verdict:
    """agrees: data group -> equal to what was signed. reason: a word for the technician."""

    trust: ChipTrust
    reason: str = ""
    agrees: Mapping[int, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Signed:
    """EF.SOD taken apart."""

    listed: Mapping[int, bytes]  # data group -> its hash
    algorithm: hashes.HashAlgorithm  # of these hashes
    content: bytes = field(repr=False)
    attributes: bytes  # as the signature is over them; empty: it is over the content
    digest: hashes.HashAlgorithm  # of the content, within the attributes
    signature_kind: tuple[bytes, bytes]  # its OID and parameters
    signature: bytes = field(repr=False)
    signers: tuple[bytes, ...] = field(repr=False)  # certificates, DER


def verdict(
    sod: bytes, groups: Mapping[int, bytes], roots: Sequence[x509.Certificate], now: datetime
) -> Verdict:
    """groups: data group -> its file as read. roots: the country signing certificates we trust; may be none.

    Never raises for what the chip wrote: a list that cannot be understood vouches for nothing.
    """
    try:
        signed = taken_apart(sod)
    except BadReply:
        return Verdict(ChipTrust.WRONG, "list_unreadable")
    agrees = {
        number: _hash(signed.algorithm, file) == signed.listed.get(number) for number, file in groups.items()
    }
    if not all(agrees.values()):
        return Verdict(ChipTrust.WRONG, "part_differs", agrees)
    try:
        trust, reason = _signer(signed, roots, now)
    except BadReply:
        trust, reason = ChipTrust.WRONG, "list_unreadable"
    return Verdict(trust, reason, agrees)


def taken_apart(sod: bytes) -> Signed:
    """Raises BadReply."""
    info = tlv.only(sod, 0x77).one(SEQUENCE).children()
    if tlv.pick(info, OID).value != SIGNED_DATA:
        raise BadReply(file="SOD", expected="signed data", got="another kind")
    data = tlv.pick(info, 0xA0).one(SEQUENCE).children()
    held = tlv.pick(data, SEQUENCE).children()
    if tlv.pick(held, OID).value != SECURITY_OBJECT:
        raise BadReply(file="SOD", expected="a security object", got="another kind")
    content = tlv.pick(held, 0xA0).one(OCTETS).value
    algorithm, listed = _list(content)
    signers = tuple(one.raw for certs in data if certs.tag == 0xA0 for one in certs.children())
    infos = [one for one in data if one.tag == SET]
    if len(infos) < 2:  # the hashes used, then the signers
        raise BadReply(file="SOD", expected="a signer", got="none")
    signer = infos[-1].one(SEQUENCE).children()
    algorithms = [one for one in signer if one.tag == SEQUENCE]
    if len(algorithms) < 2:  # of the hash, of the signature; the signer's name may be one more
        raise BadReply(file="SOD", expected="two algorithms", got=len(algorithms))
    attributes = next((one for one in signer if one.tag == 0xA0), None)
    kind = algorithms[-1].children()
    return Signed(
        listed,
        algorithm,
        content,
        tlv.made(SET, attributes.value) if attributes is not None else b"",
        _hash_of(algorithms[-2].one(OID).value),
        (tlv.pick(kind, OID).value, kind[1].raw if len(kind) > 1 else b""),
        tlv.pick(signer, OCTETS).value,
        signers,
    )


def _list(content: bytes) -> tuple[hashes.HashAlgorithm, dict[int, bytes]]:
    parts = tlv.only(content, SEQUENCE).children()
    sequences = [one for one in parts if one.tag == SEQUENCE]
    if len(sequences) < 2:
        raise BadReply(file="SOD", expected="a list of hashes", got=len(sequences))
    listed = {
        int.from_bytes(one.one(INTEGER).value): one.one(OCTETS).value for one in sequences[1].children()
    }
    return _hash_of(sequences[0].one(OID).value), listed


def _hash_of(oid: bytes) -> hashes.HashAlgorithm:
    if oid not in HASHES:
        raise BadReply(file="SOD", expected="a hash we know", got=oid.hex())
    return HASHES[oid]


def _hash(algorithm: hashes.HashAlgorithm, data: bytes) -> bytes:
    context = hashes.Hash(algorithm)
    context.update(data)
    return context.finalize()


def _signer(signed: Signed, roots: Sequence[x509.Certificate], now: datetime) -> tuple[ChipTrust, str]:
    """Whose signature it is: the signature first, then whether a root of ours stands behind it."""
    if signed.attributes and _told_digest(signed) != _hash(signed.digest, signed.content):
        return ChipTrust.WRONG, "list_differs"
    try:
        certificates = [x509.load_der_x509_certificate(one) for one in signed.signers]
        if not certificates:
            return ChipTrust.NOT_CHECKED, "no_certificate"
        _verify(signed, certificates[0])
    except InvalidSignature:
        return ChipTrust.WRONG, "signature"
    except DAMAGED:
        return ChipTrust.NOT_CHECKED, "unknown_signature"
    if not roots:
        return ChipTrust.NOT_CHECKED, "no_roots"
    signer = certificates[0]
    root = next((root for root in roots if _issued(signer, root)), None)
    if root is None:
        return ChipTrust.UNKNOWN_SIGNER, "no_root_of_this_signer"
    if not all(one.not_valid_before_utc <= now <= one.not_valid_after_utc for one in (signer, root)):
        return ChipTrust.UNKNOWN_SIGNER, "out_of_date"
    return ChipTrust.AUTHENTIC, ""


def _told_digest(signed: Signed) -> bytes:
    for one in tlv.only(signed.attributes, SET).children():
        parts: tuple[Tlv, ...] = one.children()
        if parts and parts[0].tag == OID and parts[0].value == MESSAGE_DIGEST:
            return tlv.pick(parts, SET).one(OCTETS).value
    return b""


def _verify(signed: Signed, signer: x509.Certificate) -> None:
    """Raises InvalidSignature; ValueError or UnsupportedAlgorithm for what we cannot compute."""
    oid, parameters = signed.signature_kind
    over = signed.attributes or signed.content
    key = signer.public_key()
    if oid != RSA_PSS and oid not in SIGNATURES:
        raise UnsupportedAlgorithm("signature")
    algorithm = _pss_hash(parameters) if oid == RSA_PSS else SIGNATURES[oid] or signed.digest
    if isinstance(key, rsa.RSAPublicKey):
        if oid == RSA_PSS:
            scheme: padding.AsymmetricPadding = padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO)
        else:
            scheme = padding.PKCS1v15()
        key.verify(signed.signature, over, scheme, algorithm)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signed.signature, over, ec.ECDSA(algorithm))
    else:
        raise UnsupportedAlgorithm("key")


def _pss_hash(parameters: bytes) -> hashes.HashAlgorithm:
    """The hash named in PSS's parameters; SHA-1 when none is (RFC 4055)."""
    if not parameters:
        return hashes.SHA1()
    named = [one for one in tlv.only(parameters, SEQUENCE).children() if one.tag == 0xA0]
    return _hash_of(named[0].one(SEQUENCE).one(OID).value) if named else hashes.SHA1()


def _issued(signer: x509.Certificate, root: x509.Certificate) -> bool:
    try:
        signer.verify_directly_issued_by(root)
    except (InvalidSignature, *DAMAGED):
        return False
    return True
