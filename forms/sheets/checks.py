"""How one cell of a sheet is put right and what can be wrong with it: a row each in CHECKS.

A check never raises; it gets what is not empty and gives the tidied text and a code, "" when all is well.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from datetime import date

from forms import idnumber, names
from forms.days import parse_day
from forms.errors import FormError
from forms.fieldtypes import tidy_address, tidy_digits, tidy_phone, tidy_text
from forms.matter import matter

Check = Callable[[str, date], tuple[str, str]]

LONGEST = 500  # characters of one cell
PICTURE_BYTES = 400_000
PRINT_BYTES = 64_000
WAYS = ("visit", "delivery", "van", "campus")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
_PHONE = re.compile(r"\+?[0-9]{5,20}(-[0-9]{1,6})?\Z")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")  # JPEG, PNG


def is_key(text: str) -> bool:
    """Whether it may be an id: 1 to 64 of letters, digits, point, line, dash."""
    return _KEY.match(text) is not None


def _key(text: str, _today: date) -> tuple[str, str]:
    return text, "" if is_key(text) else "work.key"


def _time(text: str, _today: date) -> tuple[str, str]:
    hours, colon, rest = text.replace("：", ":").partition(":")
    tidied = f"{hours.zfill(2)}{colon}{rest[:2]}"  # 9:30, 09:30:00
    return tidied, "" if _TIME.match(tidied) else "work.time"


def _way(text: str, _today: date) -> tuple[str, str]:
    return text, "" if text in WAYS else "choice.unknown"


def _name(text: str, _today: date) -> tuple[str, str]:
    tidied = names.tidy(text)
    stops = [mistake.code for mistake in names.mistakes(tidied) if mistake.severity == "stop"]
    return tidied, stops[0] if stops else ""


def _number(text: str, today: date) -> tuple[str, str]:
    """A wrong check digit is told, too: in a typed list it is a slip more often than a register's."""
    try:
        number = idnumber.parse(text, today)
    except idnumber.BadNumber as error:
        return idnumber.tidy(text), error.code
    return number.text, "id.check_digit" if "id.check_digit" in number.warnings else ""


def _day(text: str, _today: date) -> tuple[str, str]:
    tidied = tidy_digits(text)
    return tidied, "" if parse_day(tidied) is not None else "work.day"


def _birth(text: str, today: date) -> tuple[str, str]:
    tidied, wrong = _day(text, today)
    born = parse_day(tidied)
    return tidied, wrong or ("id.future_birth" if born is not None and born > today else "")


def _matter(text: str, _today: date) -> tuple[str, str]:
    try:
        known = matter(text)
    except FormError:
        return text, "work.matter"
    return text, "" if known.channel != "advice" else "work.matter"


def _text(text: str, _today: date) -> tuple[str, str]:
    return tidy_text(text), ""


def _address(text: str, _today: date) -> tuple[str, str]:
    return tidy_address(text), ""


def _phone(text: str, _today: date) -> tuple[str, str]:
    tidied = tidy_phone(text)
    return tidied, "" if _PHONE.match(tidied) else "phone.format"


def _picture(text: str, _today: date) -> tuple[str, str]:
    content = _decoded(text)
    return text, "" if content.startswith(_PICTURES) and len(content) <= PICTURE_BYTES else "work.picture"


def print_code(position: str, text: str) -> str:
    """A template or record of a print under "finger.<position>": what is wrong with it, "" for nothing."""
    fine = position.isascii() and position.isdigit() and 11 <= int(position) <= 20
    return "" if fine and 0 < len(_decoded(text)) <= PRINT_BYTES else "work.print"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


CHECKS: Mapping[str, Check] = {
    "key": _key,
    "time": _time,
    "way": _way,
    "name": _name,
    "number": _number,
    "birth": _birth,
    "day": _day,
    "matter": _matter,
    "text": _text,
    "address": _address,
    "phone": _phone,
    "picture": _picture,
}
LONG = ("picture",)
"""Checks whose cells may be longer than LONGEST."""
