"""A real office: certificates on both sides, enrolment by a one-time token, revocation said in words."""

from __future__ import annotations

import base64
import json
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from sync import protocol, receipts
from sync.gateway import certificates
from sync.gateway.authority import open_authority, write_holder
from sync.gateway.errors import Problem
from sync.gateway.office import open_office
from sync.keys import OfficeKey
from sync.sealing.suites import Holder
from tests.sync.offices import Program, program
from tests.sync.papers import enrolled, request
from tests.sync.sealed import Press
from tests.sync.sealing.papers import openssl
from tests.sync.test_gateway_program import say
from tests.sync.tus_js import Sending, delivered, tus_js
from tests.sync.wire import Speaker, told

NOW = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
ENROL, RENEW = protocol.EST + "/simpleenroll", protocol.EST + "/simplereenroll"


@dataclass
class Real:
    """A real office as a program. ca: file of its authority's certificate."""

    gateway: Program
    data: Path
    ca: Path

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        said = {protocol.PROTOCOL: "2", **more.pop("headers", {})}
        url = self.gateway.url + path
        return requests.request(method, url, headers=said, verify=str(self.ca), timeout=20, **more)

    def invitation(self, van: str = "D031") -> dict[str, Any]:
        file = self.data.parent / f"{van}.json"
        assert say("enrol", "--data", str(self.data), "--van", van, "--out", str(file))[0] == 0
        told: dict[str, Any] = json.loads(file.read_text())
        return told

    def enrol(self, van: str, token: str, csr: bytes) -> requests.Response:
        basic = base64.b64encode(f"{van}:{token}".encode()).decode()
        said = {"Authorization": f"Basic {basic}", "Content-Type": protocol.PKCS10_TYPE}
        return self.ask("POST", ENROL, headers=said, data=base64.encodebytes(csr))

    def device(self, van: str = "D031") -> tuple[Holder, tuple[str, str]]:
        """An enrolled van: its holder, and the files `requests` wants."""
        key = ec.generate_private_key(ec.SECP256R1())
        answer = self.enrol(van, self.invitation(van)["enrol"], request(key, van))
        holder = Holder(certificate_in(answer), key)
        files = self.data.parent / f"{van}.pem", self.data.parent / f"{van}.key"
        write_holder(holder, *files)
        return holder, (str(files[0]), str(files[1]))

    def speaker(self, files: tuple[str, str] | None) -> Speaker:
        more = {"verify": str(self.ca), "cert": files}
        return Speaker(self.gateway.url, {protocol.PROTOCOL: "2"}, more)


def certificate_in(answer: requests.Response) -> x509.Certificate:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/pkcs7-mime; smime-type=certs-only"
    [certificate] = pkcs7.load_der_pkcs7_certificates(base64.b64decode(answer.content))
    return certificate


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    data = tmp_path_factory.mktemp("real") / "data"
    with program(data, training=False) as gateway:
        assert gateway.url.startswith("https://")
        yield Real(gateway, data, data / "ca.pem")


def test_a_van_enrols_with_openssl_and_sends_over_its_certificate(real: Real, tmp_path: Path) -> None:
    """Key and request by the openssl program, as EST has it; then a record, its receipt, a renewal."""
    told_once = real.invitation()
    key, csr = tmp_path / "van.key", tmp_path / "van.csr"
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
    openssl("req", "-new", "-key", key, "-subj", "/CN=D031", "-outform", "DER", "-out", csr)
    certificate = certificate_in(real.enrol("D031", told_once["enrol"], csr.read_bytes()))
    lives = certificate.not_valid_after_utc - datetime.now(UTC)
    assert timedelta(days=89) < lives <= timedelta(days=90)
    pem = tmp_path / "van.pem"
    pem.write_bytes(certificate.public_bytes(Encoding.PEM))
    openssl("verify", "-CAfile", real.ca, pem)
    assert told_once["ca"] == real.ca.read_text()
    speaker = real.speaker((str(pem), str(key)))
    office = open_office(real.data)
    press = Press(office, "D031")
    one = press.parcel()
    office.close()
    assert speaker.send(one).headers[protocol.RECEIPT]
    hello = speaker.ask("GET", protocol.HELLO).json()
    assert (hello["van"], hello["training"], hello["max_uploads"]) == ("D031", False, 6)
    bureau = speaker.ask("GET", protocol.BUREAU).json()
    assert bureau == {"certificates": told_once["bureau"], "profile": "cms"}
    said = {"Content-Type": protocol.PKCS10_TYPE}
    renewed = certificate_in(speaker.ask("POST", RENEW, said, base64.b64encode(csr.read_bytes())))
    assert renewed.serial_number != certificate.serial_number
    assert speaker.ask("GET", protocol.HELLO).status_code == 200  # the old one holds until its time


