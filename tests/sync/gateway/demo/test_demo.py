"""The demonstration is an office like any other: everything true in it, in every state, and nobody exists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from forms.days import day_of
from forms.definition import load
from forms.idnumber import parse
from forms.matter import matter
from forms.spec import mistakes
from sync.gateway import events
from sync.gateway.console.pages.log import KINDS
from sync.gateway.demo import making
from sync.gateway.demo.people import Residents, answers, material
from sync.gateway.desk import dossier, figures, messages, ratings
from sync.gateway.desk.figures import Span
from sync.gateway.errors import CannotStart
from sync.gateway.office import Office, open_office
from sync.gateway.tables import events as events_table

END = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
FEW = 40


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Any]]:
    office = open_office(tmp_path_factory.mktemp("demo") / "office", training=True)
    try:
        yield office, making.make(office, wanted=FEW, until=END)
    finally:
        office.close()


def test_records_stand_in_every_state_but_what_waits_for_chance(made: tuple[Office, Any]) -> None:
    _, told = made
    assert {"delivered", "accepted", "corrected", "received"} <= set(told["records"])
    assert FEW / 2 < sum(told["records"].values()) < FEW * 2
    assert told["bookings"] > 10
    assert told["ratings"] > 3
    assert told["lists"] == 2


def test_its_log_holds_and_its_records_open(made: tuple[Office, Any]) -> None:
    office, _ = made
    with office.database.read() as connection:
        assert events.first_break(connection) is None
        assert set(connection.execute(select(events_table.c.kind)).scalars()) <= set(KINDS)  # it has words
    for row in office.ledger.listed(limit=5):
        opened = dossier.read(office, row["id"]).opened
        assert opened is not None
        assert len(opened.files) == 4
        assert opened.application.training


def test_figures_tell_something_of_each_van(made: tuple[Office, Any]) -> None:
    office, _ = made
    today = day_of(END)
    month = Span(date.fromordinal(today.toordinal() - 29), today)
    vans = figures.by_van(office, month)
    assert [row.key for row in vans] == ["D027", "D031", "D044"]
    assert all(row.planned and row.arrived for row in vans)
    assert figures.reasons(office, month)
    assert figures.opinions(office, month).said == made[1]["ratings"]
    assert {row.key for row in figures.took(office, month, "made_s", "van")} == {"D027", "D031", "D044"}


def test_nothing_happened_after_the_last_day(made: tuple[Office, Any]) -> None:
    office, _ = made
    late = [row for row in office.ledger.listed(limit=1000) if row["changed_at"] > "2026-11-28T09:00:00.000Z"]
    assert late == []
    assert sum(messages.counts(office).values()) > 5


def test_it_goes_into_an_empty_training_office_only(made: tuple[Office, Any], tmp_path: Path) -> None:
    with pytest.raises(CannotStart) as told:
        making.make(made[0])
    assert told.value.values["reason"] == "not-empty"
    real = open_office(tmp_path / "real", training=False)
    with pytest.raises(CannotStart) as told:
        making.make(real)
    assert told.value.values["reason"] == "demo-is-for-training"
    real.close()


@pytest.mark.parametrize("id", sorted(material()["matters"]))
def test_residents_are_valid_and_their_answers_have_no_mistake(id: str) -> None:
    random, today = Random(5), date(2026, 11, 20)
    residents = Residents(random)
    for _ in range(20):
        person = residents.draw("440104", residents.born(id, today))
        assert parse(person.id_number, today).warnings == ()
        said = answers(person, id, today, random)
        found = mistakes(load(matter(id).definition), said, today)
        assert [one for one in found if one.severity != "info"] == []


def test_one_seed_draws_the_same_people() -> None:
    def drawn(seed: int) -> list[str]:
        residents = Residents(Random(seed))
        return [residents.draw("440104", date(1980, 1, 1)).id_number for _ in range(5)]

    assert drawn(1) == drawn(1) != drawn(2)


def test_every_rule_of_the_tasks_is_kept(made: tuple[Office, Any]) -> None:
    office, _ = made
    for task in ratings.tasks(office):
        assert task["level"] in ratings.rules().bad
        assert (task["outcome"] != "") == (task["state"] == "closed")
