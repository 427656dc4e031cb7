"""Begin, leave, come back: same page, same field, nothing lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sync.parcel import Notice, NoticeKind
from tests.vanapp.bed import ID_NUMBER, START, draft, ready
from tests.vanapp.ui.intake.rig import Coded, Rig
from vanapp.usecases.correct import correct
from vanapp.usecases.receive import receive
from vanapp.usecases.seal import seal


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_beginning_shows_the_first_page(rig: Rig) -> None:
    rig.begin()
    assert rig.shell.last("show_page") == ("identity", "")


def test_a_reopened_application_stands_on_the_same_page_and_field(rig: Rig) -> None:
    rig.take(draft(rig.van))
    rig.sitting.jump("identity")
    rig.sitting.forward()
    rig.sitting.forward()
    rig.sitting.keep("phone")
    rig.sitting.open(rig.application.id)
    assert rig.shell.last("show_page") == ("particulars", "phone")


def test_a_page_ahead_cannot_be_jumped_to(rig: Rig) -> None:
    rig.begin()
    assert not rig.sitting.jump("check")
    assert rig.sitting.page == "identity"


def test_back_loses_nothing(rig: Rig) -> None:
    rig.take(draft(rig.van))
    rig.sitting.forward()
    rig.sitting.answer("phone", "13800138001")
    rig.sitting.back()
    assert rig.stored.answers["phone"] == "13800138001"


def test_esc_on_the_first_page_keeps_the_draft(rig: Rig) -> None:
    begun = rig.begin()
    rig.sitting.back()
    assert rig.shell.all("show_closed")
    assert rig.sitting.application is None
    assert rig.van.store.applications.get(begun.id).status.value == "draft"


def test_undo_takes_back_the_last_answer(rig: Rig) -> None:
    rig.begin()
    rig.sitting.answer("id_number", ID_NUMBER)
    rig.sitting.undo()
    assert rig.stored.answers.get("id_number", "") == ""
    assert rig.shell.last("show_undone") == (("id_number",),)


def test_undo_with_nothing_to_undo_says_nothing(rig: Rig) -> None:
    rig.begin()
    rig.sitting.undo()
    assert not rig.shell.all("show_undone")


def test_a_full_disk_is_one_sentence_and_nothing_is_shown_as_saved(rig: Rig) -> None:
    rig.begin()

    def full(*args: Any) -> Any:
        raise Coded

    rig.cases.answer = full  # type: ignore[method-assign]
    rig.sitting.answer("phone", "138")
    assert rig.shell.codes() == ["store.disk_full"]
    assert not rig.shell.all("show_saved")


def test_an_answer_that_comes_after_the_person_left_is_dropped(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.begin()
    rig.lanes.held.add("store")
    rig.sitting.answer("phone", "138")
    rig.sitting.leave()
    while rig.lanes.queue:
        rig.lanes.go("store")
    assert not rig.shell.all("show_saved")


def returned(rig: Rig, *fields: str) -> str:
    """An application the office sent back; its id."""
    sealed = seal(rig.van.services, ready(rig.van).id)
    notice = Notice(
        1, NoticeKind.RETURNED, sealed.parcel_id, START, reasons=("相片右肩过曝,请重拍",), fields=fields
    )
    rig.van.gateway.notices.append(notice)
    receive(rig.van.services)
    return sealed.application.id


def test_a_returned_application_opens_at_the_page_the_office_named_with_its_reasons(rig: Rig) -> None:
    before = returned(rig, "portrait")
    rig.sitting.correct(before)
    assert rig.shell.last("show_page") == ("portrait", "portrait")
    assert rig.shell.last("show_reasons") == (("相片右肩过曝,请重拍",),)
    assert rig.application.version == 2
    assert rig.application.corrects == before


def test_a_correction_may_jump_anywhere_but_to_the_seal(rig: Rig) -> None:
    rig.sitting.correct(returned(rig, "portrait"))
    assert rig.sitting.jump("check")
    assert not rig.sitting.jump("finish")


def test_the_next_person_does_not_see_the_reasons_of_the_last(rig: Rig) -> None:
    rig.sitting.correct(returned(rig, "portrait"))
    rig.sitting.back()
    rig.sitting.leave()
    rig.sitting.begin("van")
    assert rig.sitting.reasons == ()


def test_a_correction_begun_elsewhere_opens_the_same_way(rig: Rig) -> None:
    draft_of = correct(rig.van.services, returned(rig, "phone"))
    rig.sitting.open(draft_of.id)
    assert rig.shell.last("show_page") == ("particulars", "phone")
    assert rig.shell.last("show_reasons") == (("相片右肩过曝,请重拍",),)


def test_a_correction_left_half_way_reopens_where_it_was(rig: Rig) -> None:
    rig.sitting.correct(returned(rig, "portrait"))
    rig.sitting.jump("particulars", "phone")
    rig.sitting.open(rig.application.id)
    assert rig.shell.last("show_page") == ("particulars", "phone")
    assert rig.sitting.reasons
