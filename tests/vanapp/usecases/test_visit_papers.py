"""The short papers of a visit: which are due, what they say of the books, and again with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication

from tests.vanapp.bed import PARTICULARS, Van, complete, ready
from tests.vanapp.printing.samples import poppler
from tests.vanapp.usecases.roll_desk import RollDesk, roll_desk
from tests.vanapp.usecases.test_ledger import pieces, sealed
from tests.vanapp.usecases.test_promises import promised
from vanapp.printing.notice_view import NoticeView
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_another import begin_another
from vanapp.usecases.choose_matter import choose_matter
from vanapp.usecases.close_day import close_day
from vanapp.usecases.collect_fee import collect_fee
from vanapp.usecases.errors import NotPaid, ReasonMissing
from vanapp.usecases.hold_original import end_custody, hold_original
from vanapp.usecases.print_paper import print_paper
from vanapp.usecases.print_slip import print_closing, print_label, reprint_fee
from vanapp.usecases.seal import seal
from vanapp.usecases.visit_papers import held_words, slip_view, visit_of


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[RollDesk]:
    with roll_desk(tmp_path, "prints") as desk:
        yield desk


def said(view: NoticeView) -> str:
    return " ".join(line.words.zh for line in view.lines)


def text_of(desk: RollDesk, kind: str, folder: Path) -> str:
    (path,) = [path for path in desk.files if path.name.startswith(kind)]
    return "".join(poppler("pdftotext", path.read_bytes(), folder).split())


@pytest.mark.parametrize(("way", "slips"), [("cash", ("fee",)), ("scan", ("fee",)), ("later", ("notice",))])
def test_the_fee_decides_which_paper_it_gets(van: Van, way: str, slips: tuple[str, ...]) -> None:
    application = ready(van)
    collect_fee(van.services, application.id, way)
    assert seal(van.services, application.id).slips == slips


def test_promised_papers_and_originals_get_theirs(van: Van) -> None:
    application = ready(van)
    held = hold_original(van.services, application.id, "OLDID")
    assert "custody" in seal(van.services, application.id).slips
    end_custody(van.services, held.number, "returned")
    first = promised(van)
    assert "补交" not in said(slip_view(van.services, first, "fee"))
    assert "居住、就业、就学证明之一" in said(slip_view(van.services, first, "missing"))


def test_a_payment_notice_is_on_paper_and_in_the_audit(desk: RollDesk, tmp_path: Path) -> None:
    application = sealed(desk.van, "later")
    printed = print_paper(desk.services, application.id, "notice")
    assert printed.way == "file"
    text = text_of(desk, "notice", tmp_path)
    for words in ("缴款通知单", application.number, "刘秀兰", "20.00元", "领证前"):
        assert words in text
    facts = desk.van.store.audit.about(application.id)[-1].facts
    assert facts == {"what": "notice", "printer": "pdf"}


def test_a_fee_slip_again_needs_a_reason_and_says_so(desk: RollDesk, tmp_path: Path) -> None:
    application = sealed(desk.van, "cash")
    with pytest.raises(ReasonMissing):
        reprint_fee(desk.services, application.number, " ")
    for _ in range(2):
        reprint_fee(desk.services, application.number, "群众遗失")
    assert "补打第2次" in text_of(desk, "fee", tmp_path)
    (payment,) = [e for e in desk.van.store.ledger.of(application.number) if e.kind == "pay"]
    assert desk.van.store.ledger.reprints(payment.number) == 2


def test_what_was_not_paid_has_no_slip(van: Van) -> None:
    application = sealed(van, "later")
    with pytest.raises(NotPaid):
        reprint_fee(van.services, application.number, "x")


def test_a_label_comes_off_the_roll(desk: RollDesk) -> None:
    desk.services.settings.printer_width = "58"
    held = hold_original(desk.services, ready(desk.van).id, "OLDID")
    assert print_label(desk.services, held).way == "paper"
    assert desk.model.cuts == 1


def test_the_closing_is_printed_with_what_was_counted(desk: RollDesk, tmp_path: Path) -> None:
    sealed(desk.van, "cash")
    sealed(desk.van, "later")
    print_closing(desk.services, close_day(desk.services, pieces(1990), 0, "找零出错"))
    text = text_of(desk, "closing", tmp_path)
    for words in ("D027-C000001", "20.00元", "19.90元", "差额-0.10元", "找零出错"):
        assert words in text
    assert "0.00元19.90元0.00元20.00元" in text  # stays, handed in, by code, still owed: a column


def test_one_receipt_names_every_matter_of_the_visit_and_their_sum(van: Van) -> None:
    first = sealed(van, "cash")
    second = begin_another(van.services, first.id)
    choose_matter(van.services, second.id, "renewal_expiry")
    for field_id, text in {**PARTICULARS, "address": "人民北路2号", "phone": "13900139000"}.items():
        answer(van.services, second.id, field_id, text)
    assert [one.id for one in visit_of(van.services, first)] == [first.id], "a draft has no receipt yet"
    complete(van, second.id)
    last = seal(van.services, second.id).application
    family = visit_of(van.services, last)
    assert [one.id for one in family] == [first.id, last.id]
    words = said(slip_view(van.services, last, "visit"))
    for entry in (first.number, last.number, "本次共办理 2 件", "40.00 元"):
        assert entry in words


def test_an_original_is_called_what_the_pack_calls_it(van: Van) -> None:
    application = ready(van)
    held = hold_original(van.services, application.id, "OLDID", "有折痕")
    assert held_words(held, application.pack).zh.endswith("有折痕")
    assert (
        "身份证" in held_words(hold_original(van.services, application.id, "old_card"), application.pack).zh
    )
