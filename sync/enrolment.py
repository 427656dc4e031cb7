"""A device's key and what it asks the office to certify. Shaped like EST (RFC 7030)."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import NameOID

from sync.sealing import sm2
from sync.sealing.international import International
from sync.sealing.national import National
from sync.sealing.sm2_papers import point_of


def new_key() -> bytes:
    """EC P-256, PKCS#8 DER, unprotected: belongs into the encrypted store and nowhere else."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def read_key(pkcs8: bytes) -> ec.EllipticCurvePrivateKey:
    """Raises ValueError."""
    key = load_der_private_key(pkcs8, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not an EC key")
    return key


def protected(key: ec.EllipticCurvePrivateKey, pass_phrase: str) -> bytes:
    """PEM for TLS, which reads keys from files only."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(pass_phrase.encode()))


def request(key: ec.EllipticCurvePrivateKey, van: str) -> bytes:
    """PKCS#10 DER: this key speaks for this van. Everything else is the office's to say."""
    made = x509.CertificateSigningRequestBuilder().subject_name(subject(van)).sign(key, hashes.SHA256())
    return made.public_bytes(Encoding.DER)


def subject(van: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, van)])


def fits(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, authority: x509.Certificate) -> bool:
    """Whether our CA certified this very key."""
    return International().issued(certificate, authority) and certificate.public_key() == key.public_key()


def fits_sm2(certificate: x509.Certificate, key: sm2.PrivateKey, authority: x509.Certificate) -> bool:
    """Whether that authority certified this very key, for the profile `gm`."""
    try:
        return National().issued(certificate, authority) and point_of(certificate) == key.public
    except ValueError:
        return False


def renewal_is_due(certificate: x509.Certificate, now: datetime) -> bool:
    """When two thirds of its life are over. now: aware."""
    begin, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return now.astimezone(UTC) >= begin + (end - begin) * 2 / 3
