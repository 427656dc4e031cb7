"""What stands on each kind of card, against published offsets; built and read again; any bytes at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.drivers import sdt_blocks, sdt_layouts
from devices.errors import BadReply
from tests.devices.rigs import refusal

CITIZEN = {
    "name": "张𠮷",
    "sex": "1",
    "nation": "05",
    "birth": "19650409",
    "address": "广东省揭阳市揭东区曲溪街道金溪路9号",
    "id_number": "445221196504092719",
    "issuer": "揭阳市公安局揭东分局",
    "valid_from": "20070110",
    "valid_to": "长期",
}
HMT = {key: value for key, value in CITIZEN.items() if key != "nation"} | {
    "permit_number": "H01234567",
    "issue_count": "02",
}
OLD_FOREIGNER = {
    "name_en": "IVANOVA ELENA PETROVNA OF A RATHER LONG FAMILY NAME",
    "sex": "2",
    "id_number": "RUS310087051900",
    "country": "RUS",
    "name": "伊万诺娃",
    "valid_from": "20180102",
    "valid_to": "20280101",
    "birth": "19870519",
    "version": "01",
    "authority": "1500",
}
NEW_FOREIGNER = {
    "name": "伊万诺娃",
    "sex": "2",
    "renewals": "01",
    "birth": "19870519",
    "name_en": "IVANOVA ELENA PETROVNA OF A FAMILY LONG NAMED",
    "id_number": "944643198705190020",
    "valid_from": "20240102",
    "valid_to": "20340101",
    "country": "RUS",
    "earlier": "001",
}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("citizen", CITIZEN), ("hmt", HMT), ("foreigner2017", OLD_FOREIGNER), ("foreigner2023", NEW_FOREIGNER)],
)
def test_a_card_reads_as_it_was_written(kind: str, fields: dict[str, str]) -> None:
    text = sdt_layouts.build(kind, fields)
    assert len(text) == 256
    assert sdt_layouts.parse(text) == (kind, fields)


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("citizen", "citizen"),
        ("hmt", "gat_residence_permit"),
        ("foreigner2017", "foreigner_2017"),
        ("foreigner2023", "foreigner_2023"),
    ],
)
def test_fields_stand_at_the_published_offsets(shared: Path, kind: str, table: str) -> None:
    facts = json.loads((shared / "facts" / "chip_layout.json").read_text(encoding="utf-8"))
    published = {
        (row["offset"], row["len"])
        for row in facts[table]
        if not row["name"].startswith(("预留", "证件类型标识"))
    }
    assert {(place.offset, place.length) for place in sdt_layouts.LAYOUTS[kind]} == published


def test_the_name_stands_in_the_first_bytes_little_endian() -> None:
    text = sdt_layouts.build("citizen", {"name": "李"})
    assert text[:4] == b"\x4e\x67\x20\x00"


def test_empty_fields_are_left_out() -> None:
    assert sdt_layouts.parse(b"\x20\x00" * 128) == ("citizen", {})


def test_half_a_character_becomes_a_visible_mark() -> None:
    text = bytearray(sdt_layouts.build("citizen", CITIZEN))
    text[28:30] = "𠮷".encode("utf-16-le")[:2]
    assert sdt_layouts.parse(bytes(text))[1]["name"].endswith("\ufffd")


def test_an_unknown_mark_is_refused() -> None:
    text = bytearray(sdt_layouts.build("citizen", CITIZEN))
    text[248:250] = "Q".encode("utf-16-le")
    with pytest.raises(BadReply):
        sdt_layouts.parse(bytes(text))


def test_what_does_not_fit_is_not_written() -> None:
    with pytest.raises(ValueError, match="name"):
        sdt_layouts.build("citizen", {"name": "古" * 16})


@given(st.binary(min_size=256, max_size=256) | st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(text: bytes) -> None:
    refusal(sdt_layouts.parse, text, BadReply)


def test_the_module_number_is_written_as_on_the_box() -> None:
    data = bytes.fromhex("05000300") + b"".join(n.to_bytes(4, "little") for n in (20260101, 1234567, 7654321))
    assert sdt_blocks.sam_id(data) == "05.03-20260101-0001234567-0007654321"
    assert sdt_blocks.sam_id(data[:15]) == ""
