"""The parcel's container: one content, one spelling; anything else is refused without harm."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import envelope
from sync.envelope import Slip
from sync.errors import BadParcel
from sync.protocol import MAX_BODY

NAMES = st.from_regex(envelope.NAME, fullmatch=True).map(lambda name: name.strip("\n"))
FILES = st.dictionaries(NAMES, st.binary(max_size=300), max_size=6)
SLIP = Slip(
    van="D027",
    record="01KAHJ0Q9RTS8ZB3N4V5W6X7Y8",
    chain="c" * 22,
    sequence=7,
    previous="ab" * 32,
    sealed_at=datetime(2026, 11, 28, 4, 0, tzinfo=UTC),
    training=True,
)


@given(st.binary(max_size=300), FILES)
def test_what_was_packed_comes_out(manifest: bytes, files: dict[str, bytes]) -> None:
    content = envelope.unpack(envelope.pack(manifest, files, SLIP))
    assert (content.manifest, content.files) == (manifest, files)


@given(st.binary(max_size=100), FILES)
def test_the_order_of_the_files_does_not_matter(manifest: bytes, files: dict[str, bytes]) -> None:
    turned = dict(reversed(list(files.items())))
    assert envelope.pack(manifest, files, SLIP) == envelope.pack(manifest, turned, SLIP)


def test_the_bytes_are_the_same_on_every_machine_for_ever() -> None:
    body = envelope.pack(b'{"a":1}', {"x.jpg": b"123", "a": b"9"}, SLIP)
    assert hashlib.sha256(body).hexdigest() == (
        "ed4855ddaa342ea034275726f108d3cfc3f51416e788aaec70e619ceebd8a461"
    )


def test_any_zip_tool_opens_it() -> None:
    body = envelope.pack(b"{}", {"x.jpg": b"123"}, SLIP)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["index.json", "manifest.json", "files/x.jpg"]
        assert archive.read("files/x.jpg") == b"123"


@given(st.binary(max_size=600))
def test_rubbish_is_refused_and_nothing_else_happens(body: bytes) -> None:
    with pytest.raises(BadParcel):
        envelope.unpack(body)


@settings(max_examples=300)
@given(st.data())
def test_one_changed_byte_anywhere_is_refused(data: st.DataObject) -> None:
    body = envelope.pack(b'{"a":1}', {"x": b"content", "y": b""}, SLIP)
    at = data.draw(st.integers(0, len(body) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda v: v != body[at]))
    with pytest.raises(BadParcel):
        envelope.unpack(body[:at] + bytes([value]) + body[at + 1 :])


@given(st.data())
def test_cut_or_lengthened_anywhere_is_refused(data: st.DataObject) -> None:
    body = envelope.pack(b'{"a":1}', {"x": b"content"}, SLIP)
    end = data.draw(st.integers(0, len(body) - 1))
    tail = data.draw(st.binary(min_size=1, max_size=40))
    for bad in (body[:end], body + tail, tail + body, body[:end] + tail + body[end:]):
        with pytest.raises(BadParcel):
            envelope.unpack(bad)


def _zip(compression: int, *entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def test_a_zip_bomb_is_refused_without_being_opened() -> None:
    bomb = _zip(
        zipfile.ZIP_DEFLATED, ("index.json", b"{}"), ("manifest.json", b"{}"), ("files/a", bytes(10**8))
    )
    assert len(bomb) < 200_000
    with pytest.raises(BadParcel):
        envelope.unpack(bomb)


@pytest.mark.parametrize("name", ["../x", "files/../../x", "/etc/passwd", "files/a/b", "files/", "FILES/x"])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    body = _zip(zipfile.ZIP_STORED, ("index.json", b"{}"), ("manifest.json", b"{}"), (name, b"x"))
    with pytest.raises(BadParcel):
        envelope.unpack(body)


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "../x", "a\n", "名", "a" * 101, "a b"])
def test_a_name_that_could_lead_elsewhere_is_not_packed(name: str) -> None:
    with pytest.raises(BadParcel) as caught:
        envelope.pack(b"{}", {name: b""}, SLIP)
    assert caught.value.values["reason"] == "name"


def test_too_much_is_refused_before_it_is_packed() -> None:
    with pytest.raises(BadParcel) as caught:
        envelope.pack(b"{}", {"a": bytes(MAX_BODY)}, SLIP)
    assert caught.value.values["reason"] == "too-large"
    with pytest.raises(BadParcel) as caught:
        envelope.pack(b"{}", {str(n): b"" for n in range(envelope.MAX_FILES + 1)}, SLIP)
    assert caught.value.values["reason"] == "too-many"
    with pytest.raises(BadParcel):
        envelope.unpack(bytes(MAX_BODY + 1))


def test_another_version_of_the_container_is_refused() -> None:
    body = envelope.pack(b"{}", {}, SLIP).replace(b"vanapp.parcel/2", b"vanapp.parcel/9")
    with pytest.raises(BadParcel):
        envelope.unpack(body)


@pytest.mark.parametrize("slip", [SLIP, replace(SLIP, sequence=1, previous="", urgent=True)])
def test_the_slip_travels_inside(slip: Slip) -> None:
    assert envelope.unpack(envelope.pack(b"{}", {"x": b"1"}, slip)).slip == slip


@pytest.mark.parametrize(
    "changed",
    [
        {"sequence": 0},
        {"sequence": True},
        {"van": "../D027"},
        {"record": "x"},
        {"chain": ""},
        {"previous": "AB" * 32},
        {"training": 1},
        {"urgent": "1"},
    ],
)
def test_a_slip_that_says_nonsense_is_refused(changed: dict[str, object]) -> None:
    body = envelope.pack(b"{}", {}, replace(SLIP, **changed))  # type: ignore[arg-type]
    with pytest.raises(BadParcel):
        envelope.unpack(body)
