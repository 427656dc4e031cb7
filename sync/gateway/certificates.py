"""Which van a certificate belongs to, and whether it still holds: decided here and said in words.

TLS has proven before that our authority signed it and that the asker has its key. One that was revoked gets
an answer; a TLS alert would look like a bad line.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from sync.gateway import events
from sync.gateway.authority import LIFE, Authority
from sync.gateway.bureau import CMS, GM, pem
from sync.gateway.database import Database
from sync.gateway.errors import Problem
from sync.gateway.national import NationalAuthority
from sync.gateway.tables import certificates, enrolments
from sync.protocol import VAN_ID, moment, stamp
from sync.sealing import enveloped, sm2, sm2_papers
from sync.sealing.seal import SUITES
from sync.sealing.suites import Suite

GRACE = timedelta(days=90)  # a van that was long without a line still brings what it has, and renews
TOKEN_LIFE = timedelta(days=14)  # from the desk that made it to the laptop
_BY_SERIAL = select(certificates).where(certificates.c.serial == bindparam("sought"))


def van_of(database: Database, der: bytes, now: datetime) -> str:
    """Raises Problem: sign-in-needed (not one of ours, or out of date for long), device-revoked."""
    try:
        certificate = x509.load_der_x509_certificate(der)
    except ValueError:
        raise Problem("sign-in-needed", reason="certificate") from None
    with database.read() as connection:
        row = _find(connection, f"{certificate.serial_number:x}")
    if row is None or row["suite"] != CMS or row["pem"] != pem(certificate):
        raise Problem("sign-in-needed", reason="certificate")
    if row["ended_at"] is not None:
        raise Problem("device-revoked", why=row["ended_why"], at=row["ended_at"])
    if now > moment(row["expires_at"]) + GRACE:
        raise Problem("sign-in-needed", reason="certificate-expired")
    van: str = row["van"]
    return van


def new_token(database: Database, van: str, now: datetime) -> str:
    """A one-time token for a van's first certificate; an older one of the same van ends here."""
    if not VAN_ID.match(van):
        raise Problem("bad-request", reason="name")
    token = secrets.token_urlsafe(32)
    row = {
        "sha256": _hash(token),
        "van": van,
        "made_at": stamp(now),
        "expires_at": stamp(now + TOKEN_LIFE),
    }
    with database.write() as connection:
        waiting = (enrolments.c.van == van) & enrolments.c.serial.is_(None) & enrolments.c.ended_at.is_(None)
        connection.execute(update(enrolments).where(waiting).values(ended_at=stamp(now)))
        connection.execute(insert(enrolments).values(**row))
        events.append(connection, at=now, kind="van-invited", who=van)
    return token


def enrol(
    database: Database, authority: Authority, van: str, token: str, request: bytes, now: datetime
) -> x509.Certificate:
    """request: a PKCS#10 (DER). The same key with the same token gets the same certificate again.

    Raises Problem: bad-request (no such request), sign-in-needed, token-used.
    """
    key = _public_key(_asked(request, van))
    with database.write() as connection:
        mine = (enrolments.c.sha256 == _hash(token)) & (enrolments.c.van == van)
        row = connection.execute(select(enrolments).where(mine)).mappings().one_or_none()
        if row is None or row["ended_at"] is not None:
            raise Problem("sign-in-needed")
        if row["serial"] is not None:
            return _given(connection, row["serial"], key)
        if now > moment(row["expires_at"]):
            raise Problem("sign-in-needed", reason="token-expired")
        certificate = _give(connection, authority, van, key, now, ends="replaced")
        used = update(enrolments).where(mine).values(serial=f"{certificate.serial_number:x}")
        connection.execute(used)
        events.append(connection, at=now, kind="van-enrolled", who=van, serial=_serial(certificate))
    return certificate


def renew(
    database: Database,
    authority: Authority,
    national: NationalAuthority | None,
    van: str,
    request: bytes,
    now: datetime,
) -> x509.Certificate:
    """Over the present certificate, which stays good until its time: the answer may get lost. For an SM2 key
    (its first time, too) by the other authority: the key says which.

    Raises Problem bad-request, for an SM2 key also where the office has no authority for it.
    """
    asked = _asked(request, van)
    key = _sm2_key(asked) if national is not None else None
    with database.write() as connection:
        if national is not None and key is not None:
            certificate = national.van(key, van, now)
            _keep(connection, certificate, GM, hashlib.sha256(sm2_papers.spki(key)).hexdigest(), van, now)
        else:
            certificate = _give(connection, authority, van, _public_key(asked), now)
        events.append(connection, at=now, kind="van-renewed", who=van, serial=_serial(certificate))
    return certificate


