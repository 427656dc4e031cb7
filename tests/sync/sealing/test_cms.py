"""The openssl program opens what we seal, with the bureau's key; a changed bit anywhere is refused."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from sync.errors import BadParcel
from sync.sealing import enveloped
from sync.sealing.international import International
from sync.sealing.seal import Opener, Sealer
from sync.sealing.suites import Holder
from tests.sync.sealing.papers import issue, openssl, rsa_key, write

AT = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
CA = issue("office CA")
VAN = issue("D027", by=CA)
NOW_RSA, NEXT_EC = issue("bureau 2026", rsa_key()), issue("bureau 2027")
P384 = issue("bureau P-384", ec.generate_private_key(ec.SECP384R1()))
BUREAU = [NOW_RSA, NEXT_EC, P384]


def sealed(data: bytes = b"container", bureau: list[Holder] = BUREAU, device: Holder = VAN) -> bytes:
    return Sealer(device, [one.certificate for one in bureau]).seal(data, AT)


@pytest.mark.parametrize("bureau", [[one] for one in BUREAU] + [BUREAU], ids=["rsa", "p256", "p384", "all"])
def test_openssl_opens_it_and_knows_the_signer(tmp_path: Path, bureau: list[Holder]) -> None:
    data = os.urandom(100_000)
    parcel = tmp_path / "parcel.cms"
    parcel.write_bytes(sealed(data, bureau))
    ca, _ = write(tmp_path, "ca", CA)
    for number, holder in enumerate(bureau):
        certificate, key = write(tmp_path, f"bureau{number}", holder)
        signed = openssl(
            *("cms", "-decrypt", "-binary", "-inform", "DER", "-in", parcel),
            *("-inkey", key, "-recip", certificate),
        )
        out = tmp_path / "out"
        openssl(
            *("cms", "-verify", "-binary", "-inform", "DER", "-CAfile", ca, "-purpose", "any", "-out", out),
            data=signed,
        )
        assert out.read_bytes() == data


@pytest.mark.parametrize("holder", BUREAU, ids=["rsa", "p256", "p384"])
def test_each_of_the_bureaus_keys_opens_it(holder: Holder) -> None:
    authorities = [issue("another CA").certificate, CA.certificate]
    opened = Opener([issue("another"), holder], authorities).open(sealed(b"what is in it"))
    assert (opened.content, opened.at) == (b"what is in it", AT)
    assert opened.signer == VAN.certificate


def test_never_the_same_bytes_twice() -> None:
    assert sealed() != sealed()


def test_of_another_bureau() -> None:
    with pytest.raises(BadParcel) as caught:
        Opener([issue("another bureau")], [CA.certificate]).open(sealed())
    assert caught.value.values == {"reason": "not-for-us"}


def test_signed_by_a_stranger() -> None:
    stranger = issue("D027", by=issue("office CA"))
    with pytest.raises(BadParcel) as caught:
        Opener(BUREAU, [CA.certificate]).open(sealed(device=stranger))
    assert caught.value.values == {"reason": "bad-signature"}


def test_signed_with_a_key_that_is_not_the_certificates() -> None:
    thief = Holder(VAN.certificate, issue("thief").key)
    with pytest.raises(BadParcel) as caught:
        Opener(BUREAU, [CA.certificate]).open(sealed(device=thief))
    assert caught.value.values == {"reason": "bad-signature"}


def test_a_changed_bit_anywhere_is_refused() -> None:
    """Every byte of a small one: header, recipients, keys, nonce, content, tag."""
    whole = sealed(b"x", [NEXT_EC])
    opener = Opener([NEXT_EC], [CA.certificate])
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1 << at % 8
        with pytest.raises(BadParcel):
            opener.open(bytes(changed))


@pytest.mark.parametrize("inner", [b"", b"x", b"\x30\x03\x02\x01\x01", b"0" * 5000])
def test_nonsense_is_a_bad_parcel(inner: bytes) -> None:
    opener = Opener(BUREAU, [CA.certificate])
    wrapped = enveloped.encrypt(inner, [NEXT_EC.certificate], International())
    for data in (inner, wrapped, sealed()[:-1], sealed() + b"\0"):
        with pytest.raises(BadParcel):
            opener.open(data)


def test_sealed_for_nobody() -> None:
    with pytest.raises(ValueError, match="nobody"):
        sealed(bureau=[])


def test_a_signature_of_the_openssl_program_is_ours_too(tmp_path: Path) -> None:
    """Its SignedData, without S/MIME's extra attributes, reads like our own."""
    certificate, key = write(tmp_path, "van", VAN)
    signed = openssl(
        *("cms", "-sign", "-binary", "-nodetach", "-nosmimecap", "-outform", "DER", "-md", "sha256"),
        *("-signer", certificate, "-inkey", key),
        data=b"by openssl",
    )
    bureau = x509.load_pem_x509_certificate(write(tmp_path, "b", NEXT_EC)[0].read_bytes())
    opened = Opener([NEXT_EC], [CA.certificate]).open(enveloped.encrypt(signed, [bureau], International()))
    assert opened.content == b"by openssl"