def test_tus_js_client_brings_a_real_record_over_its_certificate(real: Real, tmp_path: Path) -> None:
    """A client nobody here wrote, over mutual TLS; without a certificate it gets nothing but a no."""
    holder, (certificate, key) = real.device("D035")
    office = open_office(real.data)
    press = Press(office, "D035")
    press.device = holder
    one = press.parcel(200_000)
    file = tmp_path / "record.cms"
    file.write_bytes(one.body)
    tls = {"ca": real.ca, "cert": Path(certificate), "key": Path(key)}
    sending = Sending(
        real.gateway.url + protocol.FILES,
        file,
        chunk=90_000,
        headers={protocol.PROTOCOL: "2"},
        metadata={"record": one.id, "sha256": one.label.sha256, "training": "0"},
        tls=tls,
    )
    assert "401" in tus_js(replace(sending, tls={"ca": real.ca})).stderr
    receipt = receipts.read(protocol.unb64url(delivered(sending)["receipt"]))
    assert (receipt.id, receipt.sha256, receipt.van) == (one.id, one.label.sha256, "D035")
    assert receipts.genuine(receipt, OfficeKey(office.seal.public))
    assert office.objects.read(one.label.sha256) == one.body
    office.close()


def test_no_door_is_open_without_a_certificate(real: Real) -> None:
    nobody = real.speaker(None)
    upload = protocol.FILES + "/" + "a" * 32
    answers = [
        nobody.create(None, 5, b"12345"),
        nobody.begin(None, b"x", whole=True),
        nobody.patch(upload, 0, b"x"),
        nobody.append(upload, 0, b"x", whole=True),
        nobody.delete(upload),
        *(nobody.ask("GET", path) for path in (protocol.HELLO, protocol.CHANGES, protocol.BUREAU)),
        nobody.ask("POST", protocol.HELD, body=b"{}"),
        nobody.ask("POST", RENEW, {"Content-Type": protocol.PKCS10_TYPE}, b""),
        nobody.ask("GET", f"{protocol.RECORDS}/x/receipt"),
    ]
    assert {told(answer) for answer in answers} == {(401, "sign-in-needed")}
    assert nobody.head(upload).status_code == 401
    # A training token, or a proxy's header from somebody who is no proxy, opens nothing either.
    van, _ = real.device("D040")
    der = base64.b64encode(van.certificate.public_bytes(Encoding.DER)).decode()
    for header in (
        {"Client-Cert": f":{der}:"},
        {"Authorization": "Bearer " + real.invitation("D041")["token"]},
    ):
        assert told(nobody.ask("GET", protocol.HELLO, header)) == (401, "sign-in-needed")


def test_a_certificate_of_another_authority_does_not_get_in(real: Real, tmp_path: Path) -> None:
    foreign = open_authority(tmp_path, "Other", datetime.now(UTC))
    key = ec.generate_private_key(ec.SECP256R1())
    holder = Holder(foreign.van(key.public_key(), "D031", datetime.now(UTC)), key)
    files = tmp_path / "van.pem", tmp_path / "van.key"
    write_holder(holder, *files)
    with pytest.raises(requests.ConnectionError):
        real.speaker((str(files[0]), str(files[1]))).ask("GET", protocol.HELLO)


