"""Over TLS: our CA's certificate is the office; any other is another network; a date problem is the clock."""

from __future__ import annotations

import ipaddress
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sync.connection import Connection, Door, Waits
from sync.errors import Unreachable, WrongNetwork
from tests.sync.offices import program


def certificate(folder: Path, name: str, *, from_days: int = -1, to_days: int = 30) -> tuple[Path, Path]:
    """A self-signed certificate for this machine: its file and its key's file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=from_days))
        .not_valid_after(now + timedelta(days=to_days))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(exist_ok=True)
    cert_file, key_file = folder / f"{name}.pem", folder / f"{name}.key"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return cert_file, key_file


def test_the_office_behind_our_ca_is_up_and_another_is_not_believed(tmp_path: Path) -> None:
    ours, key = certificate(tmp_path / "pki", "office")
    foreign, _ = certificate(tmp_path / "pki", "foreign")
    with program(tmp_path / "data", "--tls-cert", str(ours), "--tls-key", str(key)) as gateway:
        assert gateway.url.startswith("https://")
        with gateway.speak(ca=str(ours)) as van:
            van.probe()
            van.deliver(gateway.parcel())
        with gateway.speak(ca=str(foreign)) as van, pytest.raises(WrongNetwork) as caught:
            van.probe()
        assert caught.value.values["reason"] == "tls"


@pytest.mark.parametrize(("from_days", "to_days"), [(-400, -300), (300, 400)])
def test_a_certificate_out_of_its_dates_is_looked_over_for_the_offices_signed_time(
    tmp_path: Path, from_days: int, to_days: int
) -> None:
    """It is the clock that is wrong, nearly always; what the office signs then tells how wrong."""
    ours, key = certificate(tmp_path / "pki", "office", from_days=from_days, to_days=to_days)
    with (
        program(tmp_path / "data", "--tls-cert", str(ours), "--tls-key", str(key)) as gateway,
        gateway.speak(ca=str(ours)) as van,
    ):
        assert abs((van.probe().time - datetime.now(UTC)).total_seconds()) < 60
    foreign, _ = certificate(tmp_path / "pki", "foreign", from_days=from_days, to_days=to_days)
    with (
        program(tmp_path / "data", "--tls-cert", str(ours), "--tls-key", str(key)) as gateway,
        gateway.speak(ca=str(foreign)) as van,
        pytest.raises(WrongNetwork),
    ):
        van.probe()


def test_an_office_that_falls_silent_amid_the_handshake_is_a_line_that_went(tmp_path: Path) -> None:
    """As after a gap: it took the first words, its answer never comes, and nothing is left for the kernel to
    miss. Left to wait, the hand would wait for ever.
    """
    ours, _ = certificate(tmp_path / "pki", "office")
    with socket.create_server(("127.0.0.1", 0)) as silent, ThreadPoolExecutor(1) as hand:
        door = Door(f"https://127.0.0.1:{silent.getsockname()[1]}", "D001", True, "", ca=str(ours))
        connection = Connection(door, Waits(connect_s=20, stall_s=20, answer_s=0.5))
        asking = hand.submit(connection.exchange, "GET", "/hello", {})
        taken, _ = silent.accept()
        with taken:
            try:
                with pytest.raises(Unreachable):
                    asking.result(timeout=20)
            finally:
                taken.shutdown(socket.SHUT_RDWR)  # whoever still waits need not
