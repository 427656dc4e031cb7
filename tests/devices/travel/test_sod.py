"""Passive authentication against lists OpenSSL signed: RSA, RSA-PSS, curves; and every way to be wrong."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.contract import ChipTrust
from devices.errors import BadReply
from devices.travel import sod, tlv
from devices.travel.sod import verdict
from devices.travel.tlv import made
from tests.devices.travel.rig import files, utopia

NOW = datetime.now(UTC) + timedelta(days=1)  # the certificates are made in a moment
GROUPS = {1: b"group one", 2: b"group two"}
OIDS = {"sha256": "608648016503040201", "sha1": "2B0E03021A", "sha512": "608648016503040203"}

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


def security_object(groups: dict[int, bytes], digest: str) -> bytes:
    listed = b"".join(
        made(0x30, made(0x02, bytes([number])) + made(0x04, hashlib.new(digest, file).digest()))
        for number, file in groups.items()
    )
    algorithm = made(0x30, made(0x06, bytes.fromhex(OIDS[digest])) + b"\x05\x00")
    return made(0x30, b"\x02\x01\x00" + algorithm + made(0x30, listed))


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Root and signer for each kind of key."""
    place = tmp_path_factory.mktemp("state")
    kinds = {"rsa": ["rsa:2048"], "ec": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]}
    for kind, key in kinds.items():
        root = ["-keyout", f"{kind}-root.key", "-out", f"{kind}-root.pem", "-subj", "/C=UT/CN=CSCA"]
        openssl(place, "req", "-x509", "-nodes", "-days", "30", "-newkey", *key, *root)
        signer = ["-keyout", f"{kind}.key", "-out", f"{kind}.csr", "-subj", "/C=UT/CN=Signer"]
        openssl(place, "req", "-nodes", "-newkey", *key, *signer)
        by = ["-CA", f"{kind}-root.pem", "-CAkey", f"{kind}-root.key", "-CAcreateserial", "-days", "20"]
        openssl(place, "x509", "-req", "-in", f"{kind}.csr", "-out", f"{kind}.pem", *by)
    return place


def signed(folder: Path, kind: str, content: bytes, *more: str) -> bytes:
    (folder / "list").write_bytes(content)
    who = ["-signer", f"{kind}.pem", "-inkey", f"{kind}.key"]
    what = ["-binary", "-nodetach", "-nosmimecap", "-econtent_type", "2.23.136.1.1.1"]
    how = ["-outform", "DER", "-out", "sod"]
    openssl(folder, "cms", "-sign", "-in", "list", *who, *what, *how, *more)
    return made(0x77, (folder / "sod").read_bytes())


def root_of(folder: Path, kind: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / f"{kind}-root.pem").read_bytes())


@needs_openssl
@pytest.mark.parametrize(
    ("kind", "digest", "more"),
    [
        ("rsa", "sha256", ("-md", "sha256")),
        ("rsa", "sha1", ("-md", "sha512")),
        ("rsa", "sha512", ("-md", "sha256", "-keyopt", "rsa_padding_mode:pss")),
        ("ec", "sha256", ("-md", "sha256")),
        ("ec", "sha512", ("-md", "sha384")),
        ("ec", "sha256", ("-md", "sha256", "-noattr")),
    ],
)
def test_what_openssl_signed_is_authentic(
    folder: Path, kind: str, digest: str, more: tuple[str, ...]
) -> None:
    file = signed(folder, kind, security_object(GROUPS, digest), *more)
    found = verdict(file, GROUPS, [root_of(folder, kind)], NOW)
    assert (found.trust, found.reason, found.agrees) == (ChipTrust.AUTHENTIC, "", {1: True, 2: True})
    altered = verdict(file, {**GROUPS, 2: b"another"}, [root_of(folder, kind)], NOW)
    assert (altered.trust, altered.agrees) == (ChipTrust.WRONG, {1: True, 2: False})
    stranger = verdict(file, GROUPS, [root_of(folder, "ec" if kind == "rsa" else "rsa")], NOW)
    assert stranger.trust is ChipTrust.UNKNOWN_SIGNER


