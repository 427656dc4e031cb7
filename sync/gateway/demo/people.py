"""Invented residents with valid numbers, and complete answers for what they come for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from forms.days import add_years, write_day
from forms.definition import load
from forms.idnumber import check_digit
from forms.matter import matter
from forms.spec import complete

WAYS_HOME = (("station", 52), ("courier", 24), ("home", 14), ("van", 10))


@cache
def material() -> Mapping[str, Any]:
    """demo.toml."""
    return tomllib.loads(Path(__file__).with_name("demo.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Person:
    """key: number of this person, from 0 on; it picks face and prints."""

    key: int
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    address: str = field(repr=False)
    phone: str = field(repr=False)

    @property
    def born(self) -> date:
        return date(int(self.id_number[6:10]), int(self.id_number[10:12]), int(self.id_number[12:14]))


class Residents:
    """Draws people; nobody twice."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._seen: set[str] = set()

    def draw(self, area: str, born: date) -> Person:
        """Of this area; born on that day."""
        random, said = self._random, material()
        while True:
            first17 = f"{area}{write_day(born)}{random.randrange(1, 1000):03}"
            number = first17 + check_digit(first17)
            if number not in self._seen:
                self._seen.add(number)
                break
            born -= timedelta(days=1)
        where = f"{_city(area)}{random.choice(said['streets'])}{random.randrange(1, 400)}号"
        phone = f"1380013{len(self._seen) % 10000:04}"
        name = random.choice(said["surnames"]) + random.choice(said["given"])
        return Person(len(self._seen) - 1, name, number, where + f"{random.randrange(101, 1500)}房", phone)

    def born(self, matter_id: str, today: date) -> date:
        """A birthday that suits the matter: a first card soon after sixteen, the others grown-up."""
        if matter_id == "first":
            return add_years(today, -16) - timedelta(days=self._random.randrange(3, 80))
        old = self._random.random() < 0.3
        years = self._random.randrange(66, 92) if old else self._random.randrange(28, 64)
        return add_years(today, -years) - timedelta(days=self._random.randrange(364))


def _city(area: str) -> str:
    counties = {"440103": "荔湾区", "440104": "越秀区", "440111": "白云区"}
    return f"广东省广州市{counties.get(area, '')}"


def answers(person: Person, matter_id: str, today: date, random: Random) -> dict[str, str]:
    """All the form asks for, as the van would seal it."""
    ends = today + timedelta(days=random.randrange(-300, 80))
    came = {
        "name": person.name,
        "id_number": person.id_number,
        "ethnic": "01",
        "address": person.address,
        "phone": person.phone,
        "contact_relation": "self",
        "collect_way": pick(WAYS_HOME, random),
        "pay_way": "later",
    }
    if matter_id != "first":
        began = write_day(add_years(ends, -20))
        came |= {"issuer": "广州市公安局", "valid_to": write_day(ends), "valid_from": began}
    if matter_id == "renewal_damage":
        came["damage_kind"] = random.choice(("chip", "face", "broken"))
    if matter_id == "change":
        came["changed_items"] = "21"
    if matter_id == "loss":
        came |= {"loss_date": write_day(today - timedelta(days=random.randrange(1, 60)))}
        for name in ("issuer", "valid_from", "valid_to"):
            came.pop(name)
    if came["collect_way"] in ("courier", "home"):
        came["courier_address"] = person.address
    return complete(load(matter(matter_id).definition), came, today)


def pick(table: Any, random: Random) -> str:
    """One of (name, weight) pairs, or of a table name -> weight."""
    rows = list(table.items()) if isinstance(table, Mapping) else list(table)
    return str(random.choices([row[0] for row in rows], [row[1] for row in rows])[0])
