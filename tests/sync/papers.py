"""A van's certificate for tests, got as a van gets it: a one-time token and a request for its own key."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from sync.gateway import certificates
from sync.gateway.authority import subject
from sync.gateway.office import Office
from sync.sealing.suites import Holder


def request(key: ec.EllipticCurvePrivateKey, van: str) -> bytes:
    """A PKCS#10, DER."""
    asked = x509.CertificateSigningRequestBuilder().subject_name(subject(van)).sign(key, hashes.SHA256())
    return asked.public_bytes(Encoding.DER)


def enrolled(office: Office, van: str) -> Holder:
    now, key = datetime.now(UTC), ec.generate_private_key(ec.SECP256R1())
    token = certificates.new_token(office.database, van, now)
    asked = request(key, van)
    return Holder(certificates.enrol(office.database, office.authority, van, token, asked, now), key)