@needs_openssl
@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_list_changed_after_signing_is_wrong(folder: Path, kind: str) -> None:
    """A forger puts his own group and its right hash into a list somebody signed."""
    content = security_object(GROUPS, "sha256")
    file = signed(folder, kind, content)
    forged = {**GROUPS, 1: b"forged"}
    file = file.replace(content, security_object(forged, "sha256"))
    found = verdict(file, forged, [root_of(folder, kind)], NOW)
    assert (found.trust, found.reason) == (ChipTrust.WRONG, "list_differs")
    digests = [hashlib.sha256(one).digest() for one in (content, security_object(forged, "sha256"))]
    found = verdict(file.replace(*digests), forged, [root_of(folder, kind)], NOW)
    assert (found.trust, found.reason) == (ChipTrust.WRONG, "signature")


def test_certificates_out_of_date_do_not_vouch() -> None:
    groups = {1: files()["DG1"], 2: files()["DG2"], 11: files()["DG11"]}
    for now in (NOW - timedelta(days=3 * 365), NOW + timedelta(days=25 * 365)):
        found = verdict(files()["SOD"], groups, [utopia().root], now)
        assert (found.trust, found.reason) == (ChipTrust.UNKNOWN_SIGNER, "out_of_date")


def test_a_group_that_is_not_in_the_list_is_wrong() -> None:
    found = verdict(files()["SOD"], {3: b"fingers"}, [utopia().root], NOW)
    assert found.trust is ChipTrust.WRONG


@pytest.mark.parametrize(("oid", "reason"), [("2A811CCF550183750A", "unknown_signature")])
def test_a_signature_of_a_kind_we_cannot_compute_is_not_checked(oid: str, reason: str) -> None:
    """SM2 with SM3 in the place of the signature's kind."""
    groups = {1: files()["DG1"], 2: files()["DG2"], 11: files()["DG11"]}
    known = bytes.fromhex("300A06082A8648CE3D040302")
    at = files()["SOD"].rindex(known)  # the last one is the signature's own
    other = made(0x30, made(0x06, bytes.fromhex(oid)[:8]))
    found = verdict(
        files()["SOD"][:at] + other + files()["SOD"][at + len(known) :], groups, [utopia().root], NOW
    )
    assert (found.trust, found.reason) == (ChipTrust.NOT_CHECKED, reason)


@given(st.data())
def test_a_changed_byte_is_never_authentic(data: st.DataObject) -> None:
    """Anywhere in the list of hashes."""
    whole = files()["SOD"]
    groups = {1: files()["DG1"], 2: files()["DG2"], 11: files()["DG11"]}
    content = tlv.only(sod.taken_apart(whole).content, 0x30).raw
    begin = whole.index(content)
    at = data.draw(st.integers(begin, begin + len(content) - 1))
    change = data.draw(st.integers(1, 255))
    worse = whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :]
    found = verdict(worse, groups, [utopia().root], NOW)
    assert found.trust is not ChipTrust.AUTHENTIC


@pytest.mark.filterwarnings("ignore:Parsed")
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_vouch_for_nothing(data: bytes, framed: bool) -> None:
    file = made(0x77, data) if framed else data
    assert verdict(file, GROUPS, [utopia().root], NOW).trust is not ChipTrust.AUTHENTIC
    with pytest.raises(BadReply):
        sod.taken_apart(file)


@settings(max_examples=300)
@pytest.mark.filterwarnings("ignore:Parsed")  # certificates broken this way are named so by cryptography
@given(st.data())
def test_a_list_broken_anywhere_raises_nothing(data: st.DataObject) -> None:
    whole = bytearray(files()["SOD"])
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    verdict(bytes(whole[:cut]), {1: files()["DG1"]}, [utopia().root], NOW)
    verdict(bytes(whole), {1: files()["DG1"]}, [utopia().root], NOW)
