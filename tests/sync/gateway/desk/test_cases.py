"""Decisions by people: one at a time, on what was shown, never on one's own intake, told to the van."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from forms.days import day_of
from sync.gateway import events, mail
from sync.gateway.decisions import Decision, decide
from sync.gateway.desk import cases, claims, comparisons, dossier, states
from sync.gateway.desk.cases import Shown
from sync.gateway.desk.errors import Closed, NotNow, NotThere, Stale, Unsound
from sync.gateway.desk.staff import Person
from sync.gateway.errors import Problem
from sync.gateway.office import Office, open_office
from sync.parcel import Notice
from tests.sync.gateway.desk.case_office import ANSWERS, CHEN, LI, OFFICER, ZHOU, Cases
from tests.sync.sealed import VAN


@pytest.fixture
def either(stored_office: Office) -> Cases:
    return Cases(stored_office)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Cases]:
    one = open_office(tmp_path / "office", training=True)
    yield Cases(one)
    one.close()


def told(office: Office, kind: str) -> Notice:
    [found] = [one for one in mail.since(office.database, VAN, 0)[0] if one.kind == kind]
    return found


def soon(office: Office) -> date:
    return day_of(office.now()) + timedelta(days=10)


def test_a_record_goes_its_whole_way_and_the_van_hears_each_step(either: Cases) -> None:
    office, id = either.office, either.taken()
    cases.ask(office, either.shown(id), CHEN, "HKB", soon(office))
    cases.settle(office, either.shown(id), ZHOU, "HKB", "came")
    cases.accept(office, either.shown(id), CHEN)
    cases.made(office, either.shown(id), ZHOU)
    cases.hand_over(office, either.shown(id), ZHOU, "courier")
    cases.deliver(office, either.shown(id), ZHOU, "applicant")
    kinds = [one.kind.value for one in mail.since(office.database, VAN, 0)[0]]
    assert kinds == ["received", "material", "material", "accepted", "made", "out_for_delivery", "delivered"]
    assert told(office, "out_for_delivery").data == {"to": "courier"}
    assert (either.row(id)["state"], either.row(id)["revision"]) == ("delivered", 7)
    history = [(one["kind"], one["who"]) for one in dossier.read(office, id).history]
    assert history[0] == ("received", VAN)
    assert history[1:4] == [("asked", "staff:chen"), ("material", "staff:zhou"), ("accepted", "staff:chen")]
    assert [kind for kind, _ in history[4:]] == ["made", "out_for_delivery", "delivered"]
    with office.database.read() as connection:
        assert events.first_break(connection) is None


def test_a_reason_goes_as_code_and_as_sentence_with_where_to_look(desk: Cases) -> None:
    id = desk.taken()
    cases.send_back(desk.office, desk.shown(id), CHEN, ["prints_unclear", "other"], "  左手拇指\n有污渍 ")
    notice = told(desk.office, "returned")
    assert notice.reasons == ("指纹图像不清晰，请重新采集", "左手拇指 有污渍")
    assert notice.fields == ("finger.1", "finger.2")
    assert notice.data == {"codes": "prints_unclear other", "own": "左手拇指 有污渍"}
    logged = dossier.read(desk.office, id).history[-1]
    assert "污渍" not in str(logged)  # what a reviewer writes may name a person: never in the log
    assert logged["facts"]["codes"] == ["prints_unclear", "other"]


@pytest.mark.parametrize(
    ("codes", "own", "fields", "wrong"),
    [
        ([], "", [], "codes"),
        (["no_such_code"], "", [], "codes"),
        (["other"], " ", [], "own"),
        (["entry_wrong"], "x" * 501, [], "own"),
        (["entry_wrong"], "", ["<script>"], "fields"),
    ],
)
def test_a_return_without_a_reason_changes_nothing(
    desk: Cases, codes: list[str], own: str, fields: list[str], wrong: str
) -> None:
    id = desk.taken()
    with pytest.raises(Unsound) as caught:
        cases.send_back(desk.office, desk.shown(id), CHEN, codes, own, fields)
    assert set(caught.value.wrong) == {wrong}
    assert desk.row(id)["state"] == "received"


def test_of_two_reviewers_at_once_one_decides(either: Cases) -> None:
    office, id = either.office, either.taken()
    shown, start = either.shown(id), threading.Barrier(2)
    ends: list[str] = []

    def both(decision: Callable[[], int]) -> None:
        start.wait()
        try:
            decision()
            ends.append("decided")
        except Stale as error:
            ends.append(str(error.values["state"]))

    ways = (
        lambda: cases.accept(office, shown, CHEN),
        lambda: cases.send_back(office, shown, LI, ["entry_wrong"]),
    )
    threads = [threading.Thread(target=both, args=(way,)) for way in ways]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    state = either.row(id)["state"]
    assert sorted(ends) == sorted(["decided", state])
    kinds = [one.kind.value for one in mail.since(office.database, VAN, 0)[0]]
    assert kinds == ["received", state]


def test_a_decision_on_an_old_version_is_refused(desk: Cases) -> None:
    first = desk.letter()
    id = desk.taken(first)
    shown = desk.shown(id)
    newer = desk.letter(version=2, corrects=id, number=first.number)
    second = desk.taken(newer)
    with pytest.raises(Stale) as caught:
        cases.accept(desk.office, shown, CHEN)
    assert caught.value.values == {"state": "corrected"}
    with pytest.raises(NotNow):
        cases.accept(desk.office, desk.shown(id), CHEN)
    cases.accept(desk.office, desk.shown(second), CHEN)


@pytest.mark.parametrize("own", [replace(CHEN, officer=OFFICER), replace(CHEN, officer=" 440103-027 ")])
def test_nobody_judges_what_they_took_in(desk: Cases, own: Person) -> None:
    office, id = desk.office, desk.taken()
    shown = desk.shown(id)
    judging: list[Callable[[], int]] = [
        lambda: cases.accept(office, shown, own),
        lambda: cases.send_back(office, shown, own, ["entry_wrong"]),
        lambda: cases.ask(office, shown, own, "HKB", soon(office)),
    ]
    for judge in judging:
        with pytest.raises(NotNow) as caught:
            judge()
        assert caught.value.values == {"reason": "own_intake"}
    assert desk.row(id)["state"] == "received"


@pytest.mark.parametrize("move", sorted(states.MOVES))
def test_every_move_asks_for_its_role(desk: Cases, move: str) -> None:
    office, id = desk.office, desk.taken()
    stranger = Person("amy", "Amy", frozenset({"admin"}))
    shown = desk.shown(id)
    moves: dict[str, Callable[[], int]] = {
        "accept": lambda: cases.accept(office, shown, stranger),
        "return": lambda: cases.send_back(office, shown, stranger, ["entry_wrong"]),
        "ask": lambda: cases.ask(office, shown, stranger, "HKB", soon(office)),
        "made": lambda: cases.made(office, shown, stranger),
        "hand_over": lambda: cases.hand_over(office, shown, stranger, "courier"),
        "deliver": lambda: cases.deliver(office, shown, stranger, "applicant"),
    }
    with pytest.raises(NotNow) as caught:
        moves[move]()
    assert caught.value.values["reason"] == "role"


def test_a_claim_keeps_others_from_deciding_until_it_ends_or_is_taken_over(desk: Cases) -> None:
    office, id = desk.office, desk.taken()
    claims.claim(office, id, CHEN)
    with pytest.raises(NotNow) as caught:
        cases.accept(office, desk.shown(id), LI)
    assert caught.value.values == {"reason": "claimed", "by": "chen"}
    with pytest.raises(NotNow):
        claims.claim(office, id, LI)
    claims.claim(office, id, LI, over="chen")
    with pytest.raises(NotNow):
        cases.accept(office, desk.shown(id), CHEN)
    later = office.now() + claims.LASTS + timedelta(seconds=1)
    cases.accept(replace(office, now=lambda: later), desk.shown(id), CHEN)


def test_who_lets_go_lets_others_in(desk: Cases) -> None:
    office, id = desk.office, desk.taken()
    claims.claim(office, id, CHEN)
    claims.release(office, id, LI)  # not hers to release
    assert claims.held_by(desk.row(id), office.now()) == "chen"
    claims.release(office, id, CHEN)
    cases.accept(office, desk.shown(id), LI)


def test_what_is_asked_for_keeps_it_from_being_accepted(desk: Cases) -> None:
    office, id = desk.office, desk.taken()
    cases.ask(office, desk.shown(id), CHEN, "HKB", soon(office))
    notice = told(office, "material")
    assert notice.data == {"material": "HKB", "until": soon(office).isoformat(), "asked": 1}
    assert notice.fields == ("material.HKB",)
    cases.ask(office, desk.shown(id), CHEN, "MAR", soon(office))
    with pytest.raises(NotNow) as caught:
        cases.accept(office, desk.shown(id), CHEN)
    assert caught.value.values == {"reason": "material"}
    with pytest.raises(NotNow) as caught:
        cases.ask(office, desk.shown(id), CHEN, "MAR", soon(office))
    assert caught.value.values == {"reason": "asked_already"}
    cases.settle(office, desk.shown(id), CHEN, "HKB", "came")
    assert desk.row(id)["state"] == "asked"
    cases.settle(office, desk.shown(id), CHEN, "MAR", "not_needed")
    assert desk.row(id)["state"] == "received"
    cases.accept(office, desk.shown(id), CHEN)


def test_a_material_nobody_knows_and_a_day_that_is_over_are_not_asked_for(desk: Cases) -> None:
    id = desk.taken()
    for material, days, wrong in (("XYZ", 1, "material"), ("HKB", -1, "until"), ("HKB", 91, "until")):
        until = day_of(desk.office.now()) + timedelta(days=days)
        with pytest.raises(Unsound) as caught:
            cases.ask(desk.office, desk.shown(id), CHEN, material, until)
        assert set(caught.value.wrong) == {wrong}


def test_a_card_goes_to_those_who_may_have_it(desk: Cases) -> None:
    id = desk.taken()
    cases.accept(desk.office, desk.shown(id), CHEN)
    cases.made(desk.office, desk.shown(id), ZHOU)
    with pytest.raises(Unsound):
        cases.hand_over(desk.office, desk.shown(id), ZHOU, "neighbour")
    with pytest.raises(Unsound):
        cases.deliver(desk.office, desk.shown(id), ZHOU, "courier")
    cases.deliver(desk.office, desk.shown(id), ZHOU, "guardian")
    with pytest.raises(NotNow):
        cases.deliver(desk.office, desk.shown(id), ZHOU, "guardian")


def test_nothing_is_taken_back(desk: Cases) -> None:
    id = desk.taken()
    cases.send_back(desk.office, desk.shown(id), CHEN, ["entry_wrong"])
    for again in (cases.accept, cases.made):
        with pytest.raises(NotNow):
            again(desk.office, desk.shown(id), replace(CHEN, roles=frozenset({"reviewer", "station"})))


def test_what_cannot_be_read_here_is_not_judged_here(desk: Cases) -> None:
    for path in desk.office.keys.glob("bureau-*.key"):
        path.unlink()
    id = desk.taken()
    assert (desk.row(id)["queue"], desk.row(id)["opened"]) == ("unopened", False)
    with pytest.raises(Closed):
        cases.accept(desk.office, desk.shown(id), CHEN)
    assert dossier.read(desk.office, id).opened is None


def test_a_comparison_is_looked_at_before_anything_is_accepted(desk: Cases) -> None:
    office, older, newer = desk.office, desk.taken(), desk.taken(van="D028")
    [task] = comparisons.waiting(office)
    assert (task["kind"], task["record"], task["other"]) == ("same-person", newer, older)
    for id in (older, newer):
        with pytest.raises(NotNow) as caught:
            cases.accept(office, desk.shown(id), CHEN)
        assert caught.value.values == {"reason": "comparison"}
    comparisons.close(office, task["id"], task["revision"], "duplicate", CHEN.who)
    with pytest.raises(Stale):
        comparisons.close(office, task["id"], task["revision"], "apart", LI.who)
    assert comparisons.waiting(office) == []
    cases.send_back(office, desk.shown(newer), CHEN, ["already_underway"])
    cases.accept(office, desk.shown(older), CHEN)


def test_a_machine_and_a_person_do_not_both_decide(desk: Cases) -> None:
    office, id = desk.office, desk.taken()
    shown = desk.shown(id)
    decide(office.database, Decision(id, "accept"), "simulated-reviewer", office.now())
    with pytest.raises(Stale):
        cases.accept(office, shown, CHEN)
    with pytest.raises(Problem) as caught:
        decide(office.database, Decision(id, "hand_over"), "api", office.now())
    assert caught.value.kind == "bad-request"


def test_a_record_that_is_not_there(desk: Cases) -> None:
    with pytest.raises(NotThere):
        cases.accept(desk.office, Shown("01KAHJ0Q9RTS8ZB3N4V5W6X7Y8", 1), CHEN)


def test_a_correction_is_linked_and_told_apart(desk: Cases) -> None:
    first = desk.letter()
    id = desk.taken(first)
    cases.send_back(desk.office, desk.shown(id), CHEN, ["name_differs"])
    answers = {**ANSWERS, "name": "陈嘉仪"}
    newer = desk.letter(answers, version=2, corrects=id, number=first.number)
    second = desk.taken(newer, picture=b"another picture", more={"old.jpg": b"picture"})
    found = dossier.read(desk.office, second)
    assert [(one["id"], one["state"]) for one in found.versions] == [(id, "corrected"), (second, "received")]
    assert found.opened is not None
    assert found.earlier is not None
    changed = dossier.differences(found.earlier.application, found.opened.application)
    assert [(one.name, one.before, one.after) for one in changed] == [("name", "陈嘉怡", "陈嘉仪")]
    assert comparisons.waiting(desk.office) == []  # versions of one receipt are one matter


def test_a_record_may_not_name_another_vans_as_its_predecessor(desk: Cases) -> None:
    foreign = desk.taken(van="D028")
    id = desk.taken(desk.letter({**ANSWERS, "id_number": ""}, version=2, corrects=foreign))
    assert dossier.read(desk.office, id).earlier is None
    assert desk.row(foreign)["state"] == "received"
