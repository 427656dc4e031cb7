"""The profile `gm`, chosen while the gateway runs: certificates for SM2 keys, parcels and work sealed so.

The openssl program is the peer for every certificate and request.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from forms.sheets import load
from sync import enrolment
from sync.client import Client
from sync.errors import BadParcel, Refused
from sync.gateway import bureau, certificates, national, work
from sync.gateway.errors import CannotStart, Problem
from sync.parcel import Parcel, SealedTo
from sync.sealing import sm2, sm2_papers
from sync.sealing.seal import SUITES, Sealer, open_by_key
from sync.sealing.suites import Holder
from tests.sync.offices import VAN, Running
from tests.sync.sealed import Press
from tests.sync.sealing.papers import openssl, verified
from tests.sync.test_gateway_work import TRIP


def choose(office: Running, profile: str = "gm") -> None:
    bureau.choose(office.office.keys, office.office.name, profile, office.office.now())


def certified(van: Client, key: sm2.PrivateKey, name: str = VAN) -> Holder:
    return Holder(van.certificate(sm2_papers.request(key, enrolment.subject(name))), key)


def parcel(office: Running, device: Holder, told: SealedTo) -> Parcel:
    press = office.presses.setdefault(VAN, Press(office.office))
    press.sealer = Sealer(device, told.certificates, SUITES["gm"])
    return press.parcel().parcel


def test_told_while_the_gateway_runs_and_parcels_of_both_kinds_are_opened(
    office: Running, tmp_path: Path
) -> None:
    before = office.parcel()
    with office.speak() as van:
        assert van.bureau().profile == "cms"
        choose(office)
        told, key = van.bureau(), sm2.new_private_key()
        device = certified(van, key)
        assert told.authority is not None
        verified(device.certificate, told.authority, tmp_path)
        assert sm2_papers.point_of(device.certificate) == key.public
        van.deliver(before)
        van.deliver(parcel(office, device, told))
        assert bureau.rotate(office.office.keys, office.office.name, office.office.now()) == 3
        assert van.bureau().certificates[0] == told.certificates[1]
        choose(office, "cms")
        back = van.bureau()
        assert (back.profile, back.authority) == ("cms", None)
        assert back.certificates[0] == office.office.bureau.certificates[0]
        van.deliver(parcel(office, device, told))  # sealed before it heard, to the certificate before
    assert [row["opened"] for row in office.records()] == [True] * 3
    assert office.alarms() == []


def test_the_office_opens_only_what_its_own_authority_certified(office: Running, tmp_path: Path) -> None:
    choose(office)
    national.make_authority(tmp_path, office.office.name, office.office.now())  # of the very same name
    foreign, key = national.open_national(tmp_path), sm2.new_private_key()
    assert foreign is not None
    stranger = Holder(foreign.van(key.public, VAN, office.office.now()), key)
    with office.speak() as van:
        with pytest.raises(Refused) as caught:
            van.deliver(parcel(office, stranger, van.bureau()))
        assert caught.value.values["reason"] == "bad-signature"
        other = office.office.bureau.authority
        assert other is not None
        another_van = Holder(other.van(key.public, "D028", office.office.now()), key)
        with pytest.raises(Refused) as caught:
            van.deliver(parcel(office, another_van, van.bureau()))
        assert caught.value.values["reason"] == "bad-signature"
    assert office.records() == []


def test_a_request_that_openssl_made_is_answered_and_ours_it_takes(office: Running, tmp_path: Path) -> None:
    key, identity = tmp_path / "van.key", ("distid:" + sm2.SIGNER.decode(),)
    openssl("ecparam", "-name", "SM2", "-genkey", "-noout", "-out", key)
    theirs = openssl(
        *("req", "-new", "-sm3", "-key", key, "-subj", f"/CN={VAN}", "-sigopt", *identity),
        *("-outform", "DER"),
    )
    choose(office)
    with office.speak() as van:
        made = van.certificate(theirs)
        authority = van.bureau().authority
        assert authority is not None
        verified(made, authority, tmp_path)
    own = sm2.new_private_key()
    request = sm2_papers.request(own, enrolment.subject(VAN))
    openssl("req", "-inform", "DER", "-verify", "-vfyopt", *identity, "-noout", data=request)
    (tmp_path / "own.key").write_bytes(sm2_papers.pem(sm2_papers.write_key(own), "PRIVATE KEY"))
    openssl("pkey", "-in", tmp_path / "own.key", "-check", "-noout")
    pkcs8 = openssl("pkcs8", "-topk8", "-nocrypt", "-in", key, "-outform", "DER")
    assert sm2_papers.read_key(pkcs8).public == sm2_papers.point_of(made)


@pytest.mark.parametrize("fault", ["other-van", "signature", "curve", "no-authority"])
def test_a_bad_request_gets_no_certificate(office: Running, fault: str) -> None:
    if fault != "no-authority":
        choose(office)
    key = sm2.new_private_key()
    request = sm2_papers.request(key, enrolment.subject("D028" if fault == "other-van" else VAN))
    if fault == "signature":
        request = request[:-1] + bytes([request[-1] ^ 1])
    if fault == "curve":
        other = ec.generate_private_key(ec.SECP384R1())
        request = enrolment.request(other, VAN)
    with office.speak() as van, pytest.raises(Refused) as caught:
        van.certificate(request)
    assert caught.value.values["reason"] == "bad-request"


def test_an_sm2_certificate_opens_no_door(office: Running) -> None:
    """TLS could not prove its key, so the office does not take it for a sign-in, whoever shows it."""
    choose(office)
    with office.speak() as van:
        device = certified(van, sm2.new_private_key())
    der = device.certificate.public_bytes(Encoding.DER)
    with pytest.raises(Problem) as caught:
        certificates.van_of(office.office.database, der, office.office.now())
    assert caught.value.kind == "sign-in-needed"


def test_what_is_for_the_van_is_sealed_with_it_once_it_has_such_a_certificate(office: Running) -> None:
    speaks = ec.generate_private_key(ec.SECP256R1())
    key, keys = sm2.new_private_key(), dict[str, object]()
    another = replace(TRIP, id="t2")
    choose(office)
    with office.speak() as van:
        van.certificate(enrolment.request(speaks, VAN))
        work.put(office.office, VAN, TRIP, "clerk")
        certified(van, key)
        work.put(office.office, VAN, another, "clerk")
        first, second = van.changes(0, 0)[0]
    keys["cms"] = speaks
    assert load(open_by_key(first.sealed, keys)) == TRIP
    with pytest.raises(BadParcel, match="not-for-us"):
        open_by_key(second.sealed, keys)
    keys["gm"] = key
    assert load(open_by_key(second.sealed, keys)) == another


@pytest.mark.logs  # it says that it goes on with what it has
@pytest.mark.parametrize("said", ["sm9", "gm"])
def test_a_word_for_the_profile_that_cannot_be_kept_changes_nothing(office: Running, said: str) -> None:
    """gm: the word came, the certificates did not (keys copied by hand to another gateway)."""
    (office.office.keys / bureau.PROFILE).write_text(said)
    with office.speak() as van:
        assert van.bureau().profile == "cms"
        van.deliver(office.parcel())
    assert [row["opened"] for row in office.records()] == [True]


def test_certificates_read_as_they_were_written(tmp_path: Path) -> None:
    for pem in (b"", b"-----BEGIN PRIVATE KEY-----\nnot base64\n-----END PRIVATE KEY-----\n"):
        (tmp_path / national.KEY).write_bytes(pem)
        (tmp_path / national.CERTIFICATE).write_bytes(pem)
        with pytest.raises(CannotStart):
            national.open_national(tmp_path)
    (tmp_path / national.KEY).unlink()
    assert national.open_national(tmp_path) is None
    national.make_authority(tmp_path, "Office", datetime.now(UTC))
    assert national.open_national(tmp_path) is not None
