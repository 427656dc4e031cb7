"""Addresses written before: what of one may be offered to the next person, and how it is found again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from forms.data import read_toml
from forms.places import places
from forms.spelling import Step, steps_of, walk


def street(address: str) -> str:
    """An address down to its street, without the house.

    "" when it does not begin with a division, or names nothing below it: whose door it is, is nobody else's.
    """
    begins = places().begins(address)
    found = _street().match(address[len(begins) :]) if begins else None
    return begins + found[0] if found else ""


@cache
def _street() -> re.Pattern[str]:
    ends = read_toml("laws/addresses.toml")["street_ends"]
    return re.compile(f"[^0-9\uff10-\uff19]*[{ends}]")


class Known:
    """A few addresses, newest first. Immutable: any thread may ask. Making it costs a millisecond each."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = tuple(dict.fromkeys(address for address in addresses if address))
        self._steps: tuple[tuple[str, tuple[Step, ...]], ...] = tuple(
            (address, _tails(address)) for address in self.addresses
        )

    def find(self, typed: str) -> tuple[str, ...]:
        """Those that hold what was typed, or that it spells from some sign on; all for nothing typed."""
        asked = "".join(typed.split())
        asked = asked.lower() if asked.isascii() else asked
        return tuple(
            address
            for address, tails in self._steps
            if asked in address or any(len(asked) in walk(asked, 0, tail, {}) for tail in tails)
        )


def _tails(address: str) -> tuple[Step, ...]:
    """The address from each of its signs on. No house number is spelt."""
    texts = [address[place:] for place in range(len(address))]
    steps = steps_of(dict.fromkeys(texts, 1))
    return tuple(steps[text] for text in texts)
