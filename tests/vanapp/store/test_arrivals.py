"""Work from the office: applied once with its cursor; what the officer began is never taken away."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from sync.parcel import NoticeKind
from tests.vanapp.bed import ID_NUMBER, NAME, Van
from tests.vanapp.work import DAY, VISIT, Dispatch
from vanapp.arrivals import Arrivals
from vanapp.store.trips import Visit
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.office_news import office_news
from vanapp.usecases.receive import receive
from vanapp.usecases.today import today
from vanapp.usecases.void import void

SECOND = {**VISIT, "id": "v2", "at": "10:00", "name": "黄伟"}


@pytest.fixture
def office() -> Dispatch:
    return Dispatch()


def arrivals(van: Van) -> Arrivals:
    return Arrivals(van.store, van.services.papers.open, van.clock)


def hear(van: Van, *notices: object) -> int:
    van.gateway.notices.extend(notices)  # type: ignore[arg-type]
    return receive(van.services).applied


def visits(van: Van) -> list[Visit]:
    return list(today(van.services).visits)


def test_a_trip_stands_on_the_days_list_with_all_that_was_told(van: Van, office: Dispatch) -> None:
    assert hear(van, office.tell("trip", "t1", [SECOND, VISIT])) == 1
    first, second = visits(van)
    assert (first.title, first.age, first.address) == ("刘秀兰", 78, "广州市越秀区北京路1号")
    assert (first.contact, first.contact_relation, first.phone) == ("王女士", "女儿", "13800138000")
    assert (first.care, first.matter, second.title) == ("卧床，听力弱", "renewal_damage", "黄伟")
    assert "王女士" not in repr(first)
    assert van.store.inbox.cursor() == 1
    assert [entry.what for entry in van.store.audit.about("t1")] == ["trip"]


def test_bookings_are_stops_of_the_day(van: Van, office: Dispatch) -> None:
    booked = {"id": "b1", "at": "09:45", "name": NAME, "id_number": ID_NUMBER, "place": "东山口"}
    hear(van, office.tell("trip", "t1", [VISIT, SECOND]), office.tell("booking", "t1", [booked]))
    assert [(v.at, v.kind, v.note) for v in visits(van)][1] == ("09:45", "booking", "东山口")
    assert visits(van)[1].age == 38


def test_what_the_office_has_anew_is_asked_for(van: Van, office: Dispatch) -> None:
    asked: list[str] = []
    asks = {NoticeKind.PACK: lambda: asked.append("pack"), NoticeKind.BUREAU: lambda: asked.append("bureau")}
    heard = Arrivals(van.store, van.services.papers.open, van.clock, asks)
    for kind in ("pack", "bureau", "revoked"):
        assert not heard.apply(office.bare(kind))
    assert asked == ["pack", "bureau"]
    assert heard.cursor() == 3


def test_a_change_before_it_was_begun_is_simply_so(van: Van, office: Dispatch) -> None:
    hear(van, office.tell("trip", "t1", [VISIT, SECOND]))
    hear(van, office.tell("trip", "t1", [{**VISIT, "at": "11:00"}]))
    dropped, moved = visits(van)
    assert (moved.at, moved.dropped, moved.news) == ("11:00", 0, "")
    assert (dropped.title, dropped.dropped, dropped.news) == ("黄伟", 1, "")
    assert office_news(van.services) == ()
    hear(van, office.tell("trip", "t1", [VISIT, SECOND]))
    assert [(v.at, v.dropped) for v in visits(van)] == [("09:30", 0), ("10:00", 0)]


def test_a_change_after_it_was_begun_loses_nothing_and_is_told_once(van: Van, office: Dispatch) -> None:
    hear(van, office.tell("trip", "t1", [VISIT]))
    begun = begin_application(van.services, way="visit", visit=visits(van)[0].id)
    answer(van.services, begun.id, "name", "刘秀兰")
    before = van.store.applications.get(begun.id)
    hear(van, office.tell("trip", "t1", [{**VISIT, "at": "15:00"}]))
    [visit] = visits(van)
    assert (visit.at, visit.state, visit.application, visit.news) == ("15:00", "open", begun.id, "changed")
    assert van.store.applications.get(begun.id) == before
    assert [(n.code, n.name) for n in office_news(van.services)] == [("usecases.visit_changed", "刘秀兰")]
    assert office_news(van.services) == ()


def test_a_trip_put_off_to_another_day_is_told_to_who_has_begun(van: Van, office: Dispatch) -> None:
    hear(van, office.tell("trip", "t1", [VISIT, SECOND]))
    begun = begin_application(van.services, way="visit", visit=visits(van)[0].id)
    assert hear(van, office.tell("trip", "t1", [VISIT, SECOND], day=DAY + timedelta(days=1))) == 1
    assert visits(van) == []
    assert [draft.id for draft in today(van.services).drafts] == [begun.id]
    assert [(n.code, n.name) for n in office_news(van.services)] == [("usecases.visit_changed", "刘秀兰")]


def test_a_weeks_old_trip_names_nobody_any_more(van: Van, office: Dispatch) -> None:
    hear(van, office.tell("trip", "t1", [VISIT, SECOND]))
    begun = begin_application(van.services, way="visit", visit=visits(van)[0].id)
    van.clock.pass_s(7 * 86_400)
    assert arrivals(van).let_go() == 0
    van.clock.pass_s(86_400)
    assert arrivals(van).let_go() == 2
    [kept] = van.store.trips.on(DAY)
    assert (kept.application, kept.title, kept.phone, kept.care, kept.age) == (begun.id, "", "", "", None)
    assert arrivals(van).let_go() == 0


@pytest.mark.parametrize("how", ["door left out", "trip withdrawn"])
def test_a_door_called_off_after_it_was_begun_stays_open(van: Van, office: Dispatch, how: str) -> None:
    hear(van, office.tell("trip", "t1", [VISIT, SECOND]))
    begun = begin_application(van.services, way="visit", visit=visits(van)[0].id)
    off = office.withdraw("trip", "t1") if how == "trip withdrawn" else office.tell("trip", "t1", [SECOND])
    assert hear(van, off) == 1
    visit = visits(van)[0]
    assert (visit.state, visit.application, visit.dropped, visit.news) == ("open", begun.id, 1, "dropped")
    assert [n.code for n in office_news(van.services)] == ["usecases.visit_dropped"]
    assert begin_application(van.services, way="visit", visit=visit.id).id == begun.id
    void(van.services, begun.id)
    assert (visits(van)[0].state, visits(van)[0].dropped, visits(van)[0].news) == ("planned", 1, "")


def test_a_door_that_is_done_stays_as_it_was(van: Van, office: Dispatch) -> None:
    hear(van, office.tell("trip", "t1", [VISIT]))
    begun = begin_application(van.services, way="visit", visit=visits(van)[0].id)
    van.store.trips.done(begun.id)
    assert hear(van, office.withdraw("trip", "t1")) == 0
    assert (visits(van)[0].state, visits(van)[0].dropped) == ("done", 0)
    assert office_news(van.services) == ()


def test_the_same_revision_or_an_older_one_changes_nothing(van: Van, office: Dispatch) -> None:
    hear(van, office.tell("trip", "t1", [VISIT], revision=2))
    assert hear(van, office.tell("trip", "t1", [SECOND], revision=2)) == 0
    assert hear(van, office.tell("trip", "t1", [SECOND], revision=1)) == 0
    assert [v.title for v in visits(van)] == ["刘秀兰"]
    assert van.store.inbox.cursor() == 3


def test_a_notice_heard_twice_is_heard_once(van: Van, office: Dispatch) -> None:
    notice = office.tell("trip", "t1", [VISIT])
    assert arrivals(van).apply(notice)
    before = van.store.audit.verify()
    assert not arrivals(van).apply(notice)
    assert van.store.audit.verify() == before


def test_a_cursor_not_above_ours_changes_nothing_whatever_it_says(van: Van, office: Dispatch) -> None:
    earlier, later = office.tell("trip", "t1", [VISIT]), office.tell("trip", "t2", [SECOND])
    assert arrivals(van).apply(later)
    assert not arrivals(van).apply(earlier)
    assert [v.title for v in visits(van)] == ["黄伟"]


def test_a_restored_office_is_heard_again_whatever_its_revisions(van: Van, office: Dispatch) -> None:
    hear(van, office.tell("trip", "t1", [VISIT], revision=5))
    begun = begin_application(van.services, way="visit", visit=visits(van)[0].id)
    van.store.inbox.restart()
    van.gateway.notices.clear()
    hear(van, Dispatch().tell("trip", "t1", [{**VISIT, "at": "16:00"}], revision=1))
    assert (visits(van)[0].at, visits(van)[0].application) == ("16:00", begun.id)


def test_what_cannot_be_read_is_kept_and_the_feed_goes_on(van: Van, office: Dispatch) -> None:
    good = {"id": "t9", "day": "2026-11-20", "revision": 1}
    hear(
        van,
        office.bare("trip", b"not sealed to us", **good),
        office.bare("trip", office.tell("roster", "x", []).sealed, **good),
        office.bare("trip", office.tell("trip", "x", [{"name": "无时间"}]).sealed, **good),
        office.bare("trip", b"", id="t9"),
        office.tell("trip", "t1", [VISIT]),
    )
    assert [v.title for v in visits(van)] == ["刘秀兰"]
    kept = van.database.rows("SELECT sealed FROM notices WHERE sealed IS NOT NULL ORDER BY cursor")
    assert bytes(kept[0]["sealed"]) == b"not sealed to us"
    assert len(van.store.audit.about("trip")) == 4


def test_a_notice_whose_words_are_told_later_is_passed_over(van: Van, office: Dispatch) -> None:
    assert hear(van, office.bare("trip", id="t1", day="2026-11-20", revision=1)) == 0
    assert hear(van, office.tell("trip", "t1", [VISIT], revision=2)) == 1
    assert van.store.audit.about("trip") == []


def test_lists_hold_people_and_who_was_begun_stays(van: Van, office: Dispatch) -> None:
    pupils = [{"name": f"学生{n}", "id_number": f"44010420110101{n:03d}X", "class": "初一"} for n in range(3)]
    hear(van, office.tell("roster", "s1", pupils, day=DAY + timedelta(days=3)))
    [head] = van.store.lists.heads(DAY)
    assert (head.kind, head.title, head.people, head.begun) == ("roster", "越秀流动车", 3, 0)
    person = van.store.lists.people("roster", "s1", "学生1")[0]
    assert person.said == {"class": "初一"}
    begun = begin_application(van.services, way="campus")
    van.store.lists.begun(person, begun.id)
    hear(van, office.tell("roster", "s1", [{**pupils[0], "class": "初二"}], day=DAY + timedelta(days=3)))
    assert [(p.name, p.said.get("class")) for p in van.store.lists.people("roster", "s1")] == [
        ("学生0", "初二"),
        ("学生1", "初一"),
    ]
    void(van.services, begun.id)
    assert van.store.lists.get("roster", "s1", person.id_number).application is None  # type: ignore[union-attr]
    hear(van, office.withdraw("roster", "s1"))
    assert van.store.lists.heads(DAY) == ()


def test_a_search_sign_is_no_wildcard(van: Van, office: Dispatch) -> None:
    hear(van, office.tell("roster", "s1", [{"name": "学生", "id_number": ID_NUMBER}]))
    assert len(van.store.lists.people("roster", "s1", "学")) == 1
    for sign in ("%", "_", "\\"):
        assert van.store.lists.people("roster", "s1", sign) == ()


def test_what_was_for_a_day_is_let_go_after_it(van: Van, office: Dispatch) -> None:
    row = {"for": "v1", "id_number": ID_NUMBER, "photo": base64.b64encode(b"\xff\xd8\xff").decode()}
    hear(
        van,
        office.tell("earlier", "e1", [row]),
        office.tell("draft", "d1", [{"for": "v1", "matter": "loss", "answers.name": NAME}]),
        office.tell("outreach", "o1", [{"name": NAME, "id_number": ID_NUMBER}]),
        office.tell("earlier", "late", [row], day=DAY - timedelta(days=1)),
    )
    tables = ("earlier", "prefills", "listed")

    def held() -> list[int]:
        return [van.database.row(f"SELECT count(*) FROM {table}")[0] for table in tables]  # type: ignore[index]

    assert held() == [1, 1, 1]
    assert arrivals(van).let_go() == 0
    van.clock.pass_s(86_400)
    assert arrivals(van).let_go() == 3
    assert held() == [0, 0, 0]


def test_an_earlier_photo_stays_sealed_on_the_disk(van: Van, office: Dispatch) -> None:
    photo = b"\xff\xd8\xff" + b"face" * 50
    row = {"for": "v1", "id_number": ID_NUMBER, "photo": base64.b64encode(photo).decode()}
    notice = office.tell("earlier", "e1", [row])
    hear(van, notice)
    [sealed] = van.store.earlier.find(DAY, "v1", "")
    assert sealed == notice.sealed
    assert row["photo"].encode() not in sealed
    hear(van, office.withdraw("earlier", "e1"))
    assert van.store.earlier.find(DAY, "v1", "") == ()


@pytest.mark.parametrize("kind", ["trip", "booking", "roster", "outreach", "draft", "earlier"])
def test_every_kind_of_work_is_taken_and_a_withdrawal_of_the_unknown_is_nothing(
    van: Van, office: Dispatch, kind: str
) -> None:
    assert hear(van, office.withdraw(kind, "never")) in (0, 1)
    assert van.store.inbox.cursor() == 1
