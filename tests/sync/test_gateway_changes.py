"""What comes back: by cursor, to the van it concerns, soon."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from sync import notices, protocol
from sync.errors import Refused, ServerTrouble, SignInNeeded
from sync.gateway import reviewer
from sync.gateway.decisions import Decision, decide
from sync.gateway.people import Speaker, revoke
from sync.parcel import Notice, NoticeKind
from tests.sync.fakes import START
from tests.sync.letters import new_id
from tests.sync.offices import Running, running
from tests.sync.strangers import says, stranger
from tests.sync.test_client import client


def test_receipt_decision_and_card_come_back_in_order(office: Running) -> None:
    one = office.parcel()
    with office.speak() as gateway:
        gateway.deliver(one)
        office.decide(one.id, "accept")
        office.decide(one.id, "made", values={"card": "ready"})
        found, cursor = gateway.changes(0, 0.0)
        assert [(n.kind, n.record) for n in found] == [
            (NoticeKind.RECEIVED, one.id),
            (NoticeKind.ACCEPTED, one.id),
            (NoticeKind.MADE, one.id),
        ]
        assert cursor == found[-1].cursor
        assert found[-1].values == {"card": "ready"}
        assert gateway.changes(cursor, 0.0) == ((), cursor)
        assert gateway.changes(found[0].cursor, 0.0)[0] == found[1:]


def test_a_return_carries_its_reasons_and_places(office: Running) -> None:
    one = office.parcel()
    with office.speak() as gateway:
        gateway.deliver(one)
        answer = office.decide(one.id, "return", reasons=["照片闭眼"], fields=["portrait", "phone"])
        assert answer.status_code == 201
        notice = gateway.changes(1, 0.0)[0][0]
    assert (notice.kind, notice.reasons, notice.fields) == (
        NoticeKind.RETURNED,
        ("照片闭眼",),
        ("portrait", "phone"),
    )


def test_a_van_hears_only_of_its_own(office: Running) -> None:
    with office.speak() as gateway, office.speak("D028") as other:
        gateway.deliver(office.parcel())
        assert other.changes(0, 0.0) == ((), 0)
        mine = office.parcel(van="D028")
        other.deliver(mine)
        assert [n.record for n in other.changes(0, 0.0)[0]] == [mine.id]


def test_more_than_a_page_comes_in_pages(office: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.gateway.mail.MAX_NOTICES", 3)
    with office.speak() as gateway:
        for _ in range(7):
            gateway.deliver(office.parcel())
        sizes, cursor = [], 0
        while (page := gateway.changes(cursor, 0.0))[0]:
            sizes.append(len(page[0]))
            cursor = page[1]
    assert sizes == [3, 3, 1]


@pytest.mark.parametrize("who", ["this process", "another process"])
def test_a_held_question_is_answered_by_the_decision(office: Running, who: str) -> None:
    one = office.parcel()
    with office.speak() as gateway:
        gateway.deliver(one)
        cursor = gateway.changes(0, 0.0)[1]
        got: list[NoticeKind] = []
        asker = threading.Thread(target=lambda: got.extend(n.kind for n in gateway.changes(cursor, 25.0)[0]))
        asker.start()
        time.sleep(0.1)
        assert got == []
        if who == "this process":
            office.decide(one.id, "accept")
        else:  # as the command line does: straight into the database
            decide(office.office.database, Decision(one.id, "accept"), "x", office.office.now())
        asker.join(10)
    assert got == [NoticeKind.ACCEPTED]


def test_a_question_is_not_held_longer_than_asked(office: Running) -> None:
    with office.speak() as gateway:
        assert gateway.changes(0, 0.3) == ((), 0)


def test_an_office_that_ends_lets_held_questions_go(tmp_path: Path) -> None:
    got: list[object] = []
    with running(tmp_path) as office, office.speak() as gateway:
        asker = threading.Thread(target=lambda: got.append(gateway.changes(0, 25.0)))
        asker.start()
        time.sleep(0.2)
    asker.join(5)
    assert got == [((), 0)]


def test_a_cursor_from_the_future_tells_that_the_office_is_an_older_one(office: Running) -> None:
    with office.speak() as gateway, pytest.raises(Refused) as caught:
        gateway.changes(99, 0.0)
    assert caught.value.values["reason"] == "cursor-ahead"


@pytest.mark.parametrize(
    "asked", ["cursor=-1", "cursor=x", "cursor=0&wait=-1", "cursor=0&wait=nan", "cursor=9" * 40]
)
def test_a_question_that_is_none_is_refused(office: Running, asked: str) -> None:
    said = office.van()
    headers = {"Authorization": f"Bearer {said['token']}", protocol.VAN: "D027", protocol.PROTOCOL: "2"}
    answer = office.ask("GET", f"{protocol.CHANGES}?{asked}", headers=headers)
    assert (answer.status_code, answer.json()["title"]) == (400, "bad-request")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b'{"cursor":1}',
        b'{"cursor":-1,"notices":[]}',
        b'{"cursor":true,"notices":[]}',
        b'{"cursor":1,"notices":[1]}',
        b'{"cursor":1,"notices":[{"kind":"made"}]}',
        b'{"cursor":1,"notices":{"a":1}}',
        b"[" * 100_000,
    ],
)
def test_notices_that_make_no_sense_are_an_error_of_the_office(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any ValueError is the contract
        notices.read(body)


def test_cursors_that_do_not_grow_make_no_sense() -> None:
    assert notices.read(notices.write([], 0)) == ((), 0)
    one, two = (Notice(n, NoticeKind.MADE, "r", START) for n in (1, 2))
    for bad, cursor in (([two, two], 2), ([two, one], 2), ([one, two], 1)):
        with pytest.raises(ValueError, match="cursor"):
            notices.read(notices.write(bad, cursor))


def test_kinds_nobody_here_knows_are_passed_over() -> None:
    body = notices.write([], 5).replace(b"[]", b'[{"cursor":5,"kind":"parade"}]')
    assert notices.read(body) == ((), 5)


def test_the_simulated_reviewer_accepts_and_later_the_card_is_made(tmp_path: Path) -> None:
    with running(tmp_path, auto_review_s=0.0) as office, office.speak() as gateway:
        gateway.deliver(office.parcel())
        kinds: list[str] = []
        cursor = 0
        while len(kinds) < 3:
            found, cursor = gateway.changes(cursor, 10.0)
            kinds += [n.kind for n in found]
    assert kinds == ["received", "accepted", "made"]


def test_the_simulated_reviewer_waits_and_leaves_what_a_person_decided(office: Running) -> None:
    one = office.parcel()
    with office.speak() as gateway:
        gateway.deliver(one)
    assert reviewer.decide_what_waited(office.office, 3600) == 0
    office.decide(one.id, "return", reasons=["x"])
    assert reviewer.decide_what_waited(office.office, 0) == 0
    assert office.records()[0]["state"] == "returned"


def test_the_same_decision_twice_is_one(office: Running) -> None:
    one = office.parcel()
    with office.speak() as gateway:
        gateway.deliver(one)
    first, second = (office.decide(one.id, "return", reasons=["a"]) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert office.decide(one.id, "return", reasons=["b"]).status_code == 409


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"decision": "accept", "record": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}, 404),
        ({"decision": "burn"}, 400),
        ({"decision": "return", "reasons": []}, 400),
        ({"decision": "return", "reasons": [1]}, 400),
        ({"decision": "return", "reasons": 7}, 400),
        ({"decision": "accept", "values": {"a": 1}}, 400),
        ({"decision": None}, 400),
        ({"decision": "made"}, 409),
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_moves_nothing(
    office: Running, said: dict[str, object], status: int
) -> None:
    one = office.parcel()
    with office.speak() as gateway:
        gateway.deliver(one)
        answer = office.ask("POST", protocol.OFFICE_DECISIONS, json={"record": one.id, **said})
        assert answer.status_code == status
        assert len(gateway.changes(0, 0.0)[0]) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"nonsense", b"7", b"[" * 50_000, b" " * 70_000])
def test_a_decision_that_is_no_json_is_refused(office: Running, body: bytes) -> None:
    assert office.ask("POST", protocol.OFFICE_DECISIONS, data=body).status_code in (400, 413)


def test_two_reviewers_at_once_make_one_decision(office: Running) -> None:
    one = office.parcel()
    with office.speak() as gateway:
        gateway.deliver(one)
    answers: list[int] = []
    clerks = [
        threading.Thread(
            target=lambda d=d: answers.append(office.decide(one.id, d, reasons=["r"]).status_code)
        )
        for d in ("accept", "return") * 3
    ]
    office.records()
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert sorted(answers) == [200, 200, 201, 409, 409, 409]


def test_trouble_with_the_changes_is_the_office_s_trouble() -> None:
    with stranger(says("500 Internal Server Error")) as url:
        gateway = client(url)
        with pytest.raises(ServerTrouble):
            gateway.changes(0, 0.0)
        gateway.close()


def test_a_revoked_van_is_told_so_and_gets_nothing(office: Running) -> None:
    with office.speak() as gateway:
        gateway.deliver(office.parcel())
        assert revoke(office.office.database, Speaker("van", "D027"), office.office.now())
        for call in (
            gateway.probe,
            lambda: gateway.changes(0, 0.0),
            lambda: gateway.deliver(office.parcel()),
        ):
            with pytest.raises(SignInNeeded) as caught:
                call()
            assert caught.value.values["reason"] == "device-revoked"
    assert len(office.records()) == 1


def test_an_id_nobody_knows_is_not_found(office: Running) -> None:
    assert office.decide(new_id(), "accept").json()["title"] == "not-found"
