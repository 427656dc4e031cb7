"""The whole way, engine and all, on a few drawn documents; tests/bench/ocr.py measures many."""

from __future__ import annotations

import pytest
from PIL import Image

from devices.ocr.document import read_document
from devices.ocr.fields import Fields
from devices.ocr.id_number import check_digit
from devices.ocr.reader import Reader
from tests.devices.ocr import papers

FIRST17 = "44010419911018032"
CARD = papers.Card(
    name="欧阳雪梅",
    sex="女",
    ethnic="汉",
    birth="19911018",
    address="广东省广州市越秀区人民北路688号1502房之一",
    number=FIRST17 + check_digit(FIRST17),
)


def read(reader: Reader, picture: Image.Image, level: int) -> Fields:
    found = read_document(papers.as_jpeg(papers.spoiled(picture, level), level), reader=reader)
    assert isinstance(found, Fields)
    return found


@pytest.mark.parametrize(("level", "turned"), [(3, 0), (1, 90)])
def test_a_card_is_read_whichever_way_it_lies(reader: Reader, level: int, turned: int) -> None:
    found = read(reader, papers.card_front(CARD).rotate(turned, expand=True), level)
    assert found.kind == "id_card"
    for name in ("name", "sex", "ethnic", "birth", "address"):
        assert found.value(name) == getattr(CARD, name)
    assert found.fields["id_number"].checks == ("check_digit",)
    assert found.value("id_number") == CARD.number


def test_a_small_card_on_a_large_desk_is_read(reader: Reader) -> None:
    desk = Image.new("RGB", (1920, 1080), "#5b4a3b")
    desk.paste(papers.card_back(CARD).resize((553, 349)), (900, 500))
    found = read(reader, desk, 0)
    assert [found.value(name) for name in ("issuer", "valid_from", "valid_to")] == [
        CARD.issuer,
        CARD.valid_from,
        CARD.valid_to,
    ]


def test_a_booklet_s_page_is_read(reader: Reader) -> None:
    page = {
        "姓名": CARD.name,
        "户主或与户主关系": "长女",
        "性别": "女",
        "民族": "汉族",
        "籍贯": "广东省梅县",
        "出生日期": "1991年10月18日",
        "公民身份号码": CARD.number,
    }
    found = read(reader, papers.household_page(page), 2)
    assert found.kind == "household"
    got = {
        name: found.value(name) for name in ("name", "sex", "ethnic", "native_place", "birth", "id_number")
    }
    assert got == {
        "name": CARD.name,
        "sex": "女",
        "ethnic": "汉",
        "native_place": "广东省梅县",
        "birth": CARD.birth,
        "id_number": CARD.number,
    }


def test_a_picture_of_nothing_known_is_nothing(reader: Reader) -> None:
    assert read_document(papers.as_jpeg(Image.new("RGB", (800, 600), "white")), reader=reader) is None