def revoke(database: Database, van: str, now: datetime) -> bool:
    """From now on none of its certificates or tokens opens anything. False when there was none."""
    with database.write() as connection:
        ended = _end(connection, van, now, "revoked")
        waiting = (enrolments.c.van == van) & enrolments.c.ended_at.is_(None)
        ended += connection.execute(update(enrolments).where(waiting).values(ended_at=stamp(now))).rowcount
        if ended:
            events.append(connection, at=now, kind="van-revoked", who=van)
    return bool(ended)


def listed(database: Database) -> Sequence[RowMapping]:
    """van, serial, suite, made_at, expires_at, ended_at, ended_why; of each van the newest first."""
    names = ("van", "serial", "suite", "made_at", "expires_at", "ended_at", "ended_why")
    asked = select(*(certificates.c[name] for name in names))
    with database.read() as connection:
        ordered = asked.order_by(certificates.c.van, certificates.c.made_at.desc())
        return connection.execute(ordered).mappings().all()


@dataclass(frozen=True)
class Device:
    """A van's laptop, as the office knows it. key: SHA-256 of the key it speaks with, as in `key_sha256`."""

    key: str
    certificate: x509.Certificate
    suite: Suite

    def seal(self, content: bytes) -> bytes:
        """For its eyes only."""
        return enveloped.encrypt(content, [self.certificate], self.suite)


def device(connection: Connection, van: str) -> Device | None:
    """None: no certificate of this van's holds. What is for it is sealed with the national algorithms as soon
    as it has a certificate of theirs.
    """
    speaks = _newest(connection, van, CMS)
    if speaks is None:
        return None
    reads = _newest(connection, van, GM) or speaks
    certificate = x509.load_pem_x509_certificate(reads["pem"].encode())
    return Device(speaks["key_sha256"], certificate, SUITES[reads["suite"]])


def _newest(connection: Connection, van: str, suite: str) -> RowMapping | None:
    mine = (certificates.c.van == van) & (certificates.c.suite == suite) & certificates.c.ended_at.is_(None)
    asked = select(certificates).where(mine).order_by(certificates.c.made_at.desc()).limit(1)
    return connection.execute(asked).mappings().one_or_none()


def _asked(request: bytes, van: str) -> x509.CertificateSigningRequest:
    """A PKCS#10 (DER) of this van. Raises Problem bad-request."""
    try:
        asked = x509.load_der_x509_csr(request)
    except (ValueError, TypeError):
        raise Problem("bad-request", reason="certificate-request") from None
    names = [str(name.value) for name in asked.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    if names != [van]:
        raise Problem("bad-request", reason="other-van")
    return asked


def _public_key(asked: x509.CertificateSigningRequest) -> ec.EllipticCurvePublicKey:
    """The P-256 key it asks for; it must be signed with it. Raises Problem bad-request."""
    try:
        signed, key = asked.is_signature_valid, asked.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Problem("bad-request", reason="certificate-request") from None
    if not signed or not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != "secp256r1":
        raise Problem("bad-request", reason="certificate-request")
    return key


def _sm2_key(asked: x509.CertificateSigningRequest) -> sm2.Point | None:
    """The SM2 key it asks for and is signed with; None: it is about another kind of key."""
    try:
        return sm2_papers.key_of(asked)
    except ValueError:
        return None


def _give(
    connection: Connection,
    authority: Authority,
    van: str,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    ends: str | None = None,
) -> x509.Certificate:
    """ends: why those before it end now; None leaves them as they are."""
    if ends is not None:
        _end(connection, van, now, ends)
    certificate = authority.van(key, van, now)
    _keep(connection, certificate, CMS, _key_hash(key), van, now)
    return certificate


def _keep(
    connection: Connection, certificate: x509.Certificate, suite: str, key: str, van: str, now: datetime
) -> None:
    row = {
        "serial": _serial(certificate),
        "van": van,
        "suite": suite,
        "key_sha256": key,
        "pem": pem(certificate),
        "made_at": stamp(now),
        "expires_at": stamp(now + LIFE),
    }
    connection.execute(insert(certificates).values(**row))


def _given(connection: Connection, serial: str, key: ec.EllipticCurvePublicKey) -> x509.Certificate:
    row = _find(connection, serial)
    if row is None or row["key_sha256"] != _key_hash(key):
        raise Problem("token-used")
    if row["ended_at"] is not None:
        raise Problem("sign-in-needed")
    return x509.load_pem_x509_certificate(row["pem"].encode())


def _end(connection: Connection, van: str, now: datetime, why: str) -> int:
    mine = (certificates.c.van == van) & certificates.c.ended_at.is_(None)
    ended = update(certificates).where(mine).values(ended_at=stamp(now), ended_why=why)
    return connection.execute(ended).rowcount


def _find(connection: Connection, serial: str) -> RowMapping | None:
    return connection.execute(_BY_SERIAL, {"sought": serial}).mappings().one_or_none()


def _serial(certificate: x509.Certificate) -> str:
    return f"{certificate.serial_number:x}"


def _key_hash(key: ec.EllipticCurvePublicKey) -> str:
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
