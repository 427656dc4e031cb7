"""The books: whatever is paid, given back and counted, in any order, agrees to the fen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.fees import Fee, fee_for
from forms.record import Application
from forms.words import Words
from sync.parcel import Notice, NoticeKind
from tests.vanapp.bed import START, Van, draft, make_van, ready
from vanapp.store.errors import AlreadySealed
from vanapp.store.ledger import Account
from vanapp.usecases.book_fee import book_fee
from vanapp.usecases.close_day import FACES, close_day, put_change, total
from vanapp.usecases.collect_fee import collect_fee
from vanapp.usecases.correct import correct
from vanapp.usecases.errors import (
    NothingDue,
    NotPaid,
    NotReady,
    OriginalsUnseen,
    ReasonMissing,
    TooMuchKept,
)
from vanapp.usecases.hold_original import end_custody, hold_original
from vanapp.usecases.receive import receive
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send
from vanapp.usecases.settle_fee import pay_fee, void_fee


def sealed(van: Van, way: str = "scan", matter: str = "renewal_expiry") -> Application:
    application = ready(van, matter)
    collect_fee(van.services, application.id, way)
    return seal(van.services, application.id).application


def pieces(cents: int) -> dict[int, int]:
    """So much money in the largest faces."""
    counted: dict[int, int] = {}
    for face in FACES:
        counted[face], cents = divmod(cents, face)
    assert cents == 0, "no coin is that small"
    return counted


# --- what the seal books ----------------------------------------------------------------------------------


def test_a_fee_in_cash_lies_in_the_drawer_when_it_is_sealed(van: Van) -> None:
    application = sealed(van, "cash")
    assert van.store.ledger.account(application.number) == Account(application.number, 2000, 2000)
    assert van.store.ledger.drawer().expected == 2000
    assert [e.what for e in van.store.audit.about(application.number)] == ["fee_charge", "fee_pay"]


def test_a_fee_by_code_is_paid_and_not_in_the_drawer(van: Van) -> None:
    application = sealed(van, "scan")
    assert van.store.ledger.account(application.number).owed == 0
    assert (van.store.ledger.drawer().expected, van.store.ledger.drawer().scan) == (0, 2000)


def test_a_fee_to_be_paid_later_is_owed_until_it_is_paid(van: Van) -> None:
    application = sealed(van, "later")
    assert van.store.ledger.unsettled() == [Account(application.number, 2000, 0)]
    paid = pay_fee(van.services, application.number, "cash")
    assert (paid.cents, van.store.ledger.unsettled()) == (2000, [])
    with pytest.raises(NothingDue):
        pay_fee(van.services, application.number, "scan")


def test_nothing_is_booked_when_the_seal_is_refused(van: Van) -> None:
    with pytest.raises(NotReady):
        seal(van.services, draft(van).id)
    assert van.store.ledger.open_entries() == []


def test_a_waived_fee_leaves_its_line_with_rule_and_waiver(van: Van) -> None:
    application = replace(draft(van), number="D027-20261120-0099")
    answers = {"birth": "19880312", "fee_waiver": "low_income", "pay_way": "none", "had_card": "yes"}
    with van.store.transaction():
        book_fee(van.services, application, fee_for("renewal_expiry", answers, START.date()), answers)
    (line,) = van.store.ledger.of(application.number)
    assert (line.cents, line.rule, line.waiver) == (0, "fee.waived", "low_income")


def test_a_correction_books_only_what_is_different(van: Van) -> None:
    first = sealed(van, "cash")
    send(van.services)
    van.gateway.notices.append(Notice(1, NoticeKind.RETURNED, first.id, START, reasons=("x",)))
    receive(van.services)
    second = correct(van.services, first.id)
    seal(van.services, second.id)
    assert [e.kind for e in van.store.ledger.of(first.number)] == ["charge", "pay"]
    assert van.store.ledger.drawer().expected == 2000


def test_what_a_correction_makes_cheaper_is_to_be_given_back(van: Van) -> None:
    first = sealed(van, "cash")
    cheaper = Fee(500, "renewal", "fee.full", "", "high", Words("", ""))
    with van.store.transaction():
        book_fee(van.services, first, cheaper, {"pay_way": "cash"})
    assert van.store.ledger.account(first.number).owed == -1500
    void_fee(van.services, first.number, "更正后少收")
    assert pay_fee(van.services, first.number, "cash").cents == 500
    assert van.store.ledger.drawer().expected == 500


# --- void -------------------------------------------------------------------------------------------------


def test_a_void_is_a_line_of_its_own_with_its_reason_and_the_fee_is_owed_again(van: Van) -> None:
    application = sealed(van, "cash")
    with pytest.raises(ReasonMissing):
        void_fee(van.services, application.number, "  ")
    back = void_fee(van.services, application.number, "收错了人")
    assert (back.cents, back.reason) == (-2000, "收错了人")
    assert van.store.ledger.account(application.number).owed == 2000
    with pytest.raises(NotPaid):
        void_fee(van.services, application.number, "再来一次")


def test_the_reason_stays_out_of_the_audit(van: Van) -> None:
    application = sealed(van, "cash")
    void_fee(van.services, application.number, "刘秀兰要求退款")
    assert all("刘秀兰" not in str(e.facts) for e in van.store.audit.about(application.number))


def test_no_line_is_changed_or_taken_away(van: Van) -> None:
    sealed(van, "cash")
    for statement in ("UPDATE ledger SET cents = 1", "DELETE FROM ledger"):
        with pytest.raises(AlreadySealed):
            van.database.execute(statement)


def test_numbers_are_this_laptops_own_without_a_gap(van: Van) -> None:
    application = sealed(van, "cash")
    void_fee(van.services, application.number, "x")
    pay_fee(van.services, application.number, "scan")
    assert [e.number for e in van.store.ledger.open_entries()] == [f"D027-F{n:06d}" for n in range(1, 5)]


# --- closing ----------------------------------------------------------------------------------------------


def test_a_closing_counts_the_drawer_and_begins_anew_with_the_change_that_stays(van: Van) -> None:
    put_change(van.services, 10000)
    sealed(van, "cash")
    closing = close_day(van.services, pieces(12000), kept=10000)
    assert (closing.difference, closing.handed_in) == (0, 2000)
    assert van.store.ledger.drawer().expected == 10000
    assert van.store.ledger.open_entries() == []
    assert van.store.ledger.last_closing() == closing


def test_the_change_is_put_right_when_it_was_typed_wrongly(van: Van) -> None:
    assert put_change(van.services, 20000).opened == 20000
    assert put_change(van.services, 5000).opened == 5000


def test_a_difference_needs_its_reason(van: Van) -> None:
    sealed(van, "cash")
    with pytest.raises(ReasonMissing):
        close_day(van.services, pieces(1900), kept=0)
    assert close_day(van.services, pieces(1900), kept=0, reason="找零出错").difference == -100


def test_more_than_was_counted_cannot_stay(van: Van) -> None:
    with pytest.raises(TooMuchKept):
        close_day(van.services, pieces(1000), kept=1010, reason="x")


def test_the_originals_in_the_van_are_asked_for(van: Van) -> None:
    held = hold_original(van.services, draft(van).id, "old_card")
    with pytest.raises(OriginalsUnseen):
        close_day(van.services, {}, kept=0)
    assert close_day(van.services, {}, kept=0, held_seen=True).held == 1
    end_custody(van.services, held.number, "returned", "刘秀兰")
    assert close_day(van.services, {}, kept=0).held == 0


# --- any order --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Van, Application]]:
    made = make_van(tmp_path_factory.mktemp("ledger"))
    yield made, draft(made)
    made.store.close()


@dataclass
class Model:
    """The same books in a dozen lines of arithmetic."""

    kept: int
    floated: int = 0
    cash: int = 0
    scan: int = 0
    charged: dict[str, int] = field(default_factory=dict)
    payments: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def owed(self, receipt: str) -> int:
        return self.charged.get(receipt, 0) - sum(cents for _, cents in self.payments.get(receipt, []))

    def come_in(self, way: str, cents: int) -> None:
        self.cash += cents if way == "cash" else 0
        self.scan += cents if way == "scan" else 0


RECEIPT = st.sampled_from(("A", "B", "C"))
STEP = st.one_of(
    st.tuples(
        st.just("charge"),
        RECEIPT,
        st.sampled_from((0, 500, 1000, 2000, 4000)),
        st.sampled_from(("later", "cash", "scan")),
    ),
    st.tuples(st.just("pay"), RECEIPT, st.sampled_from(("cash", "scan"))),
    st.tuples(st.just("void"), RECEIPT),
    st.tuples(st.just("float"), st.integers(0, 30).map(lambda n: n * 1000)),
    st.tuples(st.just("close"), st.integers(-3, 3).map(lambda n: n * 10), st.integers(0, 100)),
)


@given(steps=st.lists(STEP, max_size=14))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_whatever_happens_the_books_balance_to_the_fen(
    office: tuple[Van, Application], steps: list[tuple[object, ...]]
) -> None:
    van, one = office
    ledger, services = van.store.ledger, van.services
    expected = ledger.drawer().expected
    counted = max(expected, 0)
    close_day(services, pieces(counted), kept=0, reason="begin")
    model, run = Model(kept=0), ledger.last_closing()
    assert run is not None
    for what, *rest in steps:
        receipt = f"{run.number}-{rest[0]}"
        if what == "charge":
            _, cents, way = rest
            fee = Fee(int(str(cents)), "renewal", "fee.full", "", "high", Words("", ""))
            with van.store.transaction():
                book_fee(services, replace(one, number=receipt), fee, {"pay_way": str(way)})
            model.charged[receipt] = fee.cents
            if way != "later" and (owed := model.owed(receipt)) > 0:
                model.payments.setdefault(receipt, []).append((str(way), owed))
                model.come_in(str(way), owed)
        elif what == "pay":
            way, owed = str(rest[1]), model.owed(receipt)
            if owed <= 0:
                with pytest.raises(NothingDue):
                    pay_fee(services, receipt, "cash")
                continue
            pay_fee(services, receipt, "cash" if way == "cash" else "scan")
            model.payments.setdefault(receipt, []).append((way, owed))
            model.come_in(way, owed)
        elif what == "void":
            if not model.payments.get(receipt):
                with pytest.raises(NotPaid):
                    void_fee(services, receipt, "r")
                continue
            void_fee(services, receipt, "r")
            way, cents = model.payments[receipt].pop()
            model.come_in(way, -cents)
        elif what == "float":
            put_change(services, int(str(rest[0])))
            model.floated = int(str(rest[0])) - model.kept
        else:
            must = model.kept + model.floated + model.cash
            there = max(must + int(str(rest[0])), 0)
            kept = there * int(str(rest[1])) // 100 // 10 * 10
            closing = close_day(services, pieces(there), kept, "r" if there != must else "")
            assert (closing.difference, closing.drawer.scan) == (there - must, model.scan)
            assert closing.handed_in + closing.kept == there == total(closing.pieces)
            model.kept, model.floated, model.cash, model.scan = kept, 0, 0, 0
        drawer = ledger.drawer()
        assert (drawer.expected, drawer.scan) == (model.kept + model.floated + model.cash, model.scan)
        assert all(ledger.account(r).owed == model.owed(r) for r in model.charged)
    van.store.audit.verify()
