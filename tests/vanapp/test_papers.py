"""A laptop and a real office: a certificate for the token, mutual TLS, renewal, revocation, a wrong clock."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import NameOID

from sync import enrolment
from sync.client import Client
from sync.errors import ClockOff, Refused, SignInNeeded, Unreachable, WrongNetwork
from sync.gateway.office import open_office
from sync.offers import LineSource
from sync.sealing.enveloped import cipher_of, encrypt
from sync.sealing.international import International
from sync.sealing.national import National
from sync.sealing.sm2_papers import point_of
from sync.sealing.suites import Holder
from tests.sync.offices import ROOT, Program, program
from tests.sync.sealing.papers import issue, write
from tests.sync.test_gateway_program import say
from tests.vanapp.bed import Van, make_van, ready
from vanapp import enrol
from vanapp.clock import SystemClock
from vanapp.keys.vault import Vault
from vanapp.local_office import Enrolment
from vanapp.packs import Packs
from vanapp.papers import DevicePapers, NoCertificate
from vanapp.paths import Paths
from vanapp.store import open_store
from vanapp.usecases.seal import seal

ARGUMENTS = ["--officer", "440103-027", "--name", "Test", "--unit", "Van 27"]


class Real:
    """A real office as a program. Its vans are invited by its own command."""

    def __init__(self, data: Path, gateway: Program) -> None:
        self.data, self.gateway = data, gateway

    def invitation(self, folder: Path, van: str = "D027") -> Path:
        file = folder / f"{van}-office.json"
        url = ("--url", self.gateway.url)
        assert say("enrol", "--data", str(self.data), "--van", van, *url, "--out", str(file))[0] == 0
        return file


class LaterClock(SystemClock):
    """So many days from now."""

    def __init__(self, days: float) -> None:
        self._ahead = timedelta(days=days)

    def now(self) -> datetime:
        return super().now() + self._ahead


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    data = tmp_path_factory.mktemp("real") / "data"
    with program(data, training=False) as gateway:
        yield Real(data, gateway)


@pytest.fixture
def van(tmp_path: Path) -> Iterator[Van]:
    made = make_van(tmp_path / "van", training=False)
    yield made
    made.store.close()


def papers(real: Real, van: Van, folder: Path, days: float = 0.0) -> DevicePapers:
    real.invitation(folder)
    return reopened(van, folder, days)


def reopened(van: Van, folder: Path, days: float = 0.0) -> DevicePapers:
    """As the program finds them when it is started again, so many days later."""
    told = Enrolment.read(folder / "D027-office.json")
    return DevicePapers(van.store.device, told, LaterClock(days), folder / "device")


def test_enrolled_by_the_technician_the_laptop_has_its_certificate(
    real: Real, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache")
    file = real.invitation(tmp_path)
    assert enrol.main(["--office", str(file), *ARGUMENTS], paths, lambda _: "seven green vans") == 0
    assert "The office has issued this laptop's certificate" in capsys.readouterr().out
    key = Vault(paths.keys, SystemClock()).unlock("440103-027", "seven green vans")
    store = open_store(paths.database, key, SystemClock())
    kept = store.device.papers("D027")
    store.close()
    assert kept is not None
    certificate = x509.load_pem_x509_certificate(kept.certificate.encode())
    assert certificate.subject.rfc4514_string() == "CN=D027"
    assert b"PRIVATE KEY" in (paths.device / "device.key").read_bytes()
    with pytest.raises(TypeError, match="encrypted"):
        load_pem_private_key((paths.device / "device.key").read_bytes(), None)


def test_sealed_and_delivered_over_mutual_tls(real: Real, van: Van, tmp_path: Path) -> None:
    mine = papers(real, van, tmp_path)
    with pytest.raises(NoCertificate):
        mine.sealer()
    client = Client(mine.door())
    with pytest.raises(SignInNeeded):
        client.probe()  # TLS lets us in, the office asks for a certificate
    mine.look_after(client)
    assert client.probe().office
    sealed = seal(replace(van.services, papers=mine), ready(van).id)
    receipt = client.deliver(van.store.outbox.parcel(sealed.parcel_id))
    client.close()
    assert (receipt.id, receipt.van) == (sealed.parcel_id, "D027")
    assert "D027" in str(say("records", "--data", str(real.data))[1])


def test_an_answer_lost_on_the_way_is_asked_for_again(real: Real, van: Van, tmp_path: Path) -> None:
    """The office issued it, we never heard: the same key with the same token gets the same certificate."""
    told = Enrolment.read(real.invitation(tmp_path))
    clock = SystemClock()
    first = DevicePapers(van.store.device, told, clock, tmp_path / "device")
    client = Client(first.door())
    lost = client.certificate(_request_of(van), told.enrol)
    again = DevicePapers(van.store.device, told, clock, tmp_path / "device")  # the program was killed
    again.look_after(client)
    client.close()
    assert again.sealer().device.certificate == lost


def _request_of(van: Van) -> bytes:
    kept = van.store.device.papers("D027")
    assert kept is not None
    return enrolment.request(enrolment.read_key(kept.private_key), "D027")


def test_renewed_when_two_thirds_are_over(real: Real, van: Van, tmp_path: Path) -> None:
    mine = papers(real, van, tmp_path)
    client = Client(mine.door())
    mine.look_after(client)
    first = mine.sealer().device.certificate
    for days, renewed in ((59, False), (61, True)):
        later = reopened(van, tmp_path, days)
        later.look_after(client)
        assert (later.sealer().device.certificate != first) is renewed
    assert client.probe().office  # with the new one
    client.close()


def test_a_revoked_laptop_is_told_so(real: Real, van: Van, tmp_path: Path) -> None:
    mine = papers(real, van, tmp_path)
    client = Client(mine.door())
    mine.look_after(client)
    assert say("revoke", "--data", str(real.data), "--van", "D027")[0] == 0
    with pytest.raises(SignInNeeded) as caught:
        client.probe()
    client.close()
    assert caught.value.values["reason"] == "device-revoked"


def test_a_foreign_certificate_is_let_in_nowhere(real: Real, van: Van, tmp_path: Path) -> None:
    mine = papers(real, van, tmp_path)
    client = Client(mine.door())
    mine.look_after(client)
    door = mine.door()
    assert door.papers is not None
    stranger, key = write(tmp_path, "stranger", issue("D027", by=issue("another CA")))
    foreign = replace(door, papers=replace(door.papers, certificate=stranger, key=key))
    client.use(foreign)
    with pytest.raises((Unreachable, SignInNeeded)):
        client.probe()
    other = tmp_path / "other.pem"
    other.write_bytes(stranger.read_bytes())
    client.use(replace(door, ca=str(other)))  # we trust another CA: this is not our office
    with pytest.raises(WrongNetwork):
        client.probe()
    client.close()


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_a_year_off_is_told_and_delivers_all_the_same(tmp_path: Path, van: Van, days: int) -> None:
    """To a laptop whose clock is a year wrong, every certificate looks like this one."""
    data = tmp_path / "office"
    open_office(data, training=False).close()
    authority = Holder(
        x509.load_pem_x509_certificate((data / "ca.pem").read_bytes()),
        load_pem_private_key((data / "ca.key").read_bytes(), None),
    )
    certificate, key = write(tmp_path, "gateway", _dated(authority, days))
    with program(data, "--tls-cert", str(certificate), "--tls-key", str(key), training=False) as gateway:
        mine = papers(Real(data, gateway), van, tmp_path)
        client = Client(mine.door(), now=lambda: datetime.now(UTC) + timedelta(days=days))
        mine.look_after(client)
        with pytest.raises(ClockOff) as caught:
            client.probe()
        off = timedelta(seconds=int(str(caught.value.values["off_by_s"])))
        assert abs(off - timedelta(days=days)) < timedelta(seconds=60)
        sealed = seal(replace(van.services, papers=mine), ready(van).id)
        assert client.deliver(van.store.outbox.parcel(sealed.parcel_id)).id == sealed.parcel_id
        client.close()


def test_without_a_line_the_laptop_is_enrolled_and_asks_later(
    real: Real, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = json.loads(real.invitation(tmp_path).read_text())
    file = tmp_path / "office.json"
    file.write_text(json.dumps({**said, "url": "https://127.0.0.1:9"}))
    paths = Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache")
    assert enrol.main(["--office", str(file), *ARGUMENTS], paths, lambda _: "seven green vans") == 0
    assert "until then nothing can be sealed" in capsys.readouterr().out
    assert paths.enrolment.exists()


def _dated(authority: Holder, days: int) -> Holder:
    """A gateway's certificate that is past (days > 0: our clock is ahead) or not yet valid."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC) - timedelta(days=days)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway")]))
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), False)
        .sign(authority.key, hashes.SHA256())
    )
    return Holder(made, key)


