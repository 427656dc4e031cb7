"""Acceptance numbers: each given once for ever, whatever is revoked, restored or asked for at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from forms.days import day_of
from sync import numbers as wire
from sync.gateway import alarms, certificates, epoch, events, letters, mail
from sync.gateway.desk import number_space, number_use, numbers, units
from sync.gateway.desk.tables import unit_vans
from sync.gateway.errors import Problem
from sync.gateway.office import Office, open_office
from sync.gateway.records import Arrival
from sync.numbers import Block, Given, Report, Used
from sync.parcel import NoticeKind
from sync.sealing.seal import open_by_key
from sync.sealing.suites import Holder
from tests.sync.letters import AT, application
from tests.sync.papers import enrolled
from tests.sync.sealed import Press
from tests.sync.test_gateway_program import say

VAN, UNIT = "D027", "440103001"
RULE = number_space.RULE
DAYS = RULE.days_ahead + 1
SEALED_ON = day_of(AT)


@pytest.fixture
def office(stored_office: Office) -> Office:
    return stored_office


@dataclass
class Laptop:
    """What a van makes of its feed: the blocks it can open and that were not ended. Seals, and sends."""

    office: Office
    van: str = VAN
    device: Holder = field(init=False)
    press: Press = field(init=False)

    def __post_init__(self) -> None:
        self.device = enrolled(self.office, self.van)
        self.press = Press(self.office, self.van)

    def blocks(self) -> dict[str, Block]:
        found: dict[str, Block] = {}
        for notice in mail.since(self.office.database, self.van, 0)[0]:
            if notice.kind is not NoticeKind.NUMBERS:
                continue
            if notice.data.get("ended"):
                found.pop(str(notice.data["id"]), None)
            elif notice.sealed:
                block = wire.load(open_by_key(notice.sealed, {"cms": self.device.key}))
                found[block.id] = block
        return found

    def on(self, day: date) -> list[Block]:
        return [block for block in self.blocks().values() if block.day == day]

    def numbers(self) -> list[str]:
        return [block.number(n) for block in self.blocks().values() for n in range(block.size)]

    def send(self, number: str = "", *, receipt: str = "D027-1", corrects: str | None = None) -> str:
        """A record, taken as the gateway takes it; returns its id."""
        letter = replace(application(), number=receipt, acceptance_number=number, corrects=corrects)
        sealed = self.press.letter(letter)
        read = letters.open_sealed(sealed.body, sealed.label, self.van, self.office.opener)
        arrival = Arrival(self.van, sealed.label.sha256, len(sealed.body))
        self.office.ledger.take(read, arrival, self.office.now())
        return sealed.id

    def assigned(self, record: str) -> list[str]:
        """The numbers the office gave this record, as the van hears it."""
        told = [n for n in mail.since(self.office.database, self.van, 0)[0] if n.kind is NoticeKind.NUMBER]
        return [str(notice.data["number"]) for notice in told if notice.record == record]

    def says(self, *told: Used, given: tuple[Given, ...] = ()) -> dict[str, int]:
        return dict(number_use.heard(self.office, self.van, Report(told, given)))


def rung(office: Office) -> list[str]:
    return [row["kind"] for row in alarms.listed(office.database)]


def today(office: Office) -> date:
    return day_of(office.now())


def later(office: Office, days: int) -> Office:
    return replace(office, now=lambda: office.now() + timedelta(days=days))


# --- giving ----------------------------------------------------------------------------------------------


def test_a_van_gets_numbers_for_today_and_the_days_to_come(office: Office) -> None:
    laptop = Laptop(office)
    assert units.join(office, VAN, UNIT, "clerk")
    assert not units.join(office, VAN, UNIT, "clerk")
    days = sorted(block.day for block in laptop.blocks().values())
    assert days == [today(office) + timedelta(days=n) for n in range(DAYS)]
    [first] = laptop.on(today(office))
    assert first.number(0) == f"{UNIT}{today(office):%Y%m%d}00001"
    assert (len(first.number(0)), first.size) == (22, RULE.size)
    assert numbers.refill(office) == 0
    with office.database.read() as connection:
        assert events.first_break(connection) is None


def test_each_new_day_is_given_when_it_comes_near(office: Office) -> None:
    laptop = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    assert numbers.refill(later(office, 1)) == 1
    assert len(laptop.on(today(office) + timedelta(days=DAYS))) == 1


def test_a_van_without_a_certificate_gets_its_numbers_with_it(office: Office) -> None:
    units.join(office, VAN, UNIT, "clerk")
    assert NoticeKind.NUMBERS not in [notice.kind for notice in mail.since(office.database, VAN, 0)[0]]
    laptop = Laptop(office)
    assert numbers.refill(office) == DAYS
    assert len(laptop.blocks()) == DAYS


def test_two_who_refill_at_once_give_each_number_once(office: Office) -> None:
    vans = [Laptop(office, f"D{n:03d}") for n in range(4)]
    units.join(office, "D000", UNIT, "clerk")
    with office.database.write() as connection:
        for laptop in vans[1:]:
            connection.execute(insert(unit_vans).values(van=laptop.van, unit=UNIT))
    threads = [threading.Thread(target=numbers.refill, args=(office,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    given = [number for laptop in vans for number in laptop.numbers()]
    assert len(given) == len(set(given)) == 4 * DAYS * RULE.size


def test_few_left_brings_more_until_a_day_has_had_enough(office: Office) -> None:
    laptop = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    [first] = laptop.on(today(office))
    laptop.says(Used(first, RULE.size - RULE.few))
    assert len(laptop.on(today(office))) == 1
    laptop.says(Used(first, RULE.size - RULE.few + 1))
    assert [block.first for block in laptop.on(today(office))] == [1, RULE.size + 1]
    for _ in range(2 * RULE.most // RULE.size):
        laptop.says(*(Used(block, block.size) for block in laptop.on(today(office))))
    assert sum(block.size for block in laptop.on(today(office))) == RULE.most


def test_a_revoked_vans_numbers_are_never_given_again(office: Office) -> None:
    laptop = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    had = laptop.numbers()
    certificates.revoke(office.database, VAN, office.now())
    assert numbers.refill(office) == 0
    assert laptop.blocks() == {}
    other = Laptop(office, "D028")
    units.join(office, "D028", UNIT, "clerk")
    assert not set(other.numbers()) & set(had)
    states = {(row["van"], row["left"] > 0) for row in number_use.days(office)}
    assert states == {(VAN, False), ("D028", True)}
    with office.database.read() as connection:
        whys = connection.exec_driver_sql("SELECT ended_why FROM number_blocks WHERE van = 'D027'").scalars()
        assert set(whys) == {"revoked"}


def test_a_vans_next_laptop_gets_numbers_of_its_own(office: Office) -> None:
    old = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    had = old.numbers()
    new = Laptop(office)
    assert numbers.refill(office) == DAYS
    assert new.numbers()
    assert not set(new.numbers()) & set(had)


def test_a_van_of_another_unit_leaves_the_rest_behind(office: Office) -> None:
    laptop = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    units.join(office, VAN, "440104002", "clerk")
    assert {block.head[:9] for block in laptop.blocks().values()} == {"440104002"}
    assert units.leave(office, VAN, "clerk")
    assert not units.leave(office, VAN, "clerk")
    assert laptop.blocks() == {}


@pytest.mark.parametrize("code", ["", "44010300", "4401030011", "44010300x", "４４０１０３００１"])
def test_what_is_no_units_code_is_refused(office: Office, code: str) -> None:
    with pytest.raises(Problem) as caught:
        units.join(office, VAN, code, "clerk")
    assert caught.value.values["reason"] == "unit-code"


def test_a_day_without_free_numbers_rings_once_and_gives_none(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(number_space.Rule, "ordinary", property(lambda _rule: RULE.size))
    laptop, other = Laptop(office), Laptop(office, "D028")
    units.join(office, VAN, UNIT, "clerk")
    units.join(office, "D028", UNIT, "clerk")
    numbers.refill(office)
    assert (len(laptop.blocks()), len(other.blocks())) == (DAYS, 0)
    assert rung(office) == ["numbers-exhausted"] * DAYS


# --- a restored office -----------------------------------------------------------------------------------


def test_a_restored_office_gives_no_number_twice(office: Office) -> None:
    """All that was given is forgotten, as in a backup of before; the laptop is still out with its numbers."""
    laptop = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    had = laptop.numbers()
    forget(office)
    epoch.draw(office.database, office.now())
    other = Laptop(office, "D028")
    units.join(office, "D028", UNIT, "clerk")
    assert other.numbers()
    assert not set(other.numbers()) & set(had)
    far = later(office, 60)
    numbers.refill(far)
    [usual] = other.on(day_of(far.now()))
    assert usual.last <= RULE.ordinary  # a day that had none before


def test_what_a_laptop_still_has_is_known_again(office: Office) -> None:
    laptop = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    blocks = list(laptop.blocks().values())
    forget(office)
    epoch.draw(office.database, office.now())
    heard = laptop.says(*(Used(block, 3) for block in blocks))
    assert heard == {block.id: 3 for block in blocks}
    rows = number_use.days(office)
    assert {(row["van"], row["given"], row["used"]) for row in rows} == {(VAN, RULE.size, 3)}
    assert numbers.refill(office) == 0
    assert rung(office) == []


def test_a_number_given_afterwards_and_forgotten_is_known_again(office: Office) -> None:
    laptop = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    record = application().id
    number = f"{UNIT}{SEALED_ON:%Y%m%d}00007"
    laptop.says(given=(Given(record, number),))
    letter = replace(application(id=record), number="D027-9")
    sealed = laptop.press.letter(letter)
    read = letters.open_sealed(sealed.body, sealed.label, VAN, office.opener)
    office.ledger.take(read, Arrival(VAN, sealed.label.sha256, len(sealed.body)), office.now())
    assert laptop.assigned(record) == []
    with office.database.read() as connection:
        assert number_use.of_receipt(connection, VAN, "D027-9") == number


def forget(office: Office) -> None:
    with office.database.write() as connection:
        for table in ("number_blocks", "acceptance_numbers"):
            connection.exec_driver_sql(f"DELETE FROM {table}")


# --- accounting ------------------------------------------------------------------------------------------


def test_a_record_with_its_number_is_accounted_for(office: Office) -> None:
    laptop = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    [block] = laptop.on(today(office))
    first = laptop.send(block.number(4))
    laptop.send(block.number(4), corrects=first)
    assert rung(office) == []
    [row] = number_use.days(office, UNIT, today(office))
    assert (row["used"], row["left"]) == (5, RULE.size - 5)
    assert laptop.says(Used(block, 2)) == {block.id: 5}  # an older file on the laptop hears how far it was


def test_the_same_number_on_two_receipts_and_a_strangers_number_ring(office: Office) -> None:
    laptop, other = Laptop(office), Laptop(office, "D028")
    units.join(office, VAN, UNIT, "clerk")
    [block] = laptop.on(today(office))
    laptop.send(block.number(0))
    laptop.send(block.number(0), receipt="D027-2")
    assert rung(office) == ["number-twice"]
    other.send(block.number(1), receipt="D028-1")
    laptop.send("1" * 22, receipt="D027-3")
    laptop.send("no number", receipt="D027-4")
    assert rung(office) == ["number-twice", *["number-foreign"] * 3]


def test_a_record_without_a_number_gets_one_of_its_day_and_keeps_it(office: Office) -> None:
    laptop = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    first = laptop.send()
    second = laptop.send(receipt="D027-2")
    head = f"{UNIT}{SEALED_ON:%Y%m%d}"
    assert (laptop.assigned(first), laptop.assigned(second)) == ([f"{head}00001"], [f"{head}00002"])
    again = laptop.send(corrects=first)  # sealed before it was heard
    assert laptop.assigned(again) == []
    with office.database.read() as connection:
        assert number_use.of_receipt(connection, VAN, "D027-1") == f"{head}00001"
    assert rung(office) == []


def test_after_a_restore_the_offices_own_numbers_go_on_elsewhere(office: Office) -> None:
    laptop = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    before = laptop.assigned(laptop.send())
    epoch.draw(office.database, office.now())
    after = laptop.assigned(laptop.send(receipt="D027-2"))
    assert int(after[0][-5:]) > RULE.ordinary > int(before[0][-5:])


def test_a_van_of_no_unit_is_numbered_by_nobody(office: Office) -> None:
    laptop = Laptop(office)
    assert laptop.assigned(laptop.send()) == []
    assert rung(office) == []


def test_what_was_not_taken_is_sure_once_the_laptop_has_spoken(office: Office) -> None:
    laptop = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    [block] = laptop.on(today(office))
    laptop.says(Used(block, 5))
    tomorrow = later(office, 1)
    [row] = number_use.days(tomorrow, UNIT, today(office))
    assert (row["used"], row["left"], row["unused"], row["sure"]) == (5, 0, RULE.size - 5, False)
    number_use.heard(tomorrow, VAN, Report((Used(block, 6),)))
    [row] = number_use.days(tomorrow, UNIT, today(office))
    assert (row["used"], row["unused"], row["sure"]) == (6, RULE.size - 6, True)


def of_2000(block: Block) -> Block:
    head = f"{UNIT}20000101"
    return replace(block, day=date(2000, 1, 1), head=head, id=f"{head}-00001")


def of_a_stranger(block: Block) -> Block:
    head = f"999999999{block.head[9:]}"
    return replace(block, head=head, id=f"{head}-00001")


@pytest.mark.parametrize(
    "claim",
    [
        lambda block: replace(block, first=26, last=75, id=f"{block.head}-00026"),  # over what is given
        lambda block: replace(block, last=2000),
        lambda block: replace(block, id="other"),
        lambda block: replace(block, day=date(2000, 1, 1)),
        of_2000,
        of_a_stranger,
    ],
)
def test_a_laptop_cannot_claim_what_no_office_gave(office: Office, claim: Callable[[Block], Block]) -> None:
    laptop = Laptop(office)
    units.join(office, VAN, UNIT, "clerk")
    [block] = laptop.on(today(office))
    laptop.says(Used(claim(block), 1))
    assert rung(office) == ["number-block-foreign"]
    assert sum(row["given"] == RULE.size for row in number_use.days(office)) == DAYS


# --- the wire --------------------------------------------------------------------------------------------


def test_reports_come_back_as_they_were_written() -> None:
    block = Block("1-1", date(2026, 11, 28), "44010300120261128", 5, 1, 50)
    report = Report((Used(block, 7),), (Given("01ARZ3NDEKTSV4RRFFQ69G5FAV", "1"),))
    assert wire.read_report(wire.write_report(report)) == report
    assert wire.load(wire.dump(block)) == block
    assert wire.read_heard(wire.write_heard({"1-1": 7})) == {"1-1": 7}


@pytest.mark.parametrize(
    "changes",
    [
        {"used": 51},
        {"used": -1},
        {"used": True},
        {"first": 60},
        {"digits": 0},
        {"last": 100000},
        {"head": "４４"},
        {"head": "4" * 40},
        {"day": "2026-13-01"},
        {"id": 3},
        {"id": ""},
    ],
)
def test_what_is_no_report_is_refused(changes: dict[str, object]) -> None:
    said = {"id": "1-1", "day": "2026-11-28", "head": "44", "digits": 5, "first": 1, "last": 50, "used": 7}
    wire.read_report(json.dumps({"blocks": [said]}).encode())
    with pytest.raises(ValueError, match=r".+"):
        wire.read_report(json.dumps({"blocks": [{**said, **changes}]}).encode())


@pytest.mark.parametrize("body", [b"", b"[]", b'{"blocks":3}', b'{"given":[[]]}', b'{"blocks":[3]}'])
def test_what_is_no_json_of_ours_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        wire.read_report(body)


# --- the program -----------------------------------------------------------------------------------------


def test_the_command_line_joins_and_accounts(tmp_path: Path) -> None:
    data = tmp_path / "data"
    office = open_office(data, training=True)
    enrolled(office, VAN)
    asked = ["--data", str(data)]
    code, lines, _ = say("units", *asked, "join", "--van", VAN, "--unit", UNIT)
    assert (code, lines) == (0, [{"van": VAN, "unit": UNIT, "fresh": True}])
    assert say("units", *asked, "list")[1] == [{"unit": UNIT, "name": "", "revision": 0, "vans": [VAN]}]
    _, lines, _ = say("numbers", *asked, "--day", today(office).isoformat())
    assert [(row["unit"], row["given"], row["left"]) for row in lines] == [(UNIT, RULE.size, RULE.size)]
    assert say("revoke", *asked, "--van", VAN)[0] == 0
    assert {row["left"] for row in say("numbers", *asked)[1]} == {0}
    office.close()
