"""Training people's passports and permits: the zone, the chip, and the page as it lies under the camera.

Invented, like the people; TRAINING stands in every name.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from devices.contract import ChipKey
from devices.travel import hanzi
from devices.travel.mrz import FILLER, check_digit, parse
from devices.virtual.mrtd_files import files_of
from devices.virtual.mrtd_issuer import Issuer
from devices.virtual.mrtd_model import MrtdChip
from devices.virtual.people import FOLDER, TrainingPerson

EXPIRY = "360630"
FACE_PX = (320, 400)
PAGE_PX = (1600, 1120)
INK, PAPER = "#202428", "#eef1ec"


def zone_of(person: TrainingPerson) -> tuple[str, ...]:
    """A Hong Kong resident has a permit, a foreigner a passport of his state, others a PRC passport."""
    birth = person.birth[2:]
    sex = "F" if person.sex == "2" else "M"
    latin = (person.further.get("name_en") or f"{person.key} TRAINING").upper().replace(" ", "<<", 1)
    if person.kind == "hmt":
        number = person.further["permit_number"]
        first = f"CR{_checked(number)}{_checked('01')}{_checked(EXPIRY)}{sex}{_checked(birth)}"
        other = "A123456" + check_digit("A123456") + FILLER * 2
        second = _chinese(person.name, 16) + "AAB" + other + check_digit(other)
        return first, second, latin.replace(" ", FILLER).ljust(30, FILLER)
    state, code = (person.further.get("country", ""), "P<") if person.kind != "citizen" else ("CHN", "PO")
    number = "EX" + person.id_number[10:17]
    optional = _chinese(person.name, 12) + "B9" if code == "PO" else FILLER * 14
    dates = (_checked(birth), _checked(EXPIRY))
    over = _checked(number) + "".join(dates) + _checked(optional)
    first = (code + state + latin.replace(" ", FILLER)).ljust(44, FILLER)
    second = _checked(number) + state + dates[0] + sex + dates[1] + _checked(optional) + check_digit(over)
    return first[:44], second


def chip_of(person: TrainingPerson, issuer: Issuer, folder: Path = FOLDER) -> MrtdChip:
    """The chip behind that zone: its own zone, the name in full, the face."""
    lines = zone_of(person)
    zone = parse(lines)
    details = {"name": person.name, "birth": person.birth} if person.kind == "citizen" else {}
    files = files_of(lines, _face(person, folder), details, issuer)
    return MrtdChip(files, ChipKey(zone.number, zone.birth, zone.expiry))


def page_of(person: TrainingPerson, folder: Path = FOLDER) -> Image.Image:
    """The page with the picture and the zone, for the document camera."""
    page = Image.new("RGB", PAGE_PX, PAPER)
    draw = ImageDraw.Draw(page)
    page.paste(person.picture(folder).resize((620, 365)).crop((150, 0, 470, 365)), (90, 170))
    draw.text((90, 60), "TRAINING  TRAVEL DOCUMENT", INK, ImageFont.load_default(56))
    lines = zone_of(person)
    top = PAGE_PX[1] - 60 - 90 * len(lines)
    for row, line in enumerate(lines):
        _spaced(draw, line, top + 90 * row)
    return page


def _spaced(draw: ImageDraw.ImageDraw, line: str, top: int) -> None:
    """Every sign in its own column, as in OCR-B."""
    font = ImageFont.load_default(44)
    step = (PAGE_PX[0] - 120) / 44
    for column, sign in enumerate(line):
        draw.text((60 + step * (column + 0.5), top), sign, INK, font, anchor="ma")


def _face(person: TrainingPerson, folder: Path) -> bytes:
    picture = person.picture(folder)
    side = picture.height * FACE_PX[0] // FACE_PX[1]
    left = (picture.width - side) // 2
    out = io.BytesIO()
    picture.crop((left, 0, left + side, picture.height)).resize(FACE_PX).save(out, "JPEG", quality=80)
    return out.getvalue()


def _chinese(name: str, letters: int) -> str:
    """Empty where GBK has not all of it."""
    try:
        return hanzi.encode(name, letters)
    except UnicodeEncodeError:
        return FILLER * letters


def _checked(text: str) -> str:
    return text + check_digit(text)