def test_one_our_authority_signed_but_the_office_never_gave(real: Real, tmp_path: Path) -> None:
    ours = open_authority(real.data, "x", datetime.now(UTC))
    key = ec.generate_private_key(ec.SECP256R1())
    files = tmp_path / "van.pem", tmp_path / "van.key"
    write_holder(Holder(ours.van(key.public_key(), "D031", datetime.now(UTC)), key), *files)
    answer = real.speaker((str(files[0]), str(files[1]))).ask("GET", protocol.HELLO)
    assert told(answer) == (401, "sign-in-needed")


def test_a_revoked_van_is_told_so_in_words(real: Real) -> None:
    _, files = real.device("D032")
    speaker = real.speaker(files)
    assert speaker.ask("GET", protocol.HELLO).status_code == 200
    assert say("revoke", "--data", str(real.data), "--van", "D032")[0] == 0
    refused = speaker.create(None, 5)
    assert told(refused) == (403, "device-revoked")
    assert refused.json()["why"] == "revoked"
    assert told(speaker.ask("GET", protocol.HELLO)) == (403, "device-revoked")


def test_a_new_enrolment_ends_the_old_certificate(real: Real) -> None:
    _, files = real.device("D033")
    old = [Path(file).read_text() for file in files]
    _, again = real.device("D033")
    assert real.speaker(again).ask("GET", protocol.HELLO).status_code == 200
    for file, text in zip(files, old, strict=True):
        Path(file).write_text(text)
    assert real.speaker(files).ask("GET", protocol.HELLO).json()["why"] == "replaced"


def test_a_token_works_once_and_for_its_van(real: Real) -> None:
    key, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    token = real.invitation("D034")["enrol"]
    assert told(real.enrol("D035", token, request(key, "D035"))) == (401, "sign-in-needed")
    assert told(real.enrol("D034", token, request(key, "D035"))) == (400, "bad-request")
    first = certificate_in(real.enrol("D034", token, request(key, "D034")))
    assert certificate_in(real.enrol("D034", token, request(key, "D034"))) == first  # the answer got lost
    assert told(real.enrol("D034", token, request(other, "D034"))) == (409, "token-used")
    assert told(real.enrol("D034", "x" * 43, request(key, "D034"))) == (401, "sign-in-needed")
    assert told(real.ask("POST", ENROL)) == (401, "sign-in-needed")


@pytest.mark.parametrize("csr", [b"", b"\x30\x00", b"!" * 100])
def test_a_request_that_is_none(real: Real, csr: bytes) -> None:
    token = real.invitation("D036")["enrol"]
    assert told(real.enrol("D036", token, csr)) == (400, "bad-request")


def test_the_authority_is_told_to_anyone(real: Real) -> None:
    certificate = certificate_in(real.ask("GET", protocol.EST + "/cacerts"))
    assert certificate.public_bytes(Encoding.PEM).decode() == real.ca.read_text()


def test_old_versions_of_tls_are_not_spoken(real: Real) -> None:
    context = ssl.create_default_context(cafile=str(real.ca))
    context.set_ciphers("ALL:@SECLEVEL=0")
    # The test asks for what nobody should: the deprecation is the point.
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    port = int(real.gateway.url.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as line, pytest.raises(ssl.SSLError):
        context.wrap_socket(line, server_hostname="127.0.0.1")


def test_out_of_date_is_judged_by_the_office_with_grace(tmp_path: Path) -> None:
    office = open_office(tmp_path, training=False)
    der = enrolled(office, "D031").certificate.public_bytes(Encoding.DER)
    now = datetime.now(UTC)
    assert certificates.van_of(office.database, der, now + timedelta(days=170)) == "D031"
    with pytest.raises(Problem) as caught:
        certificates.van_of(office.database, der, now + timedelta(days=181))
    assert (caught.value.kind, caught.value.values) == ("sign-in-needed", {"reason": "certificate-expired"})
    with pytest.raises(Problem):
        certificates.van_of(office.database, b"nonsense", now)
    token = certificates.new_token(office.database, "D037", now)
    late = replace(office, now=lambda: now + timedelta(days=15)).now()
    key = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(Problem) as caught:
        certificates.enrol(office.database, office.authority, "D037", token, request(key, "D037"), late)
    assert caught.value.values == {"reason": "token-expired"}
    office.close()
