"""The identity number in what was read: its check digit decides which look-alike was meant.

The rule stands here a second time (forms.idnumber has it for what is typed): the leaves do not know each
other. A test holds the two together. Source: GB 11643-1999.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from devices.ocr.fields import CHECK_DIGIT, MENDED, Field, checked, doubted, made

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_LONG = 18
_AS_DIGIT = str.maketrans("OoQDIlｌ|ZSBxＸ×", "00001111258XXX")
_RUN = re.compile(r"[0-9OoQDIlｌ|ZSB]{15,18}[0-9OoQDIlｌ|ZSBXxＸ×]?")
_ALIKE = {
    "0": "8695",
    "1": "74",
    "2": "73",
    "3": "8592",
    "4": "91",
    "5": "6389",
    "6": "850",
    "7": "12",
    "8": "03695",
    "9": "480",
    "X": "",
}
"""What a worn digit is taken for; the engine's own mistakes on spoiled cards."""

_SURE = 0.95  # a digit read more surely than this is not exchanged
_MOST_UNSURE = 4  # of the digits, the least sure ones are tried


def check_digit(first17: str) -> str:
    """The 18th for 17 ASCII digits."""
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def find(text: str, sure: Sequence[float], birth: str = "") -> Field | None:
    """The number in a text without blanks, or None. birth: YYYYMMDD as read elsewhere on the page, or "".

    A number whose check digit agrees is certain. One that does not is put right where exactly one way agrees
    (with the birthday too, when it was read), and says so; else it stays as read, in doubt.
    """
    matches = [match for match in _RUN.finditer(text) if len(match.group()) >= _LONG - 1]
    if not matches:
        return None
    read = max(matches, key=lambda match: len(match.group()))
    number = read.group().translate(_AS_DIGIT)
    known = tuple(sure[read.start() : read.end()])
    for start in range(len(number) - _LONG + 1):
        if agrees(number[start : start + _LONG]):
            return checked(made(number[start : start + _LONG], known[start : start + _LONG]), "check_digit")
    ways = set(_ways(number, known, birth))
    if len(ways) == 1:
        return doubted(checked(made(ways.pop(), known), "check_digit"), MENDED)
    return doubted(made(number, known), CHECK_DIGIT)


def agrees(number: str) -> bool:
    """18 digits of a possible day of birth whose check digit is right."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number) or check_digit(number[:17]) != number[17]:
        return False
    return is_day(number[6:14])


def is_day(text: str) -> bool:
    """YYYYMMDD of a day that has been: not before 1890."""
    if not re.fullmatch(r"[0-9]{8}", text):
        return False
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).year >= 1890
    except ValueError:
        return False


def says(number: str) -> tuple[str, str]:
    """(birth YYYYMMDD, sex as printed) of a number that agrees."""
    return number[6:14], "男" if int(number[16]) % 2 else "女"


def _ways(number: str, sure: Sequence[float], birth: str) -> Iterator[str]:
    """Numbers that may have been meant. With the birthday first: eight digits read twice decide."""
    if is_day(birth):
        for start in range(len(number) - _LONG + 1):
            trial = number[start : start + 6] + birth + number[start + 14 : start + _LONG]
            if agrees(trial):
                yield trial
                return
    if len(number) < _LONG:
        return  # which digit was lost cannot be told: too many would agree
    unsure = [place for place in range(_LONG) if sure[place] < _SURE]
    for place in sorted(unsure, key=lambda place: sure[place])[:_MOST_UNSURE]:
        for digit in _ALIKE.get(number[place], ""):
            trial = (number[:place] + digit + number[place + 1 :])[:_LONG]
            if agrees(trial) and birth in ("", trial[6:14]):
                yield trial
