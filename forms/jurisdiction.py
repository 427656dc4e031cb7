"""Which county an address of a household register belongs to: the six digits of its division (GB/T 2260)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from forms import codes
from forms.data import read_toml
from forms.once import once


def county_of(address: str) -> str:
    """The code of the county, district or undivided city an address begins with; "": none in full.

    An address that leaves out this office's province is read as if it stood there.
    """
    known = _counties()
    for text in (address, _home() + address):
        for end in range(min(len(text), _longest()), 0, -1):
            if code := known.get(text[:end]):
                return code
    return ""


@once
def _counties() -> Mapping[str, str]:
    """Full path -> code, of every county and district there is today, and of cities that have none."""
    current = [code for code, place in codes.divisions().items() if place.is_current]
    divided = {code[:4] for code in current if not code.endswith("00")}
    return {codes.division_path(code): code for code in current if _is_lowest(code, divided)}


def _is_lowest(code: str, divided: Collection[str]) -> bool:
    return not code.endswith("00") or (not code.endswith("0000") and code[:4] not in divided)


@cache
def _longest() -> int:
    return max(map(len, _counties()))


@cache
def _home() -> str:
    return codes.division_path(read_toml("laws/home.toml")["province"])
