"""`python -m sync.gateway units|numbers`: stations, their vans and settings; what became of their numbers."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from forms.unit import BadUnit, read
from sync.gateway.desk import number_use, numbers, unit_settings, units
from sync.gateway.errors import Problem
from sync.gateway.office import Office

Out = Callable[[object], None]
WHO = "command-line"


def units_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("word", choices=sorted(WORDS))
    parser.add_argument("--van", help="join, leave: which")
    parser.add_argument("--unit", metavar="CODE", help="join, put, show: county and station, 9 digits")
    parser.add_argument("file", nargs="?", type=Path, help="put: JSON by forms/unit/fields.toml")


def units_run(office: Office, asked: Namespace, out: Out) -> int:
    """Exit code. Raises Problem."""
    return WORDS[asked.word](office, asked, out)


def numbers_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--unit", metavar="CODE")
    parser.add_argument("--day", type=date.fromisoformat, metavar="DAY")
    parser.add_argument("--refill", action="store_true", help="give blocks to whoever has few numbers left")


def numbers_run(office: Office, asked: Namespace, out: Out) -> int:
    """One line per unit, day and van. It is done by a running gateway, too, every ten minutes."""
    if asked.refill:
        out({"blocks_given": numbers.refill(office)})
        return 0
    for row in number_use.days(office, asked.unit, asked.day):
        out(row)
    return 0


def _join(office: Office, asked: Namespace, out: Out) -> int:
    van, code = _needed(asked, "van"), _needed(asked, "unit")
    out({"van": van, "unit": code, "fresh": units.join(office, van, code, WHO)})
    return 0


def _leave(office: Office, asked: Namespace, out: Out) -> int:
    van = _needed(asked, "van")
    left = units.leave(office, van, WHO)
    out({"van": van, "left": left})
    return 0 if left else 1


def _put(office: Office, asked: Namespace, out: Out) -> int:
    """One line per mistake (field, code), exit 1; or the unit as it stands now."""
    try:
        said = json.loads(Path(_needed(asked, "file")).read_bytes())
    except (OSError, ValueError, RecursionError):
        raise Problem("bad-request", reason="file") from None
    try:
        settings = read(said)
    except BadUnit as error:
        for mistake in error.mistakes:
            out(vars(mistake))
        return 1
    unit = unit_settings.put(office, _needed(asked, "unit"), settings, WHO)
    _tell(unit, out)
    return 0


def _show(office: Office, asked: Namespace, out: Out) -> int:
    _tell(unit_settings.get(office, _needed(asked, "unit")), out)
    return 0


def _tell(unit: unit_settings.Unit, out: Out) -> None:
    out({**vars(unit), "settings": unit.settings.said()})


def _list(office: Office, _asked: Namespace, out: Out) -> int:
    for unit in unit_settings.listed(office):
        out({"unit": unit.code, "name": unit.settings.name, "revision": unit.revision, "vans": unit.vans})
    return 0


def _needed(asked: Namespace, name: str) -> str:
    """Raises Problem: that word needs it."""
    value: str | None = getattr(asked, name)
    if value is None:
        raise Problem("bad-request", reason="needs", what=name)
    return value


WORDS: Mapping[str, Callable[[Office, Namespace, Out], int]] = {
    "join": _join,
    "leave": _leave,
    "list": _list,
    "put": _put,
    "show": _show,
}
