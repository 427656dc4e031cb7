"""Certificates for tests: an office's CA, devices it issued, a bureau's keys of every kind."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from sync.sealing import sm2
from sync.sealing.suites import Holder


def issue(name: str, key: Any = None, by: Holder | None = None) -> Holder:
    """A certificate over `key` (default: a new P-256 one), by `by` or by itself."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), True)
        .sign(by.key if by else key, hashes.SHA256())
    )
    return Holder(made, key)


def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def write(folder: Path, name: str, holder: Holder) -> tuple[Path, Path]:
    """Certificate and key as PEM files, for the openssl program."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    certificate.write_bytes(holder.certificate.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        holder.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, key


def openssl(*words: object, data: bytes = b"") -> bytes:
    """What the openssl program writes; its complaint as an AssertionError."""
    ran = subprocess.run(
        ["openssl", *map(str, words)], input=data, capture_output=True, check=False, timeout=30
    )
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout


def national(folder: Path, name: str, by: str | None = None) -> Holder:
    """An SM2 key and certificate made by the openssl program; `by` names one made before."""
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    openssl("ecparam", "-name", "SM2", "-genkey", "-noout", "-out", key)
    identity = ("-sigopt", f"distid:{sm2.SIGNER.decode()}")
    if by is None:
        openssl(
            "req",
            "-x509",
            "-sm3",
            "-key",
            key,
            "-subj",
            f"/CN={name}",
            "-days",
            30,
            *identity,
            "-out",
            certificate,
        )
    else:
        request = folder / f"{name}.csr"
        openssl("req", "-new", "-sm3", "-key", key, "-subj", f"/CN={name}", *identity, "-out", request)
        openssl(
            *(
                "x509",
                "-req",
                "-sm3",
                "-in",
                request,
                "-CA",
                folder / f"{by}.pem",
                "-CAkey",
                folder / f"{by}.key",
            ),
            *("-vfyopt", f"distid:{sm2.SIGNER.decode()}", *identity, "-days", 30, "-out", certificate),
        )
    return Holder(x509.load_pem_x509_certificate(certificate.read_bytes()), private_of(key))


def verified(certificate: x509.Certificate, authority: x509.Certificate, folder: Path) -> None:
    """The openssl program says that this SM2 authority issued it. Writes into `folder`."""
    paths = [folder / "checked.pem", folder / "authority.pem"]
    for path, one in zip(paths, (certificate, authority), strict=True):
        path.write_bytes(one.public_bytes(serialization.Encoding.PEM))
    identity = ("-vfyopt", f"distid:{sm2.SIGNER.decode()}")
    openssl("verify", "-x509_strict", *identity, "-CAfile", paths[1], paths[0])


def private_of(key: Path) -> sm2.PrivateKey:
    """The number in a key file of the openssl program."""
    told = openssl("ec", "-in", key, "-text", "-noout").decode()
    digits = told.split("priv:")[1].split("pub:")[0]
    return sm2.PrivateKey(int("".join(digits.split()).replace(":", ""), 16))
