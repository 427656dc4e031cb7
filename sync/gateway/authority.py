"""The office's own certificate authority: it knows its vans and its gateways, and no one else.

Kept with the office's keys: `ca.pem`, `ca.key`. It signs what is asked for; whether it should stands in
`sync.gateway.certificates`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sync.gateway.errors import CannotStart
from sync.gateway.secret_files import write_secret
from sync.protocol import CERTIFICATE_DAYS
from sync.sealing.suites import Holder

CERTIFICATE, KEY = "ca.pem", "ca.key"
LIFE = timedelta(days=CERTIFICATE_DAYS)
GATEWAY_LIFE = timedelta(days=397)  # longer ones are refused by current TLS libraries
OWN_LIFE = timedelta(days=20 * 365)
EARLIER = timedelta(days=1)  # a van's clock may be behind ours


class Authority:
    def __init__(self, holder: Holder) -> None:
        self._holder = holder
        self.certificate: x509.Certificate = holder.certificate

    def van(self, public_key: ec.EllipticCurvePublicKey, van: str, now: datetime) -> x509.Certificate:
        """A van's certificate: it may sign parcels and speak to gateways, for 90 days."""
        return self._issue(
            public_key,
            subject(van),
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION]),
            now,
            LIFE,
        )

    def gateway(self, names: Iterable[str], now: datetime) -> Holder:
        """A gateway's own certificate and key, for the names and addresses vans know it by."""
        names = list(names)
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._issue(
            key.public_key(),
            subject(names[0]),
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
            now,
            GATEWAY_LIFE,
            x509.SubjectAlternativeName([_general(name) for name in names]),
        )
        return Holder(certificate, key)

    def _issue(
        self,
        public_key: ec.EllipticCurvePublicKey,
        named: x509.Name,
        usage: x509.ExtendedKeyUsage,
        now: datetime,
        life: timedelta,
        *more: x509.ExtensionType,
    ) -> x509.Certificate:
        own = self._holder.key.public_key()
        identities = (
            x509.SubjectKeyIdentifier.from_public_key(public_key),
            x509.AuthorityKeyIdentifier.from_issuer_public_key(own),
        )
        builder = issued(named, self.certificate.subject, usage, now, life).public_key(public_key)
        for extension in (*identities, *more):
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self._holder.key, hashes.SHA256())


def begun(named: x509.Name, issuer: x509.Name, now: datetime, life: timedelta) -> x509.CertificateBuilder:
    """What every certificate of the office says first; no key yet, no extension."""
    return (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(now + life)
    )


def issued(
    named: x509.Name, issuer: x509.Name, usage: x509.ExtendedKeyUsage, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    """Of a device or a gateway."""
    return (
        begun(named, issuer, now, life)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(usage, critical=False)
    )


def root(named: x509.Name, now: datetime) -> x509.CertificateBuilder:
    """Of the office's own authority, by itself."""
    return (
        begun(named, named, now, OWN_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    )


def open_authority(folder: Path, office: str, now: datetime) -> Authority:
    """The one whose files are in `folder`, made when there is none. Raises CannotStart."""
    if not (folder / KEY).exists():
        _make(folder, office, now)
    return Authority(read_holder(folder / CERTIFICATE, folder / KEY))


def read_holder(certificate: Path, key: Path) -> Holder:
    """Raises CannotStart."""
    try:
        private = load_pem_private_key(key.read_bytes(), None)
        return Holder(x509.load_pem_x509_certificate(certificate.read_bytes()), private)
    except (OSError, ValueError, TypeError) as error:
        raise CannotStart(reason="unreadable-key", file=key.name) from error


def write_holder(holder: Holder, certificate: Path, key: Path) -> None:
    """The certificate first: a key file says that both are there."""
    certificate.write_bytes(holder.certificate.public_bytes(Encoding.PEM))
    private = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_secret(key, private.decode().rstrip("\n"))


def subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _make(folder: Path, office: str, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    identity = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    builder = root(subject(f"{office} CA"), now).public_key(key.public_key())
    certificate = builder.add_extension(identity, critical=False).sign(key, hashes.SHA256())
    write_holder(Holder(certificate, key), folder / CERTIFICATE, folder / KEY)


def _usage(**said: bool) -> x509.KeyUsage:
    every = {
        "digital_signature": False,
        "content_commitment": False,
        "key_encipherment": False,
        "data_encipherment": False,
        "key_agreement": False,
        "key_cert_sign": False,
        "crl_sign": False,
        "encipher_only": False,
        "decipher_only": False,
    }
    return x509.KeyUsage(**{**every, **said})


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
