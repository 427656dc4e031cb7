"""The office's papers of the national algorithms: its SM2 authority, for the devices' second certificates,
and the bureau's SM2 certificates, for parcels of the profile `gm`.

Kept with the office's keys, once `profile gm` was said: `sm2-ca.pem`, `sm2-ca.key`, `bureau-sm2-1.pem` ...
TLS stays with the other authority (`sync.gateway.authority`): no TLS library here or there speaks SM2.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from sync.gateway.authority import LIFE, begun, issued, root, subject
from sync.gateway.errors import CannotStart
from sync.gateway.secret_files import write_secret
from sync.sealing import sm2, sm2_papers
from sync.sealing.suites import Holder

CERTIFICATE, KEY = "sm2-ca.pem", "sm2-ca.key"
_PEM_KEY = "PRIVATE KEY"


class NationalAuthority:
    """Issues for SM2 keys, signs with one."""

    def __init__(self, holder: Holder) -> None:
        self._holder = holder
        self.certificate: x509.Certificate = holder.certificate

    def van(self, public: sm2.Point, van: str, now: datetime) -> x509.Certificate:
        """A van's second certificate: it may sign parcels, and what is for the van may be sealed to it."""
        own = sm2_papers.point_of(self.certificate)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = (
            issued(subject(van), self.certificate.subject, usage, now, LIFE)
            .add_extension(x509.SubjectKeyIdentifier(sm2_papers.key_id(public)), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier(sm2_papers.key_id(own), None, None), critical=False)
        )
        return sm2_papers.issue(builder, public, self._holder.key)


def open_national(folder: Path) -> NationalAuthority | None:
    """The one whose files are in `folder`; None: there is none. Raises CannotStart."""
    if not (folder / KEY).exists():
        return None
    return NationalAuthority(read_holder(folder / CERTIFICATE, folder / KEY))


def make_authority(folder: Path, office: str, now: datetime) -> None:
    key = sm2.new_private_key()
    identity = x509.SubjectKeyIdentifier(sm2_papers.key_id(key.public))
    builder = root(subject(f"{office} SM2 CA"), now).add_extension(identity, critical=False)
    certificate = sm2_papers.issue(builder, key.public, key)
    _write(Holder(certificate, key), folder / CERTIFICATE, folder / KEY)


def make_bureau(certificate: Path, named: str, now: datetime, life: timedelta) -> None:
    """The key goes beside the certificate."""
    key, name = sm2.new_private_key(), subject(named)
    made = sm2_papers.issue(begun(name, name, now, life), key.public, key)
    _write(Holder(made, key), certificate, certificate.with_suffix(".key"))


def read_holder(certificate: Path, key: Path) -> Holder:
    """Raises CannotStart."""
    try:
        private = sm2_papers.read_key(sm2_papers.from_pem(key.read_bytes()))
        return Holder(x509.load_pem_x509_certificate(certificate.read_bytes()), private)
    except (OSError, ValueError) as error:
        raise CannotStart(reason="unreadable-key", file=key.name) from error


def _write(holder: Holder, certificate: Path, key: Path) -> None:
    """The certificate first: a key file says that both are there."""
    certificate.write_bytes(holder.certificate.public_bytes(Encoding.PEM))
    private = sm2_papers.pem(sm2_papers.write_key(holder.key), _PEM_KEY)
    write_secret(key, private.decode().rstrip("\n"))