def test_packs_come_over_mutual_tls_to_vans_that_are_still_ours(tmp_path: Path, van: Van) -> None:
    data, here = tmp_path / "office", ("--data", str(tmp_path / "office"))
    with program(data, training=False) as gateway:
        office = Real(data, gateway)
        assert say("packs", "init", "--root-keys", str(tmp_path / "safe"), *here)[0] == 0
        pack = tmp_path / "pack.yaml"
        text = (ROOT / "forms" / "packs" / "guangdong-1.yaml").read_text("utf-8")
        pack.write_text(
            text.replace("version: 1\n", "version: 2\n", 1).replace("2026-11-28", "2026-12-01", 1)
        )
        assert say("packs", "add", str(pack), *here)[0] == 0
        mine = papers(office, van, tmp_path)
        told = Enrolment.read(tmp_path / "D027-office.json")
        assert json.loads(told.packs)["signed"]["_type"] == "root"
        packs = Packs(tmp_path / "packs", told.packs, SystemClock())
        client = Client(mine.door())
        with pytest.raises(SignInNeeded):
            packs.look(LineSource(client), "line")  # no certificate yet
        mine.look_after(client)
        packs.look(LineSource(client), "line")
        assert packs.standing().next == "guangdong@2"
        assert say("revoke", "--van", "D027", *here)[0] == 0
        with pytest.raises(SignInNeeded):
            packs.look(LineSource(client), "line")
        assert packs.standing().next == "guangdong@2"
        client.close()


