"""The machine-readable zone of a travel document: its fields and whether its check digits agree.

Formats and sources: layouts.py. What a camera or a hand got wrong is put right beforehand: repair.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from devices.travel import hanzi
from devices.travel.errors import NotAnMrz
from devices.travel.layouts import EXIT, PERMIT, TD1, TD2, TD3, Check, Layout, Place, layouts_of

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FILLER = "<"
_WEIGHTS = (7, 3, 1)
_CHINA = "CHN"

_KINDS = {
    "CR": "hk_macao_permit",
    "CT": "taiwan_permit",
    "CF": "hk_macao_foreign_permit",
    "CS": "exit_hk_macao",
    "CD": "exit_taiwan",
}


@dataclass(frozen=True)
class Mrz:
    """One zone as it reads. Its repr hides the person.

    kind: "passport", "visa", "card", "hk_macao_permit" (回乡证), "hk_macao_foreign_permit",
    "taiwan_permit" (台胞证), "exit_hk_macao" (往来港澳通行证), "exit_taiwan" (往来台湾通行证).
    birth, expiry: YYMMDD as printed; < for a part nobody knows.
    """

    format: str  # TD1, TD2, TD3, MRVA, MRVB, PERMIT, EXIT
    kind: str
    code: str  # first letters, "P", "PO", "I", "CR"
    lines: tuple[str, ...] = field(repr=False)
    issuer: str = ""  # state, three letters of ICAO 9303-3 (mostly ISO 3166); CHN for China's own formats
    number: str = field(default="", repr=False)
    surname: str = field(default="", repr=False)
    given_names: str = field(default="", repr=False)
    name_cut: bool = False  # the name fills its field to the end: more may follow
    chinese_name: str = field(default="", repr=False)  # "" when it is not told or not readable
    chinese_name_cut: bool = False  # it fills its field: further characters may be missing
    nationality: str = ""  # "" when the zone does not say
    birth: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)  # "M", "F", "" unspecified
    expiry: str = field(default="", repr=False)
    issue_count: str = ""  # how often a permit was issued anew, two digits
    optional: str = field(default="", repr=False)
    checks: Mapping[str, bool] = field(default_factory=dict)  # number, birth, expiry, ...: does it agree?

    @property
    def valid(self) -> bool:
        """Do all check digits agree?"""
        return all(self.checks.values())

    def birth_on(self, today: date) -> str:
        """YYYYMMDD of the latest such birthday not after `today`; "" when a part is unknown or impossible.

        The zone has no century: somebody over a hundred comes out a hundred years too young.
        """
        return _latest(self.birth, today.year, today)

    def expiry_on(self, today: date) -> str:
        """YYYYMMDD of the last day, at most fifty years ahead; "" when it has none."""
        return _latest(self.expiry, today.year + 50, None)


def check_digit(text: str) -> str:
    """The check digit over characters of the zone. Source: ICAO 9303-3, 4.9. Raises ValueError for others."""
    total = 0
    for place, sign in enumerate(text):
        value = 0 if sign == FILLER else ALPHABET.index(sign)
        total += value * _WEIGHTS[place % 3]
    return str(total % 10)


def parse(lines: Iterable[str]) -> Mrz:
    """The fields of a zone whose lines have their full width. Wrong check digits are told, not refused.

    Raises NotAnMrz.
    """
    told = tuple(lines)
    layout = layout_of(told)
    if layout is None:
        raise NotAnMrz(lines=len(told), widths=[len(line) for line in told])
    raw = {name: cut(told, place) for name, place in layout.places.items()}
    surname, given = _names(raw.get("name", ""))
    code = raw["code"].rstrip(FILLER)
    number, checks = _number_and_checks(layout, told, raw)
    letters = _hanzi_letters(layout, raw)
    return Mrz(
        format=layout.name,
        kind=_kind(layout, code),
        code=code,
        lines=told,
        issuer=_CHINA if layout.name in (PERMIT.name, EXIT.name) else raw["issuer"].rstrip(FILLER),
        number=number,
        surname=surname,
        given_names=given,
        name_cut=bool(raw.get("name")) and not raw["name"].endswith(FILLER),
        chinese_name=hanzi.decode(letters),
        chinese_name_cut=bool(letters) and not letters.endswith(FILLER),
        nationality=raw.get("nationality", "").rstrip(FILLER),
        birth=raw["birth"],
        sex=raw.get("sex", "").strip(FILLER),
        expiry=raw["expiry"],
        issue_count=raw.get("issue", ""),
        optional=" ".join(_words(raw.get(key, "")) for key in ("optional", "optional2")).strip(),
        checks=checks,
    )


def layout_of(lines: tuple[str, ...]) -> Layout | None:
    """The layout these lines have: of several, the one whose check digits agree best; None: no zone."""
    if any(sign not in ALPHABET + FILLER for line in lines for sign in line):
        return None
    return max(layouts_of(lines), key=lambda layout: share(lines, layout), default=None)


def share(lines: tuple[str, ...], layout: Layout) -> float:
    """How many of the check digits agree, 0..1."""
    held = [agrees(lines, name, check) for name, check in layout.checks.items()]
    return sum(held) / len(held)


def cut(lines: tuple[str, ...], place: Place) -> str:
    return lines[place.line][place.start : place.stop]


def agrees(lines: tuple[str, ...], name: str, check: Check) -> bool:
    """Does this check digit agree? An empty optional field may have < in its place."""
    over = "".join(cut(lines, place) for place in check.over)
    digit = cut(lines, check.digit)
    if name == "optional" and digit == FILLER:
        return not over.strip(FILLER)
    return check_digit(over) == digit


def _number_and_checks(
    layout: Layout, lines: tuple[str, ...], raw: Mapping[str, str]
) -> tuple[str, dict[str, bool]]:
    """A number longer than nine characters goes on in the optional data, its check digit last (TD1, TD2)."""
    checks = {name: agrees(lines, name, check) for name, check in layout.checks.items()}
    number = raw["number"].rstrip(FILLER)
    if layout in (TD1, TD2) and cut(lines, layout.checks["number"].digit) == FILLER:
        rest = raw["optional"].partition(FILLER)[0]
        if rest:
            number = raw["number"] + rest[:-1]
            checks["number"] = check_digit(number) == rest[-1]
    return number.replace(FILLER, " ").strip(), checks


def _names(text: str) -> tuple[str, str]:
    surname, _, given = text.partition(FILLER * 2)
    return _words(surname), _words(given)


def _words(text: str) -> str:
    return " ".join(part for part in text.split(FILLER) if part)


def _hanzi_letters(layout: Layout, raw: Mapping[str, str]) -> str:
    """Where the Chinese name stands. In a PRC passport: the first twelve letters of the optional data (the
    meaning of its last two signs is not published).
    """
    if layout is TD3 and raw["issuer"] == _CHINA:
        letters = raw["optional"][:12]
        return letters if hanzi.decode(letters) else ""
    return raw.get("hanzi", "")


def _kind(layout: Layout, code: str) -> str:
    if layout.name in (PERMIT.name, EXIT.name):
        return _KINDS[code]
    if code.startswith("V"):
        return "visa"
    return "passport" if layout is TD3 else "card"


def _latest(yymmdd: str, last_year: int, not_after: date | None) -> str:
    """The latest day of that name in or before `last_year`, and not after a day."""
    if len(yymmdd) != 6 or not yymmdd.isdigit():
        return ""
    century = last_year // 100 * 100
    for year in (century + int(yymmdd[:2]), century - 100 + int(yymmdd[:2])):
        if year > last_year:
            continue
        try:
            day = date(year, int(yymmdd[2:4]), int(yymmdd[4:]))
        except ValueError:
            continue
        if not_after is None or day <= not_after:
            return f"{day:%Y%m%d}"
    return ""
