"""Documents, check, fee and seal: what is missing is named, what is there is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forms.idnumber import check_digit
from forms.spec import load
from forms.status import Status
from tests.forms.filled import filled
from tests.vanapp.bed import answer, blank_page, draft, ready
from tests.vanapp.ui.intake.rig import Rig, Seen
from vanapp.printing.errors import JobCancelled, PrinterJam, PrinterPaper
from vanapp.ui import flow
from vanapp.ui.presenters.intake_check import CheckPresenter
from vanapp.ui.presenters.intake_finish import FinishPresenter
from vanapp.ui.presenters.intake_materials import MaterialsPresenter
from vanapp.ui.presenters.intake_matter import MatterPresenter
from vanapp.usecases.begin_another import begin_another
from vanapp.usecases.begin_from_advice import begin_from_advice
from vanapp.usecases.choose_matter import choose_matter
from vanapp.usecases.sign import Surface

CHILD = "44010620180601002" + check_digit("44010620180601002")
STROKES = (((0.0, 0.0, 0.0, 0.5), (5.0, 5.0, 16.0, 0.5)),)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def stand_on(rig: Rig, page: str) -> None:
    while rig.sitting.page != page:
        rig.sitting.forward()


def documents(rig: Rig, matter: str, **answers: str) -> tuple[MaterialsPresenter, Seen]:
    begun = draft(rig.van, matter)
    for field_id, text in answers.items():
        answer(rig.van.services, begun.id, field_id, text)
    rig.take(rig.van.store.applications.get(begun.id))
    stand_on(rig, "materials")
    view = Seen()
    presenter = MaterialsPresenter(rig.sitting, view)
    presenter.entered("")
    return presenter, view


def test_a_list_with_nothing_to_show_passes_by_itself(rig: Rig) -> None:
    _, view = documents(rig, "renewal_expiry")
    assert view.last("show_all_there") == (True,)
    rig.timers.pass_all()
    assert rig.sitting.page == "check"


def test_a_scanned_page_ticks_its_document_and_another_page_adds(rig: Rig) -> None:
    presenter, view = documents(rig, "loss")
    _, chosen, _ = view.last("show_items")
    rig.camera.show(blank_page())
    presenter.shoot()
    presenter.shoot()
    items, _, pages = view.last("show_items")
    assert next(item for item in items if item.material.id == chosen).done
    assert len(pages[chosen]) == 2


def test_enter_names_the_document_that_is_missing(rig: Rig) -> None:
    presenter, view = documents(rig, "loss")
    presenter.go_on()
    (item,) = view.last("show_missing")
    assert not item.done
    assert rig.sitting.page == "materials"


def test_an_original_that_was_seen_is_ticked_without_a_picture(rig: Rig) -> None:
    presenter, view = documents(rig, "loss")
    presenter.seen()
    items, chosen, _ = view.last("show_items")
    assert next(item for item in items if item.material.id == chosen).by == "officer"
    presenter.go_on()
    assert rig.sitting.page == "check"


def test_a_dropped_page_comes_back_with_undo(rig: Rig) -> None:
    presenter, _ = documents(rig, "loss")
    rig.camera.show(blank_page())
    presenter.shoot()
    presenter.drop()
    assert not [c for c in rig.stored.captures if c.slot.startswith("material.")]
    rig.sitting.undo()
    assert [c for c in rig.stored.captures if c.slot.startswith("material.")]


def check(rig: Rig) -> tuple[CheckPresenter, Seen]:
    rig.take(ready(rig.van))
    stand_on(rig, "check")
    view = Seen()
    presenter = CheckPresenter(rig.sitting, view)
    presenter.entered("")
    return presenter, view


def test_the_check_page_says_what_is_missing_until_the_eye_has_judged(rig: Rig) -> None:
    presenter, view = check(rig)
    presenter.go_on()
    assert view.last("show_missing") == ("verdict", "")
    presenter.judge("match")
    presenter.go_on()
    assert rig.sitting.page == "finish"
    assert rig.stored.verdicts[-1].outcome == "match"


def test_a_doubt_does_not_block(rig: Rig) -> None:
    presenter, _ = check(rig)
    presenter.judge("review")
    presenter.go_on()
    assert rig.sitting.page == "finish"


def test_a_row_jumps_to_where_it_was_asked(rig: Rig) -> None:
    presenter, view = check(rig)
    (rows,) = view.last("show_rows")
    phone = next(row for row in rows if row.field.id == "phone")
    assert phone.key == "F4"
    presenter.jump("phone")
    assert rig.sitting.page == "particulars"
    assert rig.shell.last("show_page") == ("particulars", "phone")


def test_an_answer_changed_after_the_signature_wants_it_again(rig: Rig) -> None:
    presenter, view = check(rig)
    presenter.judge("match")
    answer(rig.van.services, rig.application.id, "phone", "13900139000")
    presenter.go_on()
    assert view.last("show_missing")[0] == "stale"
    presenter.signed(STROKES, b"png", Surface(640, 112))
    presenter.go_on()
    assert rig.sitting.page == "finish"


def test_every_stroke_is_kept_with_time_and_pressure(rig: Rig) -> None:
    rig.take(draft(rig.van))
    stand_on(rig, "check")
    presenter = CheckPresenter(rig.sitting, Seen())
    presenter.entered("")
    presenter.signed(STROKES, b"png", Surface(640, 112))
    kept = rig.stored.capture("signature.applicant")
    assert kept is not None
    assert kept.facts["strokes"] == [[[0.0, 0.0, 0.0, 0.5], [5.0, 5.0, 16.0, 0.5]]]


def test_a_childs_guardian_signs(rig: Rig) -> None:
    begun = rig.begin()
    rig.cases.choose_matter(begun.id, "first", {"household": "local"})
    answer(rig.van.services, begun.id, "id_number", CHILD)  # the number alone tells the age
    answer(rig.van.services, begun.id, "guardian_name", "陈建国")
    rig.take(rig.van.store.applications.get(begun.id))
    stand_on(rig, "check")
    view = Seen()
    presenter = CheckPresenter(rig.sitting, view)
    presenter.entered("")
    assert view.last("show_signer")[:2] == ("guardian", "陈建国")
    presenter.signed(STROKES, b"png", Surface(640, 112))
    assert rig.stored.capture("signature.guardian") is not None


def test_enter_hands_the_pad_to_the_next_who_signs(rig: Rig) -> None:
    """Two people: the pad says whose hand it waits for, is clean for the second, and only then goes on."""
    told = {"why": "x3", "cons": "all"}
    begun = begin_from_advice(rig.van.services, "C14", told)
    answers = filled(load("householder"), told, rig.cases.today())
    for field, text in {**answers, "member_1_name": "李小明"}.items():
        answer(rig.van.services, begun.id, field, text)
    for material in ("HKB", "IDC"):
        rig.cases.tick(begun.id, material, True)
    rig.take(rig.van.store.applications.get(begun.id))
    stand_on(rig, "check")
    view = Seen()
    presenter = CheckPresenter(rig.sitting, view)
    presenter.entered("")
    presenter.judge("match")
    who, name, _, place = view.last("show_signer")
    assert (who, name, place) == ("applicant", answers["name"], (1, 2))
    presenter.signed(STROKES, b"first", Surface(640, 112))
    presenter.go_on()
    assert rig.sitting.page == "check"
    who, name, label, place = view.last("show_signer")
    assert (who, name, label.zh, place) == ("member_1", "李小明", "户内成员一", (2, 2))
    assert view.last("show_signature") == (None,)
    presenter.go_on()
    assert (rig.sitting.page, view.last("show_missing")) == ("check", ("signature", "member_1"))
    presenter.signed(STROKES, b"second", Surface(640, 112))
    presenter.go_on()
    assert rig.sitting.page == "finish"
    assert {c.slot for c in rig.stored.captures} == {"signature.applicant", "signature.member_1"}


def finish(rig: Rig) -> tuple[FinishPresenter, Seen]:
    rig.take(ready(rig.van))
    stand_on(rig, "finish")
    view = Seen()
    presenter = FinishPresenter(rig.sitting, view)
    presenter.entered("")
    return presenter, view


def test_enter_seals_prints_the_papers_and_enter_again_is_the_next_person(rig: Rig) -> None:
    presenter, view = finish(rig)
    sealed = rig.application.id
    presenter.go_on()
    assert rig.van.store.applications.get(sealed).status is Status.SEALED
    assert rig.cases.printed == ["form", "receipt", "fee"]
    assert view.last("show_paper") == ("fee", "file")
    presenter.go_on()
    assert rig.shell.last("show_finished") == (sealed,)


def states(view: Seen, what: str) -> list[str]:
    return [state for paper, state in view.all("show_paper") if paper == what]


def test_printed_is_only_said_when_the_job_is_completed(rig: Rig) -> None:
    presenter, view = finish(rig)
    rig.cases.job, rig.cases.fates = 7, ["paper", "queue", "paper"]
    presenter.go_on()
    assert states(view, "form") == ["printing", "queue", "followed", "paper"]
    assert states(view, "receipt")[-1] == "queue"  # nobody can say: the officer looks
    assert [job for job, _ in rig.cases.followed] == [7, 7, 7]


def test_a_printer_that_stopped_is_said_once_and_followed_until_the_paper_is_out(rig: Rig) -> None:
    presenter, view = finish(rig)
    rig.cases.job = 7
    empty = PrinterPaper(printer="A4")
    rig.cases.fates = [empty, "paper", "paper", PrinterPaper(printer="A4"), PrinterJam(printer="A4"), "paper"]
    presenter.go_on()
    assert states(view, "form")[-1] == "stalled"
    assert rig.shell.codes() == ["printing.printer_paper"]
    rig.timers.pass_all()
    assert rig.shell.codes() == ["printing.printer_paper"]  # the same again is no news
    rig.timers.pass_all()
    assert rig.shell.codes() == ["printing.printer_paper", "printing.printer_jam"]
    cleared = len(rig.shell.all("clear_banner"))
    rig.timers.pass_all()
    assert states(view, "form")[-1] == "paper"
    assert len(rig.shell.all("clear_banner")) == cleared + 1
    assert rig.cases.printed == ["form", "receipt", "fee"]  # nothing was printed twice


def test_a_job_that_is_gone_may_be_printed_again(rig: Rig) -> None:
    presenter, view = finish(rig)
    rig.cases.job, rig.cases.fates = 7, [JobCancelled(), "paper", "paper", "paper"]
    presenter.go_on()
    assert states(view, "form")[-1] == "failed"
    assert rig.shell.codes() == ["printing.job_cancelled"]
    presenter.print_paper("form")
    assert states(view, "form")[-1] == "paper"


def test_the_next_person_is_not_told_of_this_ones_paper(rig: Rig) -> None:
    presenter, _ = finish(rig)
    rig.cases.job, rig.cases.fates = (
        7,
        [PrinterPaper(printer="A4"), "paper", "paper", PrinterPaper(printer="A4")],
    )
    presenter.go_on()
    presenter.left()
    assert all(cancelled() for _, cancelled in rig.cases.followed[:1])
    rig.timers.pass_all()
    assert len(rig.cases.followed) == 3


def test_f6_after_the_seal_begins_the_households_next_matter(rig: Rig) -> None:
    presenter, _ = finish(rig)
    first = rig.stored
    presenter.another()
    assert rig.application.id == first.id, "not before it is sealed"
    presenter.go_on()
    presenter.another()
    assert rig.application.id != first.id
    assert rig.shell.last("show_page") == ("identity", "")
    assert rig.stored.answers["address"] == first.answers["address"]
    handed = [entry.what for entry in rig.van.store.audit.about(first.id)]
    assert handed.count("hand_over") == 1
    presenter.another()
    assert [entry.what for entry in rig.van.store.audit.about(first.id)] == handed


def test_a_document_scanned_for_the_one_before_is_taken_with_one_key(rig: Rig) -> None:
    first, _ = documents(rig, "loss")
    rig.camera.show(blank_page())
    first.shoot()
    (taken,) = [c for c in rig.stored.captures if c.slot.startswith("material.")]
    second = begin_another(rig.van.services, rig.application.id)
    choose_matter(rig.van.services, second.id, "loss")
    rig.take(rig.van.store.applications.get(second.id))
    stand_on(rig, "materials")
    view = Seen()
    presenter = MaterialsPresenter(rig.sitting, view)
    presenter.entered("")
    chosen = view.last("show_items")[1]
    assert view.last("show_reusable") == ({chosen: 1},)
    presenter.reuse()
    items, _, pages = view.last("show_items")
    assert next(item for item in items if item.material.id == chosen).done
    assert [page.sha256 for page in pages[chosen]] == [taken.sha256]
    assert view.last("show_pages")[1].startswith(b"\xff\xd8")
    presenter.reuse()
    assert len([c for c in rig.stored.captures if c.slot.startswith("material.")]) == 1


def test_only_the_ways_to_pay_that_the_bureau_lets_this_unit_offer(rig: Rig) -> None:
    rig.van.services.settings.impose({"pay_ways": ("scan",)}, None)
    presenter, view = finish(rig)
    ways, chosen = view.last("show_pay_ways")
    assert ([way.code for way in ways], chosen) == (["scan"], "scan")
    presenter.waive("")
    assert rig.stored.answers["pay_way"] == "scan"


def test_the_fee_is_shown_with_its_rule_and_kept_when_chosen(rig: Rig) -> None:
    presenter, view = finish(rig)
    checklist, _ = view.last("show_fee")
    assert checklist.fee.cents == 2000
    presenter.pay("scan")
    assert rig.stored.answers["pay_way"] == "scan"
    presenter.waive("low_income")
    checklist, _ = view.last("show_fee")
    assert checklist.fee.cents == 0


def test_what_is_missing_at_the_seal_is_one_sentence_and_nothing_is_sealed(rig: Rig) -> None:
    rig.take(draft(rig.van))
    stand_on(rig, "finish")
    view = Seen()
    presenter = FinishPresenter(rig.sitting, view)
    presenter.entered("")
    presenter.go_on()
    assert rig.shell.codes() == ["usecases.not_ready"]
    assert rig.stored.status is Status.DRAFT


def test_a_sealed_application_reopens_where_it_can_be_printed_again(rig: Rig) -> None:
    presenter, _ = finish(rig)
    presenter.go_on()
    sealed = rig.stored
    rig.take(sealed)
    assert rig.shell.last("show_page")[0] == "finish"
    view = Seen()
    again = FinishPresenter(rig.sitting, view)
    again.entered("")
    assert view.last("show_stage") == ("sealed",)
    again.print_paper("receipt")
    assert rig.cases.printed[-1] == "receipt"


def test_a_card_about_to_expire_suggests_its_renewal(rig: Rig) -> None:
    rig.take(draft(rig.van))
    stand_on(rig, "matter") if rig.sitting.page == "identity" else None
    view = Seen()
    presenter = MatterPresenter(rig.sitting, view)
    presenter.entered("")
    _, chosen, suggested = view.last("show_matters")
    assert suggested == chosen == "renewal_expiry"
    presenter.choose("loss")
    assert rig.stored.matter == "loss"
    presenter.answer("household", "province")
    assert rig.stored.answers["household"] == "province"
    presenter.go_on()
    assert rig.sitting.page == "particulars"


def test_what_cannot_be_taken_here_says_why_and_stays(rig: Rig) -> None:
    rig.take(draft(rig.van))
    rig.sitting.forward()
    presenter = MatterPresenter(rig.sitting, Seen())
    presenter.entered("")
    presenter.choose("change")
    presenter.answer("household", "other")
    presenter.go_on()
    assert rig.sitting.page == "matter"
    assert rig.shell.codes()[-1] == "scenario.home_only"


def test_the_last_page_of_the_flow_is_the_finish() -> None:
    assert flow.PAGE_IDS[-1] == "finish"


def test_a_waiver_wants_its_proof_and_w_goes_to_scan_it(rig: Rig) -> None:
    presenter, view = finish(rig)
    assert view.last("show_proof_wanted") == (False,)
    presenter.waive("low_income")
    assert view.last("show_proof_wanted") == (True,)
    presenter.go_on()
    assert rig.shell.codes() == ["usecases.not_ready"]
    assert rig.stored.status is Status.DRAFT
    presenter.prove()
    assert rig.shell.last("show_page") == ("materials", "material.WAIVER")
    seen = Seen()
    documents = MaterialsPresenter(rig.sitting, seen)
    documents.entered("material.WAIVER")
    rig.camera.show(blank_page())
    documents.shoot()
    assert next(i for i in seen.last("show_items")[0] if i.material.id == "WAIVER").done
    stand_on(rig, "finish")
    presenter.entered("")
    presenter.go_on()
    assert rig.stored.status is Status.SEALED
    (line,) = rig.van.store.ledger.of(rig.stored.number)
    assert (line.cents, line.waiver) == (0, "low_income")


def test_a_fee_for_later_prints_its_notice_and_cash_its_slip(rig: Rig) -> None:
    presenter, _ = finish(rig)
    presenter.pay("later")
    presenter.go_on()
    assert rig.cases.printed == ["form", "receipt", "notice"]
    assert presenter.papers_settled
    presenter, _ = finish(rig)
    presenter.pay("cash")
    presenter.go_on()
    assert rig.cases.printed[-1] == "fee"
    assert rig.van.store.ledger.drawer().expected == 2000


def test_the_old_card_that_is_handed_in_gets_its_number_and_receipt_once(rig: Rig) -> None:
    presenter, view = finish(rig)
    presenter.hold_card()
    assert rig.van.store.custody.held() == [], "not before it is sealed"
    presenter.go_on()
    presenter.hold_card()
    presenter.hold_card()
    (held,) = rig.van.store.custody.held()
    assert rig.cases.printed.count("custody") == 2
    assert view.last("show_visit") == (1, (held.number,))


def test_a_sealed_one_opened_again_names_the_papers_that_are_due(rig: Rig) -> None:
    presenter, _ = finish(rig)
    presenter.pay("later")
    presenter.go_on()
    rig.take(rig.stored)
    view = Seen()
    again = FinishPresenter(rig.sitting, view)
    again.entered("")
    assert ("notice", "") in view.all("show_paper")
    again.print_others()
    assert rig.cases.printed[-1] == "notice"


def test_a_fee_slip_that_came_out_is_printed_again_in_the_books_only(rig: Rig) -> None:
    presenter, view = finish(rig)
    presenter.go_on()
    presenter.print_others()
    assert rig.cases.printed == ["form", "receipt", "fee"]
    rig.take(rig.stored)
    again = FinishPresenter(rig.sitting, view)
    again.entered("")
    again.print_others()
    assert rig.cases.printed == ["form", "receipt", "fee"]


def test_one_key_lets_a_document_come_later_where_the_pack_lets_it(rig: Rig) -> None:
    presenter, view = documents(rig, "loss", household="other")
    presenter.choose("LIVEGD")
    presenter.promise()
    item = next(i for i in view.last("show_items")[0] if i.material.id == "LIVEGD")
    assert (item.needed_now, item.promised) == (False, date(2026, 11, 27))
    presenter.promise()
    item = next(i for i in view.last("show_items")[0] if i.material.id == "LIVEGD")
    assert (item.needed_now, item.promised) == (True, None)
    presenter.choose("OTHERID")
    presenter.promise()
    assert rig.stored.promises == (), "who it is must be proved at once"
    presenter.hold()
    (held,) = rig.van.store.custody.held()
    assert (held.item, view.last("show_held")[0].number) == ("OTHERID", held.number)
