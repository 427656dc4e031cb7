"""Residents are told what happened, once; and nothing is called sent that nobody took."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sync.gateway import events
from sync.gateway.desk import following, messages
from sync.gateway.desk.errors import NotNow, NotThere, Stale
from sync.gateway.desk.messages import Order
from sync.gateway.desk.tables import messages as table
from sync.gateway.tables import events as log
from tests.sync.gateway.desk import bureau_systems
from tests.sync.gateway.desk.bureau_systems import Systems
from tests.sync.gateway.desk.offices import PHONE, Desk, desk
from tests.sync.gateway.desk.test_adapters import LOCAL, toml


@pytest.fixture
def systems() -> Iterator[Systems]:
    with bureau_systems.systems() as held:
        yield held


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Desk]:
    """An office with nothing behind it but its folder."""
    (tmp_path / "office").mkdir(mode=0o700)
    with desk(tmp_path / "office", LOCAL) as one:
        yield one


@pytest.fixture
def joined(tmp_path: Path, systems: Systems) -> Iterator[Desk]:
    """An office whose texts go out through a service."""
    (tmp_path / "office").mkdir(mode=0o700)
    with desk(tmp_path / "office", toml(tmp_path / "office", systems)) as one:
        yield one


def told(one: Desk) -> list[dict[str, Any]]:
    """Oldest first."""
    following.follow(one.office)
    return [dict(row) for row in reversed(messages.listed(one.office))]


def order(cause: str = "test:1", **more: Any) -> Order:
    said: dict[str, Any] = {"way": "sms", "template": "made", "about": "", "to": {"phone": PHONE}}
    return Order(cause, **{**said, "values": {"number": "7", "collect": ""}, **more})


def write(one: Desk, what: Order) -> bool:
    with one.office.database.write() as connection:
        return messages.write(connection, one.office, what)


def test_a_return_and_a_made_card_are_told_in_the_residents_words(local: Desk) -> None:
    first, second = local.arrive(), local.arrive()
    local.decide(first, "return")
    local.decide(second, "accept", "made")
    back, made = told(local)
    assert [back["template"], made["template"]] == ["returned", "made"]
    content = messages.content(local.office, back)
    assert content is not None
    assert content.phone == PHONE
    assert content.text == (
        f"【虚构派出所】您申请的到期换领（受理号{first.number}）还需要补正：请重拍相片 "
        "工作人员会与您联系，您不必另跑一趟。"
    )


def test_what_is_read_twice_is_told_once(local: Desk) -> None:
    letter = local.arrive()
    local.decide(letter, "return")
    assert len(told(local)) == 1
    with local.office.database.write() as connection:
        following._stand(connection, following.EVENTS, "0")
    assert len(told(local)) == 1


def test_old_news_is_told_to_nobody(local: Desk) -> None:
    local.decide(local.arrive(), "return")
    local.pass_(days=8)
    assert told(local) == []


def test_a_card_by_courier_makes_a_courier_order(local: Desk) -> None:
    where = {"collect_way": "courier", "courier_address": "广州市越秀区北京路1号"}
    local.decide(local.arrive(answers=where), "accept", "made")
    box, text = sorted(told(local), key=lambda row: row["way"])
    assert (text["way"], box["way"], box["template"]) == ("sms", "courier", "card")
    messages.send(local.office, local.adapters)
    lies = json.loads((local.office.folder / "adapters" / "courier" / f"{box['id']}.json").read_text())
    assert (lies["name"], lies["address"]) == ("陈测", "广州市越秀区北京路1号")


def test_the_database_names_nobody(local: Desk) -> None:
    local.decide(local.arrive(), "return")
    assert len(told(local)) == 1
    messages.send(local.office, local.adapters)
    local.office.database.close()
    kept = (local.office.folder / "gateway.db").read_bytes()
    kept += (
        (local.office.folder / "gateway.db-wal").read_bytes()
        if (local.office.folder / "gateway.db-wal").exists()
        else b""
    )
    assert PHONE.encode() not in kept
    assert "陈测".encode() not in kept


def test_with_nobody_to_carry_it_nothing_is_called_sent(tmp_path: Path) -> None:
    with desk(tmp_path / "office") as one:
        write(one, order())
        assert messages.send(one.office, one.adapters).waiting == 1
        (row,) = told(one)
        assert (row["state"], row["trouble"], row["adapter"]) == ("written", "not-connected", "")


def test_without_a_telephone_it_has_failed_and_says_why(local: Desk) -> None:
    local.decide(local.arrive(answers={"phone": ""}), "return")
    (row,) = told(local)
    assert (row["state"], row["trouble"], row["due_at"]) == ("failed", "no-phone", None)


def test_taken_is_not_confirmed_until_the_service_says_so(joined: Desk, systems: Systems) -> None:
    joined.decide(joined.arrive(), "return")
    (row,) = told(joined)
    assert row["state"] == "written"
    assert messages.send(joined.office, joined.adapters).handed == 1
    row = dict(messages.find(joined.office, row["id"]))
    assert (row["state"], row["adapter"], row["reference"]) == ("handed", "http-sms", f"R-{row['id']}")
    assert list(systems.taken) == [row["id"]]
    joined.pass_(minutes=1)
    assert messages.send(joined.office, joined.adapters).confirmed == 0
    systems.fates[row["reference"]] = "confirmed"
    joined.pass_(hours=1)
    assert messages.send(joined.office, joined.adapters).confirmed == 1
    assert messages.find(joined.office, row["id"])["state"] == "confirmed"


def test_a_text_that_never_arrived_has_failed(joined: Desk, systems: Systems) -> None:
    write(joined, order())
    messages.send(joined.office, joined.adapters)
    (row,) = told(joined)
    systems.fates[row["reference"]] = "failed"
    joined.pass_(minutes=1)
    messages.send(joined.office, joined.adapters)
    row = dict(messages.find(joined.office, row["id"]))
    assert (row["state"], row["trouble"]) == ("failed", "not-delivered")


def test_a_service_that_is_down_leaves_it_unsent_and_is_asked_ever_later(
    joined: Desk, systems: Systems
) -> None:
    write(joined, order())
    systems.broken = lambda _path: (503, b"", {})
    waits = []
    for _ in range(12):
        done = messages.send(joined.office, joined.adapters)
        assert (done.handed, done.waiting) == (0, 1)
        (row,) = told(joined)
        assert (row["state"], row["trouble"], row["adapter"]) == ("written", "busy", "")
        before = joined.clock[0]
        joined.clock[0] = messages.moment(row["due_at"])
        waits.append((joined.clock[0] - before).total_seconds())
    assert waits[:3] == [30, 60, 120]
    assert max(waits) == waits[-1] == 3600
    systems.broken = lambda _path: None
    assert messages.send(joined.office, joined.adapters).handed == 1


def test_what_cannot_be_sent_for_a_week_has_failed(joined: Desk, systems: Systems) -> None:
    write(joined, order())
    systems.broken = lambda _path: (503, b"", {})
    joined.pass_(days=7, seconds=1)
    assert messages.send(joined.office, joined.adapters).failed == 1
    (row,) = told(joined)
    assert (row["state"], row["due_at"]) == ("failed", None)


def test_its_wish_to_wait_counts(joined: Desk, systems: Systems) -> None:
    write(joined, order())
    systems.broken = lambda _path: (429, b"", {"Retry-After": "600"})
    messages.send(joined.office, joined.adapters)
    (row,) = told(joined)
    assert (messages.moment(row["due_at"]) - joined.clock[0]).total_seconds() == 600


def test_who_dies_between_the_service_and_the_row_sends_no_second_text(
    joined: Desk, systems: Systems
) -> None:
    """The claim runs out, the same id is handed over again, and the service knows it."""
    write(joined, order())
    (row,) = told(joined)
    content = messages.content(joined.office, row)
    assert content is not None
    joined.adapters.sms.hand_over(messages.ShortText(row["id"], content.phone, content.text))
    messages.send(joined.office, joined.adapters)
    assert list(systems.taken) == [row["id"]]


def test_two_that_go_round_at_once_hand_it_over_once(joined: Desk, systems: Systems) -> None:
    write(joined, order())
    seen = []

    def second_round(path: str) -> None:
        if len(seen) < 1:
            seen.append(path)
            assert messages.send(joined.office, joined.adapters).handed == 0

    systems.broken = second_round
    assert messages.send(joined.office, joined.adapters).handed == 1
    assert len(seen) == 1


def test_a_message_read_by_two_is_claimed_by_one(local: Desk) -> None:
    write(local, order())
    (row,) = told(local)
    later = {"due_at": "2026-11-23T02:00:00.000Z"}
    for mine in (True, False):
        with local.office.database.write() as connection:
            assert messages._change(connection, row, later, local.clock[0]) is mine


def test_a_number_the_service_declines_has_failed_and_can_be_tried_again(
    joined: Desk, systems: Systems
) -> None:
    write(joined, order(to={"phone": "unreachable-number"}))
    assert messages.send(joined.office, joined.adapters).failed == 1
    (row,) = told(joined)
    assert (row["state"], row["trouble"]) == ("failed", "bad_number")
    with pytest.raises(Stale):
        messages.again(joined.office, row["id"], row["revision"] - 1, "staff:lin")
    messages.again(joined.office, row["id"], row["revision"], "staff:lin")
    assert messages.find(joined.office, row["id"])["state"] == "written"


def test_told_by_telephone_it_is_not_sent_any_more(joined: Desk, systems: Systems) -> None:
    write(joined, order())
    (row,) = told(joined)
    messages.by_hand(joined.office, row["id"], row["revision"], "staff:lin")
    assert messages.send(joined.office, joined.adapters).handed == 0
    assert not systems.taken
    assert messages.find(joined.office, row["id"])["state"] == "by_hand"
    with pytest.raises(NotNow):
        messages.again(joined.office, row["id"], row["revision"] + 1, "staff:lin")
    with pytest.raises(NotThere):
        messages.by_hand(joined.office, "nobody", 1, "staff:lin")


def test_another_adapter_than_the_one_that_took_it_is_not_asked(joined: Desk, systems: Systems) -> None:
    write(joined, order())
    messages.send(joined.office, joined.adapters)
    joined.pass_(minutes=1)
    (joined.office.folder / "adapters.toml").unlink()
    joined.__post_init__()
    messages.send(joined.office, joined.adapters)
    (row,) = told(joined)
    assert (row["state"], row["trouble"], row["due_at"]) == ("handed", "other-adapter", None)


def test_without_the_bureaus_key_it_waits(local: Desk) -> None:
    write(local, order())
    for key in local.office.folder.glob("bureau-*.key"):
        key.rename(key.with_suffix(".away"))
    assert messages.send(local.office, local.adapters).waiting == 1
    for key in local.office.folder.glob("bureau-*.away"):
        key.rename(key.with_suffix(".key"))
    local.pass_(minutes=3)
    assert messages.send(local.office, local.adapters).handed == 1


def test_every_state_is_in_the_log_without_a_name(joined: Desk, systems: Systems) -> None:
    joined.decide(joined.arrive(), "return")
    (row,) = told(joined)
    messages.send(joined.office, joined.adapters)
    systems.fates[f"R-{row['id']}"] = "confirmed"
    joined.pass_(minutes=1)
    messages.send(joined.office, joined.adapters)
    with joined.office.database.read() as connection:
        kept = connection.execute(select(log.c.facts).where(log.c.kind == "message").order_by(log.c.seq))
        said = [json.loads(facts) for facts in kept.scalars()]
        assert events.first_break(connection) is None
    assert [one["state"] for one in said] == ["written", "handed", "confirmed"]
    assert PHONE not in json.dumps(said)


def test_what_names_a_person_goes_after_a_month(local: Desk) -> None:
    write(local, order(to={"phone": ""}))
    local.pass_(days=31)
    assert messages.let_go(local.office) == 1
    (row,) = told(local)
    assert messages.content(local.office, row) is None
    with pytest.raises(NotNow):
        messages.again(local.office, row["id"], row["revision"], "staff:lin")


def test_every_text_fits_and_names_what_it_is_given() -> None:
    assert {"returned", "made", "out_for_delivery", "rate", "booking_confirmed", "booking_cancelled"} <= set(
        messages.texts()
    )
    for name, words in messages.texts().items():
        assert len(words.zh) < 140, name


def test_a_cause_is_one_message(local: Desk) -> None:
    assert write(local, order()) is True
    assert write(local, order()) is False
    assert write(local, replace(order(), cause="test:2")) is True
    with local.office.database.read() as connection:
        assert len(connection.execute(select(table.c.id)).all()) == 2
