"""`python -m sync.gateway units|numbers`: which van works for which station; what became of its numbers."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from datetime import date

from sync.gateway.desk import number_use, numbers, units
from sync.gateway.errors import Problem
from sync.gateway.office import Office

Out = Callable[[object], None]
WHO = "command-line"


def units_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("word", choices=sorted(WORDS))
    parser.add_argument("--van", help="join, leave: which")
    parser.add_argument("--unit", metavar="CODE", help="join: county and station, 9 digits")


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


def _list(office: Office, _asked: Namespace, out: Out) -> int:
    for van, code in units.vans(office).items():
        out({"van": van, "unit": code})
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
}