def test_the_laptop_follows_the_office_to_the_national_algorithms_and_back(tmp_path: Path, van: Van) -> None:
    data, here = tmp_path / "office", ("--data", str(tmp_path / "office"))
    with program(data, training=False) as gateway:
        office = Real(data, gateway)
        mine = papers(office, van, tmp_path)
        client = Client(mine.door())
        mine.look_after(client)
        before = seal(replace(van.services, papers=mine), ready(van).id)
        assert say("profile", "gm", *here)[0] == 0
        mine.look_after(client)
        assert mine.sealer().suite.name == "cms"  # not asked again so soon, unless the office says a word
        mine.ask_bureau_soon()
        mine.look_after(client)
        after = seal(replace(van.services, papers=mine), ready(van).id)
        for sealed in (before, after):
            client.deliver(van.store.outbox.parcel(sealed.parcel_id))
        assert cipher_of(van.store.outbox.parcel(after.parcel_id).body) == National.cipher
        assert [row["opened"] for row in say("records", *here)[1]] == [True, True]
        again = reopened(van, tmp_path)
        assert again.sealer() == mine.sealer()
        for_us = again.sealer().device.certificate
        for suite, certificate in ((National(), for_us), (International(), _read(van).certificate)):
            assert again.open(encrypt(b"for this laptop", [certificate], suite)) == b"for this laptop"
        assert say("profile", "cms", *here)[0] == 0
        again.ask_bureau_soon()
        again.look_after(client)
        assert again.sealer().suite.name == "cms"
        client.close()


def test_the_second_certificate_is_renewed_too_and_its_key_outlives_a_kill(tmp_path: Path, van: Van) -> None:
    data = tmp_path / "office"
    open_office(data, training=False).close()
    assert say("profile", "gm", "--data", str(data))[0] == 0
    with program(data, training=False) as gateway:
        told = papers(Real(data, gateway), van, tmp_path)
        client = Client(told.door())

        def lost(request: bytes, one_time_token: str | None = None) -> x509.Certificate:
            made = Client.certificate(client, request, one_time_token)
            if one_time_token is None:
                raise Unreachable(reason="cut")
            return made

        client.certificate = lost  # type: ignore[method-assign]
        with pytest.raises(Unreachable):
            told.look_after(client)
        assert told.sealer().suite.name == "cms"  # as it could before, it can seal

        def refused(_request: bytes, _one_time_token: str | None = None) -> x509.Certificate:
            raise Refused(reason="bad-request")

        client.certificate = refused  # type: ignore[method-assign]
        told.look_after(client)  # the rest of the upkeep goes on
        assert told.sealer().suite.name == "cms"
        told.ask_bureau_soon()
        del client.certificate  # type: ignore[attr-defined]
        keys, certificates = set(), []
        for days in (0, 59, 61):
            later = reopened(van, tmp_path, days)
            later.look_after(client)
            certificates.append(later.sealer().device.certificate)
            keys.add(point_of(certificates[-1]))
        assert (certificates[0] == certificates[1], certificates[1] == certificates[2]) == (True, False)
        assert len(keys) == 1
        client.close()


def _read(van: Van) -> Holder:
    kept = van.store.device.papers("D027")
    assert kept is not None
    key = enrolment.read_key(kept.private_key)
    return Holder(x509.load_pem_x509_certificate(kept.certificate.encode()), key)


def test_an_enrolment_file_from_before_packs_is_still_one(real: Real, tmp_path: Path) -> None:
    file = real.invitation(tmp_path)
    said = json.loads(file.read_text("utf-8"))
    del said["packs"]
    file.write_text(json.dumps(said), "utf-8")
    assert Enrolment.read(file).packs == ""
    assert enrol.read_office(file).van == "D027"
