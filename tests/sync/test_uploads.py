"""What an upload is of reads the same in both dialects; nonsense is refused, mere bytes are told apart."""

from __future__ import annotations

import base64

import pytest
from requests.structures import CaseInsensitiveDict

from sync import protocol, uploads
from sync.keys import OfficeKey, OfficeSeal, new_private_key
from sync.uploads import Label

LABELS = [
    Label("01KAHJ0Q9RTS8ZB3N4V5W6X7Y8", "ab" * 32, training=True),
    Label("01KAHJ0Q9RTS8ZB3N4V5W6X7Y8", "00" * 32, training=False, urgent=True),
]


@pytest.mark.parametrize("label", LABELS)
def test_both_dialects_carry_the_same(label: Label) -> None:
    assert uploads.of_tus(uploads.to_tus(label)) == label
    assert uploads.of_headers(CaseInsensitiveDict(uploads.to_headers(label))) == label


@pytest.mark.parametrize("metadata", ["", "  ", "filename d29ybGQ=", "filename d29ybGQ=,is_confidential"])
def test_bytes_of_no_record(metadata: str) -> None:
    assert uploads.of_tus(metadata) is None
    assert uploads.of_headers({}) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"record": "../../etc/passwd"},
        {"record": "01kahj0q9rts8zb3n4v5w6x7y8"},
        {"sha256": "AB" * 32},
        {"sha256": "ab" * 31},
        {"training": "yes"},
        {"urgent": "2"},
    ],
)
def test_nonsense_is_refused(changed: dict[str, str]) -> None:
    said = {"record": LABELS[0].record, "sha256": LABELS[0].sha256, "training": "1", **changed}
    text = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())
    with pytest.raises(ValueError, match=r"record|sha256|flag"):
        uploads.of_tus(text)


@pytest.mark.parametrize("text", ["record !!!", "record /w==", "record 01"])
def test_metadata_that_is_no_base64(text: str) -> None:
    with pytest.raises(ValueError, match="metadata"):
        uploads.of_tus(text)


def test_an_offset_is_signed_and_cannot_be_changed_on_the_way() -> None:
    seal = OfficeSeal(new_private_key())
    headers = CaseInsensitiveDict(
        {
            protocol.OFFICE: "o",
            protocol.TIME: "2026-11-28T00:00:00.000Z",
            protocol.TRAINING: "1",
            protocol.PROTOCOL: "2",
            protocol.OFFSET: "100",
        }
    )
    signature = seal.sign(protocol.answer_words("n" * 22, 204, headers, b""))
    key = OfficeKey(seal.public)
    assert key.signed(protocol.answer_words("n" * 22, 204, headers, b""), signature)
    for name, value in ((protocol.OFFSET, "200"), (protocol.RECEIPT, "x"), ("Location", "/files/x")):
        forged = CaseInsensitiveDict({**headers, name: value})
        assert not key.signed(protocol.answer_words("n" * 22, 204, forged, b""), signature)
