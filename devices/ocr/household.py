"""The household booklet (户口簿): the page of a member, and the first page with the address.

The labels are those of the register card (常住人口登记卡); older prints word some of them differently.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from devices.ocr import id_number
from devices.ocr import reader as engine
from devices.ocr.cells import Cell, cells
from devices.ocr.fields import RARE, Field, Fields, doubted, is_rare, made
from devices.ocr.id_card import address_of, against_number, whole
from devices.ocr.reader import Line, Picture, Reader

LABELS = {
    "常住人口登记卡": "",
    "居民户口簿": "",
    "姓名": "name",
    "户主或与户主关系": "relation",
    "户主或与": "relation",
    "户主关系": "relation",
    "曾用名": "former_name",
    "性别": "sex",
    "出生地": "birthplace",
    "民族": "ethnic",
    "籍贯": "native_place",
    "出生日期": "birth",
    "本市(县)其他住址": "other_address",
    "本市（县）其他住址": "other_address",
    "其他住址": "other_address",
    "宗教信仰": "religion",
    "公民身份号码": "id_number",
    "公民身份证件编号": "id_number",
    "身份证件编号": "id_number",
    "身高": "height",
    "血型": "blood",
    "文化程度": "education",
    "婚姻状况": "marriage",
    "兵役状况": "service",
    "服务处所": "workplace",
    "职业": "occupation",
    "何时由何地迁来本市(县)": "",
    "何时由何地迁来本市（县）": "",
    "何时由何地迁来本市": "",
    "何时由何地迁来本址": "",
    "承办人签章": "",
    "登记日期": "",
    "户别": "household_kind",
    "户主姓名": "household_head",
    "户号": "household_no",
    "住址": "address",
}
"""What is printed -> the field; "": a label nobody asks for, which still ends the cell before it."""

OWN = frozenset(
    {"relation", "former_name", "birthplace", "native_place", "education", "marriage", "service", "workplace"}
    | {"household_kind", "household_head", "household_no", "religion", "other_address"}
)
"""Labels that no identity card has."""
LEAST_OWN = 2

REACH = 0.75
"""Of the distance between the table's rows: a value of two lines is within half of it."""

_BIRTH = re.compile(r"([12][0-9]{3})[年.-]?([0-9]{1,2})[月.-]?([0-9]{1,2})日?")
_NOT_HANZI = re.compile(r"[^\u3400-\u9fff\U00020000-\U000323af·]")


def read_household_page(picture: Picture, *, reader: Reader | None = None) -> Fields | None:
    """What the page says, or None when it is none. Blocking, 1-2 s: call from an analysis lane.

    Raises PictureUnusable, ReadingFailed, ReaderMissing.
    """
    return find_household_page((reader or engine.shared()).lines(picture))


def find_household_page(lines: Sequence[Line]) -> Fields | None:
    """The page's entries among lines already read."""
    is_first_page = any("户主姓名" in line.packed[0] for line in lines)
    labels = {label: name or label for label, name in LABELS.items()}
    found = cells(lines, labels, None if is_first_page else REACH)
    if len(OWN & set(found)) < LEAST_OWN:
        return None
    known = {name for name in LABELS.values() if name}
    texts = {name: cell for name, cell in found.items() if name in known and cell.text}
    fields = {name: _plain(name, cell) for name, cell in texts.items() if name not in ("birth", "id_number")}
    birth = _birth(texts.get("birth"))
    if birth is not None:
        fields["birth"] = birth
    number = _number(texts.get("id_number"), lines, birth)
    if number is not None:
        fields["id_number"] = number
    return Fields("household", against_number(fields))


def _plain(name: str, cell: Cell) -> Field:
    if name in ("address", "other_address"):
        return address_of(cell)
    if name in ("name", "former_name", "household_head"):
        text = _NOT_HANZI.sub("", cell.text)
        read = made(text or cell.text, cell.sure)
        return doubted(read, RARE) if is_rare(read.value) else read
    if name == "ethnic":
        return made(cell.text.removesuffix("族") or cell.text, cell.sure)
    if name == "sex" and (match := re.search("[男女]", cell.text)):
        return made(match.group(), cell.sure[match.start() : match.end()])
    return made(cell.text, cell.sure)


def _birth(cell: Cell | None) -> Field | None:
    match = _BIRTH.search(cell.text) if cell else None
    if cell is None or match is None:
        return None
    day = match[1] + match[2].zfill(2) + match[3].zfill(2)
    return made(day, cell.sure) if id_number.is_day(day) else None


def _number(cell: Cell | None, lines: Sequence[Line], birth: Field | None) -> Field | None:
    """In its own cell, else anywhere on the page: no other entry has eighteen digits."""
    born = birth.value if birth else ""
    if cell is not None and (number := id_number.find(cell.text, cell.sure, born)):
        return number
    return id_number.find(*whole(lines), born)
