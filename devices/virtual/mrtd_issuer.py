"""An invented state that issues travel documents: its root (CSCA), its signer, and the signed list in a chip.

Source of the forms: ICAO Doc 9303-10, 4.6.2 (EF.SOD), 9303-12 (certificates).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from devices.travel.sod import MESSAGE_DIGEST, OCTETS, OID, SECURITY_OBJECT, SEQUENCE, SET, SIGNED_DATA
from devices.travel.tlv import made

STATE = "UT"  # Utopia: ICAO's own example state
_SHA256 = made(SEQUENCE, made(OID, bytes.fromhex("608648016503040201")))
_ECDSA_SHA256 = made(SEQUENCE, made(OID, bytes.fromhex("2A8648CE3D040302")))
_CONTENT_TYPE = bytes.fromhex("2A864886F70D010903")
_INTEGER = 0x02


@dataclass(frozen=True)
class Issuer:
    """root: what an office would configure; signer: signs documents and is itself signed by the root."""

    root: x509.Certificate
    signer: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def sod(self, groups: Mapping[int, bytes]) -> bytes:
        """EF.SOD over these files (data group -> file)."""
        listed = b"".join(
            made(SEQUENCE, made(_INTEGER, bytes([number])) + made(OCTETS, hashlib.sha256(file).digest()))
            for number, file in sorted(groups.items())
        )
        content = made(SEQUENCE, made(_INTEGER, b"\0") + _SHA256 + made(SEQUENCE, listed))
        held = made(SEQUENCE, made(OID, SECURITY_OBJECT) + made(0xA0, made(OCTETS, content)))
        attributes = _attribute(_CONTENT_TYPE, made(OID, SECURITY_OBJECT)) + _attribute(
            MESSAGE_DIGEST, made(OCTETS, hashlib.sha256(content).digest())
        )
        signature = self.key.sign(made(SET, attributes), ec.ECDSA(hashes.SHA256()))
        certificate = self.signer.public_bytes(serialization.Encoding.DER)
        identity = made(SEQUENCE, self.signer.issuer.public_bytes() + made(_INTEGER, b"\x02"))
        info = made(
            SEQUENCE,
            made(_INTEGER, b"\x01")
            + identity
            + _SHA256
            + made(0xA0, attributes)
            + _ECDSA_SHA256
            + made(OCTETS, signature),
        )
        data = made(_INTEGER, b"\x03") + made(SET, _SHA256) + held + made(0xA0, certificate) + made(SET, info)
        return made(0x77, made(SEQUENCE, made(OID, SIGNED_DATA) + made(0xA0, made(SEQUENCE, data))))


def issuer(now: datetime | None = None) -> Issuer:
    """A fresh state; its certificates hold from a year before `now` for twenty years."""
    begin = (now or datetime.now(UTC)) - timedelta(days=365)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate("TRAINING CSCA", "TRAINING CSCA", root_key.public_key(), root_key, begin, 1)
    signer = _certificate("TRAINING SIGNER", "TRAINING CSCA", key.public_key(), root_key, begin, 2)
    return Issuer(root, signer, key)


def _attribute(kind: bytes, value: bytes) -> bytes:
    return made(SEQUENCE, made(OID, kind) + made(SET, value))


def _name(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, STATE), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )


def _certificate(
    subject: str,
    by: str,
    key: ec.EllipticCurvePublicKey,
    signing: ec.EllipticCurvePrivateKey,
    begin: datetime,
    serial: int,
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(by))
        .public_key(key)
        .serial_number(serial)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=20 * 365))
        .add_extension(x509.BasicConstraints(ca=subject == by, path_length=None), critical=True)
        .sign(signing, hashes.SHA256())
    )
