"""The resident's rating at the service: in the record, once, and a bad one overtakes."""

from __future__ import annotations

import pytest

from forms import ratings
from forms.status import Status
from sync.gateway.desk.ratings import rated_at_service
from sync.parcel import Notice, NoticeKind
from tests.vanapp.bed import START, Van, ready
from vanapp.usecases.correct import correct
from vanapp.usecases.errors import UnknownRating
from vanapp.usecases.rate_service import rate_service
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send


@pytest.mark.parametrize(("level", "urgent"), [("5", False), ("3", False), ("2", True), ("1", True)])
def test_it_travels_in_the_record_and_a_bad_one_overtakes(van: Van, level: str, urgent: bool) -> None:
    application = ready(van)
    rate_service(van.services, application.id, level)
    sealed = seal(van.services, application.id).application
    assert rated_at_service(sealed.answers) == (int(level), "")
    assert sealed.urgent is urgent
    (due,) = van.store.outbox.due(van.clock.now())
    assert due.urgent is urgent


def test_nobody_need_give_one_and_it_can_be_taken_back(van: Van) -> None:
    application = ready(van)
    rate_service(van.services, application.id, "1")
    rate_service(van.services, application.id, "")
    sealed = seal(van.services, application.id).application
    assert rated_at_service(sealed.answers) is None
    assert not sealed.urgent


def test_a_level_there_is_not_is_refused_and_changes_nothing(van: Van) -> None:
    application = ready(van)
    rate_service(van.services, application.id, "4")
    with pytest.raises(UnknownRating):
        rate_service(van.services, application.id, "6")
    assert van.store.applications.get(application.id).answers[ratings.ANSWER] == "4"


def test_rating_leaves_the_signature_good_and_a_correction_is_not_rated_again(van: Van) -> None:
    application = ready(van)
    rate_service(van.services, application.id, "2")
    record = seal(van.services, application.id).parcel_id  # refused, were the signature stale
    send(van.services)
    cursor = van.store.inbox.cursor() + 1
    van.store.inbox.apply(Notice(cursor, NoticeKind.RETURNED, record, START, reasons=("重拍",)))
    assert van.store.applications.get(record).status is Status.RETURNED
    assert ratings.ANSWER not in correct(van.services, record).answers


def test_the_levels_are_five_and_the_worst_two_are_complaints() -> None:
    assert [one.code for one in ratings.levels()] == ["5", "4", "3", "2", "1"]
    assert ratings.bad() == {"1", "2"}
