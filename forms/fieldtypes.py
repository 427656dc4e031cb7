"""The kinds of question: one row each says how an answer is put right and what can be wrong with it.

To add a kind, add a row to KINDS. `tidy` is idempotent; `check` never raises and gets a non-empty answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from forms import idnumber, names
from forms.data import read_toml
from forms.days import parse_day
from forms.question import Field, Mistake

LONG_TERM: str = read_toml("laws/validity.toml")["long_term"]["text"]


@dataclass(frozen=True)
class Kind:
    """How one kind of question treats its answers."""

    tidy: Callable[[str], str]
    check: Callable[[Field, str, date], tuple[Mistake, ...]]
    is_choice: bool = False


def tidy_text(text: str) -> str:
    """One line: outer spaces go, inner white space and control signs become one space."""
    cleaned = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join(cleaned.split())


def tidy_address(text: str) -> str:
    """As on the card: no spaces, full-width letters and digits made plain; Chinese punctuation stays."""
    plain = "".join(
        unicodedata.normalize("NFKC", sign) if sign.isdigit() or "\uff21" <= sign <= "\uff5a" else sign
        for sign in tidy_text(text)
    )
    return "".join(plain.split())


def tidy_digits(text: str) -> str:
    """Digits made plain; whatever stands between them goes (2026-11-21, 2026.11.21)."""
    plain = unicodedata.normalize("NFKC", text)
    parts = re.findall(r"[0-9]+", plain)
    if len(parts) == 3 and len(parts[0]) == 4:
        parts = [parts[0], parts[1].zfill(2), parts[2].zfill(2)]
    return "".join(parts) if parts else tidy_text(plain)


def tidy_day_or_long(text: str) -> str:
    """A day, or the long-term mark in any of its spellings."""
    return LONG_TERM if tidy_address(text) in (LONG_TERM, "long", "00000000") else tidy_digits(text)


def tidy_phone(text: str) -> str:
    """Digits only; a leading +86 or 0086 goes."""
    plain = re.sub(r"[^0-9+]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"^(\+86|0086)", "", plain).replace("+", "00")


def tidy_many(text: str) -> str:
    """Several codes: each once, in the order given, parted by one space."""
    return " ".join(dict.fromkeys(text.replace(",", " ").replace(";", " ").split()))


def check_text(entry: Field, value: str, today: date) -> tuple[Mistake, ...]:
    """Length, and signs no printer or office can handle, each with its place."""
    found: list[Mistake] = []
    if entry.max_length and len(value) > entry.max_length:
        count: dict[str, object] = {"count": len(value), "most": entry.max_length}
        found.append(Mistake(entry.id, "text.too_long", "stop", count))
    first: dict[str, int] = {}
    for place, sign in enumerate(value, start=1):
        if code := _refused(sign):
            first.setdefault(code, place)
    found += [Mistake(entry.id, code, "stop", {"place": place}) for code, place in first.items()]
    return tuple(found)


def _refused(sign: str) -> str:
    """Why a text cannot hold this sign; "" when it can."""
    if sign.isascii() and sign.isprintable():
        return ""
    category = unicodedata.category(sign)
    if category == "Cs" or sign == names.HALF:
        return "text.surrogate"
    if category == "Co":
        return "text.private_use"
    if names.is_emoji(sign):
        return "text.emoji"
    return "text.control" if category in ("Cc", "Cf", "Zl", "Zp") else ""


def check_address(entry: Field, value: str, today: date) -> tuple[Mistake, ...]:
    """A text; over 35 chip characters is said, not refused (GA 490: 70 bytes)."""
    found = check_text(entry, value, today)
    limit = read_toml("laws/chip.toml")["address"]["chars"]
    if names.chip_length(value) > limit:
        count: dict[str, object] = {"count": names.chip_length(value), "most": limit}
        found += (Mistake(entry.id, "address.over_chip", "info", count),)
    return found


def check_name(entry: Field, value: str, today: date) -> tuple[Mistake, ...]:
    return tuple(
        Mistake(entry.id, code, severity, values) for code, severity, values in names.mistakes(value)
    )


def check_id_number(entry: Field, value: str, today: date) -> tuple[Mistake, ...]:
    try:
        number = idnumber.parse(value, today)
    except idnumber.BadNumber as error:
        return (Mistake(entry.id, error.code, "stop", error.values),)
    return tuple(Mistake(entry.id, code, "confirm") for code in number.warnings)


def check_day(entry: Field, value: str, today: date) -> tuple[Mistake, ...]:
    if parse_day(value) is None:
        code = "date.impossible" if re.fullmatch(r"[0-9]{8}", value) else "date.format"
        return (Mistake(entry.id, code, "stop"),)
    return ()


def check_past_day(entry: Field, value: str, today: date) -> tuple[Mistake, ...]:
    """A day that has been: birth, loss, issue."""
    day = parse_day(value)
    if day is not None and day > today:
        return (Mistake(entry.id, "date.future", "stop"),)
    return check_day(entry, value, today)


def check_day_or_long(entry: Field, value: str, today: date) -> tuple[Mistake, ...]:
    return () if value == LONG_TERM else check_day(entry, value, today)


def check_phone(entry: Field, value: str, today: date) -> tuple[Mistake, ...]:
    """A mobile of 11 digits or a landline with its area code; anything else is asked about, not refused."""
    if re.fullmatch(r"1[3-9][0-9]{9}|0[1-9][0-9]{1,2}[0-9]{7,8}", value):
        return ()
    if not re.fullmatch(r"[0-9]{5,20}", value):
        return (Mistake(entry.id, "phone.format", "stop"),)
    return (Mistake(entry.id, "phone.unusual", "confirm", {"count": len(value)}),)


def check_choice(entry: Field, value: str, today: date) -> tuple[Mistake, ...]:
    if all(choice.code != value for choice in entry.choices):
        return (Mistake(entry.id, "choice.unknown", "stop"),)
    return ()


def check_many(entry: Field, value: str, today: date) -> tuple[Mistake, ...]:
    offered = {choice.code for choice in entry.choices}
    if any(code not in offered for code in value.split()) or not value.split():
        return (Mistake(entry.id, "choice.unknown", "stop"),)
    return ()


KINDS: dict[str, Kind] = {
    "text": Kind(tidy_text, check_text),
    "address": Kind(tidy_address, check_address),
    "name": Kind(names.tidy, check_name),
    "id_number": Kind(idnumber.tidy, check_id_number),
    "date": Kind(tidy_digits, check_day),
    "past_date": Kind(tidy_digits, check_past_day),
    "date_or_long": Kind(tidy_day_or_long, check_day_or_long),
    "phone": Kind(tidy_phone, check_phone),
    "choice": Kind(str.strip, check_choice, is_choice=True),
    "many": Kind(tidy_many, check_many, is_choice=True),
}
