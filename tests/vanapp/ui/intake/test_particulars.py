"""The particulars: nothing is asked twice, mistakes have their sentence, doubts are confirmed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.contract import Kind
from tests.vanapp.bed import FakeReader, card
from tests.vanapp.ui.intake.rig import Rig, Seen
from vanapp.ui.presenters.intake_particulars import ParticularsPresenter


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def page(rig: Rig, matter: str = "renewal_expiry", *, chip: bool = True) -> tuple[ParticularsPresenter, Seen]:
    rig.begin()
    if chip:
        rig.plug(Kind.CARD, FakeReader(card()))
        rig.cases.read_card(rig.application.id, lambda: False, lambda name: None)
    rig.cases.choose_matter(rig.application.id, matter, {"household": "local"})
    rig.sitting.resume(rig.stored)
    for _ in range(2):
        rig.sitting.forward()
    view = Seen()
    presenter = ParticularsPresenter(rig.sitting, view)
    presenter.entered("")
    return presenter, view


def asked(view: Seen) -> list[str]:
    (sections,) = view.last("show_asked")
    return [field.id for _, fields in sections for field in fields]


def test_what_the_chip_said_is_shown_and_not_asked(rig: Rig) -> None:
    _, view = page(rig)
    (known,) = view.last("show_known")
    assert {"name", "id_number", "birth", "address"} <= {field.id for field, _, _ in known}
    assert not {field.id for field, _, _ in known} & set(asked(view))


def test_what_is_asked_elsewhere_is_not_asked_here(rig: Rig) -> None:
    _, view = page(rig)
    assert not {"household", "pay_way", "fee_waiver"} & set(asked(view))


def test_the_hand_goes_to_the_first_thing_missing(rig: Rig) -> None:
    _, view = page(rig)
    assert view.last("focus_field") == ("phone",)


def test_after_a_crash_the_hand_is_where_it_was(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.entered("remark")
    assert ("remark",) in view.all("focus_field")


def test_a_typed_number_tells_birth_and_sex_without_asking(rig: Rig) -> None:
    rig.begin()
    rig.cases.answer(rig.application.id, "id_number", card().fields["id_number"])
    rig.cases.choose_matter(rig.application.id, "loss", {"household": "local"})
    rig.sitting.resume(rig.stored)
    view = Seen()
    ParticularsPresenter(rig.sitting, view).entered("")
    (known,) = view.last("show_known")
    assert {"id_number", "birth", "sex"} <= {field.id for field, _, _ in known}
    assert view.last("focus_field") == ("name",)


def test_a_change_lets_what_the_chip_said_be_written_anew(rig: Rig) -> None:
    _, view = page(rig, "change")
    assert {"name", "address"} <= set(asked(view))
    assert ("name", "刘秀兰") in view.all("show_answer")


def test_one_enter_goes_on_when_nothing_is_missing(rig: Rig) -> None:
    presenter, _ = page(rig)
    presenter.edited("phone", "13800138000")
    presenter.go_on()
    assert rig.sitting.page == "portrait"


def test_a_missing_answer_stops_and_gets_the_hand(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.go_on()
    assert rig.sitting.page == "particulars"
    field, mistake = next(args for args in view.all("show_mistake") if args[1] is not None)
    assert (field, mistake.severity) == ("phone", "stop")
    assert view.last("focus_field") == ("phone",)


def test_a_field_nobody_touched_is_not_scolded_while_typing(rig: Rig) -> None:
    presenter, view = page(rig, "loss", chip=False)
    presenter.edited("phone", "1")
    scolded = {field for field, mistake in view.all("show_mistake") if mistake is not None}
    assert scolded <= {"phone"}


@pytest.mark.parametrize("name", ["王\ue000明", "王\x07明"])
def test_a_name_with_signs_nobody_can_print_is_refused_with_its_reason(rig: Rig, name: str) -> None:
    presenter, view = page(rig, "loss", chip=False)
    presenter.edited("name", name)
    mistakes = [m for field, m in view.all("show_mistake") if field == "name" and m is not None]
    assert mistakes
    assert mistakes[-1].severity == "stop"
    assert mistakes[-1].code.startswith("name.")


def test_what_was_typed_stays_when_the_questions_change(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.edited("collect_way", "courier")
    assert "courier_address" in asked(view)
    assert rig.stored.answers["collect_way"] == "courier"


def test_a_child_brings_the_guardians_questions(rig: Rig) -> None:
    _, view = page(rig, "first", chip=False)
    assert "guardian_name" not in asked(view)
    rig.cases.answer(rig.application.id, "birth", "20180601")
    rig.sitting.refresh()
    presenter = ParticularsPresenter(rig.sitting, view)
    presenter.entered("")
    assert {"guardian_name", "guardian_id_number", "guardian_phone"} <= set(asked(view))


def test_a_full_field_hands_over_to_the_next_missing_one(rig: Rig) -> None:
    presenter, view = page(rig, "loss", chip=False)
    presenter.edited("name", "王明")
    presenter.settled("name")
    (field,) = view.last("focus_field")
    assert field not in ("name", "")


def test_what_a_list_settles_after_its_person_left_is_written_to_nobody(rig: Rig) -> None:
    presenter, _ = page(rig)
    presenter.left()
    rig.begin()
    rig.sitting.resume(rig.stored)
    presenter.edited("ethnic", "01")
    assert "ethnic" not in rig.stored.answers


def test_the_words_offered_come_from_this_visit_and_this_van(rig: Rig) -> None:
    """The presenter asks the store once a page, and every search runs in the lane of words."""
    rig.begin()
    rig.cases.answer(rig.application.id, "address", "广东省广州市荔湾区西华路9号")
    presenter, view = page(rig, "loss", chip=False)
    rig.lanes.held.add("words")
    presenter.offers.wanted("address", "address", "西华")
    assert view.all("show_offers") == []
    rig.lanes.go("words")
    field, typed, offers = view.last("show_offers")
    assert (field, typed, [offer.text for offer in offers]) == (
        "address",
        "西华",
        ["广东省广州市荔湾区西华路", "河南省周口市西华县"],
    )


def test_sections_that_may_stay_empty_come_last(rig: Rig) -> None:
    _, view = page(rig, "loss", chip=False)
    (sections,) = view.last("show_asked")
    needed = [any(field.required for field in fields) for _, fields in sections]
    assert needed == sorted(needed, reverse=True)
