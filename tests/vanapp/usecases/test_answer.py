"""Answers: kept at once, tidied, checked, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.spec import confirmation_id
from tests.vanapp.bed import ID_NUMBER, NAME, Van, blank_page, draft, make_van, ready
from vanapp.usecases.add_material import add_material
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.drop_material import drop_material
from vanapp.usecases.errors import NotADraft
from vanapp.usecases.keep_place import keep_place
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.resume import last_place, leave_place
from vanapp.usecases.seal import seal
from vanapp.usecases.undo import undo


def test_a_keystroke_is_on_the_disk_when_it_returns(tmp_path: Path) -> None:
    van = make_van(tmp_path)
    begun = begin_application(van.services, way="visit")
    answer(van.services, begun.id, "name", "刘秀")
    keep_place(van.services, begun.id, "identity", "name")
    # No close: the process is gone.
    again = make_van(tmp_path)
    found = last_place(again.services)
    assert found is not None
    assert (found.id, found.page, found.place) == (begun.id, "identity", "name")
    assert found.answers["name"] == "刘秀"
    van.store.close()
    again.store.close()


def test_pasted_text_is_tidied(van: Van) -> None:
    begun = begin_application(van.services, way="visit")
    pasted = f" {ID_NUMBER[:6]} {ID_NUMBER[6:14]} {ID_NUMBER[14:]} "
    saved = answer(van.services, begun.id, "id_number", pasted)
    assert saved.text == ID_NUMBER
    assert saved.derived["birth"] == "19880312"
    assert NAME not in repr(saved)
    assert ID_NUMBER not in repr(saved)


def test_nothing_counts_as_missing_before_a_matter_is_chosen(van: Van) -> None:
    begun = begin_application(van.services, way="visit")
    assert answer(van.services, begun.id, "name", NAME).mistakes == ()
    assert [m.field for m in answer(van.services, begun.id, "id_number", "123").mistakes] == ["id_number"]


def test_undo_takes_back_a_whole_field_not_a_keystroke(van: Van) -> None:
    application = draft(van)
    for text in ("1", "13", "139", "13912345678"):
        answer(van.services, application.id, "phone", text)
    answer(van.services, application.id, "address", "广东省广州市越秀区东风路1号")
    undone = undo(van.services, application.id)
    assert undone is not None
    assert undone.answers == {"address": application.answers["address"]}
    undone = undo(van.services, application.id)
    assert undone is not None
    assert undone.answers == {"phone": application.answers["phone"]}
    assert van.store.applications.get(application.id).answers == application.answers


def test_undo_of_a_first_answer_empties_it(van: Van) -> None:
    begun = begin_application(van.services, way="visit")
    answer(van.services, begun.id, "name", NAME)
    assert undo(van.services, begun.id).answers == {"name": ""}  # type: ignore[union-attr]
    assert undo(van.services, begun.id) is None
    assert van.store.applications.get(begun.id).answers == {}


def test_an_emptied_answer_is_gone(van: Van) -> None:
    application = draft(van)
    answer(van.services, application.id, "phone", "")
    assert "phone" not in van.store.applications.get(application.id).answers


def test_a_confirmed_mistake_no_longer_bars(van: Van) -> None:
    application = draft(van)
    wrong_check = ID_NUMBER[:-1] + ("1" if ID_NUMBER[-1] != "1" else "2")
    mistakes = answer(van.services, application.id, "id_number", wrong_check).mistakes
    (confirm,) = [m for m in mistakes if m.severity == "confirm"]
    saved = answer(van.services, application.id, confirmation_id(confirm), wrong_check)
    assert confirm not in saved.mistakes
    assert confirm not in make_checklist(van.services, application.id).mistakes
    again = answer(van.services, application.id, "id_number", ID_NUMBER[:-2] + "00")
    assert any(m.field == "id_number" for m in again.mistakes)


def test_a_dropped_picture_comes_back(van: Van) -> None:
    application = draft(van)
    (first,) = add_material(van.services, application.id, "HKB", blank_page())
    (second,) = add_material(van.services, application.id, "HKB", blank_page())
    assert (first.slot, second.slot) == ("material.HKB.1", "material.HKB.2")
    drop_material(van.services, application.id, first.slot)
    assert van.store.applications.get(application.id).capture(first.slot) is None
    assert undo(van.services, application.id).slots == (first.slot,)  # type: ignore[union-attr]
    assert van.store.applications.get(application.id).capture(first.slot) == first
    undo(van.services, application.id)
    assert van.store.applications.get(application.id).capture(second.slot) is None
    (third,) = add_material(van.services, application.id, "HKB", blank_page())
    assert third.slot == "material.HKB.3"


def test_a_sealed_application_takes_no_answer(van: Van) -> None:
    sealed = seal(van.services, ready(van).id).application
    with pytest.raises(NotADraft):
        answer(van.services, sealed.id, "phone", "13912345678")
    with pytest.raises(NotADraft):
        undo(van.services, sealed.id)


def test_leaving_on_purpose_opens_at_today(van: Van) -> None:
    application = draft(van)
    assert last_place(van.services).id == application.id  # type: ignore[union-attr]
    leave_place(van.services)
    assert last_place(van.services) is None
