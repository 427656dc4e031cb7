"""Only what leads to a configured root is believed, and only while every certificate is in date."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import BadReply, DeviceError
from devices.sbi.errors import Untrusted
from devices.sbi.jws import opened
from devices.sbi.trust import Trust, roots_in
from devices.virtual.sbi_answers import Voice, signed
from devices.virtual.sbi_authority import authority
from tests.devices.sbi.rig import trust

FACTS = {"deviceId": "finger-1"}
GOOD = signed(Voice(4501), FACTS)


def now() -> datetime:
    return datetime.now(UTC)


def test_what_our_maker_signed_is_opened() -> None:
    assert opened(GOOD, trust(), now()) == FACTS


def test_a_root_of_its_own_is_not_ours() -> None:
    """A stranger may send his whole chain, root included: it does not count."""
    stranger = authority("foreign")
    with pytest.raises(Untrusted) as caught:
        trust().key_of((*stranger.device.chain, stranger.root), now())
    assert caught.value.values["reason"] == "chain"


def test_the_root_may_come_along() -> None:
    people = authority()
    trust().key_of((*people.device.chain, people.root), now())


def test_without_the_makers_certificate_there_is_no_chain() -> None:
    with pytest.raises(Untrusted):
        trust().key_of(authority().device.chain[:1], now())


def test_with_the_maker_as_root_the_device_alone_is_enough() -> None:
    """A root list may name the maker instead of the office's own root."""
    people = authority()
    Trust([people.maker.certificate]).key_of(people.device.chain[:1], now())


@pytest.mark.parametrize("days", [-500, 500])
def test_outside_its_dates_nothing_is_believed(days: int) -> None:
    with pytest.raises(Untrusted) as caught:
        opened(GOOD, trust(), now() + timedelta(days=days))
    assert caught.value.values["reason"] == "expired"


def test_a_device_may_not_sign_for_others() -> None:
    with pytest.raises(Untrusted) as caught:
        trust().key_of(authority().end_entity_issued.chain, now())
    assert caught.value.values["reason"] == "chain"


def test_two_makers_can_be_trusted_at_once() -> None:
    both = Trust([authority().root, authority("foreign").root])
    for voice in (Voice(1), dataclasses.replace(Voice(1), faults=frozenset({"foreign_root"}))):
        assert opened(signed(voice, FACTS), both, now()) == FACTS


def test_no_roots_is_no_trust() -> None:
    with pytest.raises(ValueError, match="nothing to trust"):
        Trust([])


def test_roots_are_read_from_a_folder(tmp_path: Path) -> None:
    assert roots_in(tmp_path / "absent") == ()
    pem = serialization.Encoding.PEM
    for name in ("training", "foreign"):
        (tmp_path / f"{name}.pem").write_bytes(authority(name).root.public_bytes(pem))
    (tmp_path / "notes.txt").write_text("not read")
    assert len(roots_in(tmp_path)) == 2


def test_a_damaged_root_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_text("-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n")
    with pytest.raises(ValueError, match=r"."):
        roots_in(tmp_path)


@pytest.mark.parametrize("more", [{"crit": ["b64"]}, {"b64": False}])
def test_a_header_that_changes_the_rules_is_refused(more: dict[str, object]) -> None:
    device = authority().device
    headers = {"x5c": device.x5c(), **more}
    token = jwt.PyJWS().encode(b"{}", device.key, algorithm="RS256", headers=headers)
    with pytest.raises(Untrusted) as caught:
        opened(token, trust(), now())
    assert caught.value.values["reason"] == "algorithm"


def test_a_short_key_is_refused_whoever_signed_it() -> None:
    maker = authority().maker
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "short")])
    builder = x509.CertificateBuilder(maker.certificate.subject, name, None, 7)
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    dates = (now() - timedelta(days=1), now() + timedelta(days=1))
    builder = builder.public_key(short.public_key()).not_valid_before(dates[0]).not_valid_after(dates[1])
    leaf = builder.sign(maker.key, hashes.SHA256())
    with pytest.raises(Untrusted) as caught:
        trust().key_of((leaf, maker.certificate), now())
    assert caught.value.values["reason"] == "key"


@pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.c.d", "..", "é.é.é", "e30.e30.e30"])
def test_what_is_no_signature_is_refused(token: str) -> None:
    with pytest.raises((BadReply, Untrusted)):
        opened(token, trust(), now())


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
@given(st.integers(0, len(GOOD) - 1), st.characters(codec="ascii", categories=["L", "N"]))
def test_no_changed_letter_gets_through(at: int, letter: str) -> None:
    changed = GOOD[:at] + letter + GOOD[at + 1 :]
    try:
        facts = opened(changed, trust(), now())
    except DeviceError:
        return
    assert facts == FACTS  # the last letter of a base64 text carries bits that mean nothing


@given(st.text(max_size=60))
def test_any_text_is_refused(token: str) -> None:
    with pytest.raises(DeviceError):
        opened(token, trust(), now())
