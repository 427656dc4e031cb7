"""Beginning: a number nobody else has, the matter of the plan, one draft per door."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from forms.status import Status
from tests.vanapp.bed import Van
from vanapp.clock import today
from vanapp.store.errors import Unknown
from vanapp.store.trips import Visit
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.choose_matter import choose_matter
from vanapp.usecases.errors import UnknownMatter
from vanapp.usecases.load_application import load_application
from vanapp.usecases.today import today as today_page
from vanapp.usecases.void import void

VISIT = Visit("t-1", "t", "09:30", "visit", "刘秀兰", 78, "renewal_damage", "讲粤语")


def planned(van: Van) -> None:
    van.store.trips.plan("t", today(van.clock), "越秀流动车", [VISIT])


def test_numbers_count_up_within_a_day_and_start_again_tomorrow(van: Van) -> None:
    first = [begin_application(van.services, way="van").number for _ in range(3)]
    van.clock.at += timedelta(days=1)
    assert first == ["D027-20261120-0001", "D027-20261120-0002", "D027-20261120-0003"]
    assert begin_application(van.services, way="van").number == "D027-20261121-0001"


def test_the_day_of_a_number_is_the_day_in_china(van: Van) -> None:
    van.clock.at = van.clock.at.replace(hour=16, minute=30)  # half past midnight in China
    assert begin_application(van.services, way="van").number == "D027-20261121-0001"


def test_two_threads_never_get_one_number(van: Van) -> None:
    numbers: list[str] = []

    def work() -> None:
        numbers.extend(begin_application(van.services, way="van").number for _ in range(10))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(numbers)) == 30


def test_a_draft_is_whole_when_loaded_again(van: Van) -> None:
    begun = begin_application(van.services, way="visit", matter="loss")
    assert load_application(van.services, begun.id) == begun
    assert (begun.matter, begun.form.split("@")[0], begun.training) == ("loss", "loss", True)
    with pytest.raises(Unknown):
        load_application(van.services, "nowhere")


def test_an_unknown_matter_leaves_no_half_begun_draft(van: Van) -> None:
    with pytest.raises(UnknownMatter):
        begin_application(van.services, way="van", matter="passport")
    assert not today_page(van.services).drafts
    assert begin_application(van.services, way="van").number.endswith("-0001")


def test_a_door_gives_its_draft_again_until_it_is_withdrawn(van: Van) -> None:
    planned(van)
    (visit,) = today_page(van.services).visits
    begun = begin_application(van.services, way="visit", visit=visit.id)
    assert (begun.matter, begun.trip) == ("renewal_damage", visit.trip)
    assert begin_application(van.services, way="visit", visit=visit.id).id == begun.id
    void(van.services, begun.id)
    assert van.store.applications.status(begun.id) is Status.VOID
    assert today_page(van.services).visits[0].state == "planned"
    assert begin_application(van.services, way="visit", visit=visit.id).id != begun.id


def test_planned_again_what_was_done_stays(van: Van) -> None:
    planned(van)
    begin_application(van.services, way="visit", visit=today_page(van.services).visits[0].id)
    planned(van)
    assert [v.state for v in today_page(van.services).visits] == ["open"]
    assert "刘秀兰" not in repr(today_page(van.services))


def test_another_matter_may_be_chosen_and_its_form_follows(van: Van) -> None:
    begun = begin_application(van.services, way="visit", matter="loss")
    chosen = choose_matter(van.services, begun.id, "renewal_expiry", {"household": "other"})
    assert chosen.form.startswith("renewal_expiry@")
    assert chosen.answers["household"] == "other"
