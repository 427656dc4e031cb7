"""The resident identity card: what its two sides say. Layout: GA/T 449; both sides may lie in one picture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from devices.ocr import id_number
from devices.ocr import reader as engine
from devices.ocr.cells import Cell, cells
from devices.ocr.fields import NOT_AS_NUMBER, ODD_PERIOD, RARE, Field, Fields, checked, doubted, is_rare, made
from devices.ocr.reader import Line, Picture, Reader
from devices.ocr.rows import rows

LABELS = {
    "中华人民共和国": "",
    "居民身份证": "",
    "姓名": "name",
    "性别": "sex",
    "民族": "ethnic",
    "出生": "birth",
    "住址": "address",
    "公民身份号码": "id_number",
    "签发机关": "issuer",
    "有效期限": "validity",
}
FOREVER = "长期"
YEARS_VALID = (5, 10, 20)  # Resident Identity Card Law art. 5; forever from 46 on
_BIRTH = re.compile(r"([12][0-9]{3})年([0-9]{1,2})月([0-9]{1,2})日?")
_DAY = r"([12][0-9]{3})[.,·:、]?([0-9]{2})[.,·:、]?([0-9]{2})"
_PERIOD = re.compile(_DAY + r"[-—–~一至到]*(?:" + _DAY + "|(长期))")
_PRINTED_OVER = re.compile(r"[^\u3400-\u9fff\U00020000-\U000323af·•]")
_DOTS = str.maketrans("•.・．", "····")


def read_id_card(picture: Picture, *, reader: Reader | None = None) -> Fields | None:
    """What the card says, or None when there is none. Blocking, 1 s: call from an analysis lane.

    Raises PictureUnusable, ReadingFailed, ReaderMissing.
    """
    return find_id_card((reader or engine.shared()).lines(picture))


def find_id_card(lines: Sequence[Line]) -> Fields | None:
    """The card's entries among lines already read."""
    found = cells(lines, {label: name or label for label, name in LABELS.items()})
    fields = {**_front(lines, found), **_back(lines, found)}
    return Fields("id_card", fields) if len(fields) >= 2 else None


def _front(lines: Sequence[Line], found: dict[str, Cell]) -> dict[str, Field]:
    text, sure = whole(lines)
    fields: dict[str, Field] = {}
    if birth := _birth(text, sure):
        fields["birth"] = birth
    number = id_number.find(text, sure, birth.value if birth else "")
    if number is None and "id_number" not in found:
        return {}
    if number is not None:
        fields["id_number"] = number
    if name := _name(found.get("name")):
        fields["name"] = name
    if (cell := found.get("sex")) and (match := re.search("[男女]", cell.text)):
        fields["sex"] = made(match.group(), cell.sure[match.start() : match.end()])
    if (cell := found.get("ethnic")) and (ethnic := _PRINTED_OVER.sub("", cell.text)):
        fields["ethnic"] = made(ethnic.removesuffix("族") or ethnic, cell.sure)
    if (cell := found.get("address")) and len(cell.text) > 3:
        fields["address"] = address_of(cell)
    return against_number(fields)


def address_of(cell: Cell) -> Field:
    """An address, its lines joined."""
    read = made(cell.text, cell.sure)
    return doubted(read, RARE) if is_rare(cell.text) else read


def against_number(fields: dict[str, Field]) -> dict[str, Field]:
    """Birth and sex held against a number that agrees; what was not found is taken from it."""
    number = fields.get("id_number")
    if number is None or "check_digit" not in number.checks:
        return fields
    held = dict(fields)
    for name, said in zip(("birth", "sex"), id_number.says(number.value), strict=True):
        read = fields.get(name)
        if read is None:
            held[name] = Field(said, number.confidence, ("number",), number.doubts)
        elif read.value == said:
            held[name] = checked(read, "number")
        else:
            held[name] = doubted(read, NOT_AS_NUMBER)
    return held


def _birth(text: str, sure: Sequence[float]) -> Field | None:
    match = _BIRTH.search(text)
    if match is None:
        return None
    day = match[1] + match[2].zfill(2) + match[3].zfill(2)
    return made(day, sure[match.start() : match.end()]) if id_number.is_day(day) else None


def _name(cell: Cell | None) -> Field | None:
    if cell is None:
        return None
    text = cell.text.translate(_DOTS)
    kept = [place for place, sign in enumerate(text) if not _PRINTED_OVER.match(sign)]
    name = "".join(text[place] for place in kept).strip("·")
    if not name:
        return None
    read = made(name, [cell.sure[place] for place in kept if place < len(cell.sure)])
    return doubted(read, RARE) if is_rare(name) else read


def _back(lines: Sequence[Line], found: dict[str, Cell]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    if (cell := found.get("issuer")) and (issuer := _PRINTED_OVER.sub("", cell.text)):
        fields["issuer"] = made(issuer, cell.sure)
    text, sure = whole(lines)
    if match := _PERIOD.search(text):
        sureness = sure[match.start() : match.end()]
        starts = made("".join(match.group(1, 2, 3)), sureness)
        ends = made(FOREVER if match[7] else "".join(match.group(4, 5, 6)), sureness)
        if _is_period(starts.value, ends.value):
            starts, ends = checked(starts, "period"), checked(ends, "period")
        else:
            starts, ends = doubted(starts, ODD_PERIOD), doubted(ends, ODD_PERIOD)
        fields |= {"valid_from": starts, "valid_to": ends}
    return fields


def _is_period(starts: str, ends: str) -> bool:
    """Five, ten or twenty years to the day (29 February ends on 1 March), or for ever."""
    if not id_number.is_day(starts):
        return False
    if ends == FOREVER:
        return True
    years = int(ends[:4]) - int(starts[:4])
    same_day = starts[4:] == ends[4:] or (starts[4:] == "0229" and ends[4:] in ("0228", "0301"))
    return id_number.is_day(ends) and years in YEARS_VALID and same_day


def whole(lines: Sequence[Line]) -> tuple[str, tuple[float, ...]]:
    """All print in one string without blanks, row by row; rows are kept apart by a line end."""
    text: str = ""
    sure: tuple[float, ...] = ()
    for row in rows(lines):
        for line in row:
            said, how = line.packed
            text, sure = text + said, sure + how
        text, sure = text + "\n", (*sure, 1.0)
    return text, sure
