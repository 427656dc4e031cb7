"""Rosters and outreach lists: who is to be done, begun without typing, and never begun twice."""

from __future__ import annotations

import pytest

from forms.status import Step
from tests.vanapp.bed import ID_NUMBER, NAME, START, Van
from tests.vanapp.work import Dispatch
from vanapp.store.errors import Unknown
from vanapp.usecases.begin_listed import begin_listed
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.people_lists import people_lists
from vanapp.usecases.prefilled import UNCONFIRMED
from vanapp.usecases.receive import receive
from vanapp.usecases.void import void

PUPIL = {"name": NAME, "id_number": ID_NUMBER, "class": "初一(2)班", "phone": "13800138000"}
OLD = {
    "name": "陈国强",
    "id_number": "44010419430101001X",
    "address": "越秀区小北路21号",
    "matter": "renewal_expiry",
}


@pytest.fixture
def lists(van: Van) -> Van:
    office = Dispatch()
    van.gateway.notices = [office.tell("roster", "s1", [PUPIL]), office.tell("outreach", "o1", [OLD])]
    receive(van.services)
    return van


def test_the_lists_of_the_day_and_the_people_of_the_one_in_front(lists: Van) -> None:
    page = people_lists(lists.services)
    heads = [(head.kind, head.people, head.begun) for head in page.heads]
    assert heads == [("outreach", 1, 0), ("roster", 1, 0)]
    assert (page.chosen, [p.name for p in page.people]) == ("outreach/o1", ["陈国强"])
    assert [p.name for p in people_lists(lists.services, "roster/s1").people] == [NAME]
    assert people_lists(lists.services, "gone/x").chosen == "outreach/o1"
    assert people_lists(lists.services, "roster/s1", "无此人").people == ()
    assert NAME not in repr(people_lists(lists.services, "roster/s1"))


def test_somebody_of_a_list_begins_with_what_it_says(lists: Van) -> None:
    [person] = people_lists(lists.services, "roster/s1").people
    begun = begin_listed(lists.services, person.id)
    assert (begun.way, begun.answers["name"], begun.answers["id_number"]) == ("campus", NAME, ID_NUMBER)
    assert "phone" not in begun.answers
    assert begun.sources["name"] == "draft"
    assert begin_listed(lists.services, person.id).id == begun.id
    assert lists.store.trips.where(lists.services.session.officer) == begun.id
    old = begin_listed(lists.services, people_lists(lists.services).people[0].id)
    assert (old.way, old.matter, old.answers["address"]) == ("visit", "renewal_expiry", "越秀区小北路21号")
    doubts = {m.field for m in make_checklist(lists.services, old.id).mistakes if m.code == UNCONFIRMED}
    assert doubts == {"name", "id_number", "address"}


def test_a_draft_for_the_number_comes_along(lists: Van) -> None:
    row = {"for": ID_NUMBER, "matter": "loss", "answers.phone": "13900139000", "answers.name": "草稿"}
    office = Dispatch()
    told = [office.tell("draft", "d1", [row]) for _ in range(3)]
    lists.gateway.notices = told[2:]
    receive(lists.services)
    begun = begin_listed(lists.services, people_lists(lists.services, "roster/s1").people[0].id)
    assert (begun.matter, begun.answers["phone"], begun.answers["name"]) == ("loss", "13900139000", "草稿")


def test_the_list_shows_who_is_begun_and_who_is_done(lists: Van) -> None:
    def states() -> list[str]:
        return [person.status for person in people_lists(lists.services, "roster/s1").people]

    [person] = people_lists(lists.services, "roster/s1").people
    begun = begin_listed(lists.services, person.id)
    assert (states(), people_lists(lists.services).heads[1].begun) == (["draft"], 1)
    void(lists.services, begun.id)
    assert states() == [""]
    again = begin_listed(lists.services, person.id)
    assert again.id != begun.id
    lists.store.applications.move(again.id, Step.SEAL, START)
    assert states() == ["sealed"]


def test_nobody_of_that_name_is_unknown(lists: Van) -> None:
    with pytest.raises(Unknown):
        begin_listed(lists.services, "roster/s1/440104194301010000")
