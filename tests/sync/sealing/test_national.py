"""SM2, SM3, SM4: the openssl program is the peer for each; the layers around them are the ones of CMS."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat import asn1

from sync.errors import BadParcel
from sync.sealing import enveloped, sm2
from sync.sealing.national import National, point_of
from sync.sealing.seal import SUITES, Opener, Sealer
from sync.sealing.structures import EnvelopedMessage, KeyTransport
from tests.sync.sealing.papers import issue, national, openssl

SM2_CURVE = bytes.fromhex("a00a06082a811ccf5501822d")
AT = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)


def test_sealed_and_opened(tmp_path: Path) -> None:
    ca, bureau = national(tmp_path, "ca"), national(tmp_path, "bureau")
    van = national(tmp_path, "D027", by="ca")
    sealed = Sealer(van, [bureau.certificate], SUITES["gm"]).seal(b"container", AT)
    opener = Opener([bureau], [ca.certificate])
    opened = opener.open(sealed)
    assert (opened.content, opened.at, opened.signer) == (b"container", AT, van.certificate)
    for at in range(0, len(sealed), 7):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(BadParcel):
            opener.open(bytes(changed))
    with pytest.raises(BadParcel):
        Opener([bureau], [issue("another").certificate, bureau.certificate]).open(sealed)


def test_openssl_takes_it_apart(tmp_path: Path) -> None:
    """Key by `pkeyutl -decrypt`, content by SM4 in counter mode (what GCM is, but for the tag)."""
    bureau, data = national(tmp_path, "bureau"), os.urandom(1000)
    message = asn1.decode_der(
        EnvelopedMessage, enveloped.encrypt(data, [bureau.certificate], National())
    ).content
    (recipient,) = message.recipients.as_list()
    assert isinstance(recipient, KeyTransport)
    key = openssl("pkeyutl", "-decrypt", "-inkey", tmp_path / "bureau.key", data=recipient.encrypted_key)
    start = message.encrypted.algorithm.parameters.nonce + bytes([0, 0, 0, 2])
    plain = openssl(
        *("enc", "-d", "-sm4-ctr", "-K", key.hex(), "-iv", start.hex()), data=message.encrypted.content
    )
    assert plain == data


def test_openssl_encrypts_to_us(tmp_path: Path) -> None:
    holder, key = national(tmp_path, "van"), os.urandom(16)
    public = tmp_path / "van.pub"
    openssl("ec", "-in", tmp_path / "van.key", "-pubout", "-out", public)
    cipher = openssl("pkeyutl", "-encrypt", "-pubin", "-inkey", public, data=key)
    assert sm2.decrypt(holder.key, cipher) == key


def test_openssl_knows_our_signature_and_we_its(tmp_path: Path) -> None:
    holder, words = national(tmp_path, "van"), tmp_path / "words"
    words.write_bytes(b"what was said")
    signature, public = tmp_path / "signature", tmp_path / "van.pub"
    openssl("ec", "-in", tmp_path / "van.key", "-pubout", "-out", public)
    with_sm3 = ("-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{sm2.SIGNER.decode()}")
    signature.write_bytes(sm2.sign(holder.key, words.read_bytes()))
    openssl("pkeyutl", "-verify", "-pubin", "-inkey", public, "-in", words, "-sigfile", signature, *with_sm3)
    theirs = openssl("pkeyutl", "-sign", "-inkey", tmp_path / "van.key", "-in", words, *with_sm3)
    assert sm2.signed(point_of(holder.certificate), words.read_bytes(), theirs)
    assert not sm2.signed(point_of(holder.certificate), b"something else", theirs)


def test_openssl_knows_our_sm3() -> None:
    data = os.urandom(1000)
    assert openssl("dgst", "-sm3", "-r", data=data).split()[0].decode() == sm2.sm3(data).hex()


def test_certificates_the_openssl_program_issued(tmp_path: Path) -> None:
    ca, van = national(tmp_path, "ca"), national(tmp_path, "D027", by="ca")
    other = national(tmp_path, "other")
    assert van.key.public == point_of(van.certificate)
    assert National().issued(van.certificate, ca.certificate)
    assert not National().issued(van.certificate, other.certificate)
    assert not National().issued(van.certificate, issue("ca").certificate)


def test_points_off_the_curve_are_refused() -> None:
    x, y = sm2.new_private_key().public
    for raw in (b"\4" + bytes(64), b"\4" + x.to_bytes(32, "big") + (y ^ 1).to_bytes(32, "big"), b"\2"):
        with pytest.raises(ValueError, match=r"curve|point"):
            sm2.point_of(raw)


def test_a_number_times_the_base_point_is_what_openssl_says(tmp_path: Path) -> None:
    """Whose digits are all nothing, all the highest, or one alone; plain and in disguise."""
    numbers = [1, 2, 15, 16, 17, 16**31, 16**32 - 1, 16**63, sm2.N - 2, 16**40 + 1]
    for number in numbers:
        point = sm2.PrivateKey(number).public
        # ECPrivateKey without its point (RFC 5915): the program works it out.
        der = bytes.fromhex("3031020101 0420") + number.to_bytes(32, "big") + SM2_CURVE
        said = openssl("ec", "-inform", "DER", "-pubout", "-outform", "DER", data=der)
        assert sm2.point_of(said[-65:]) == point
        signature = sm2.sign(sm2.PrivateKey(number), b"words")
        assert sm2.signed(point, b"words", signature)
        assert sm2.decrypt(sm2.PrivateKey(number), sm2.encrypt(point, b"key")) == b"key"
