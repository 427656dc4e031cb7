"""What the paper says of an application: looked up, worked out, and private outside the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from forms.record import CaptureKind
from tests.vanapp.printing.samples import (
    LONG_NAME,
    OFFICE,
    RENEWAL,
    application,
    capture,
    media,
    paper_view,
    portrait,
)
from vanapp import printing
from vanapp.printing import view
from vanapp.printing.entries import ENTRIES, entries


def test_codes_become_words() -> None:
    made = paper_view()
    assert (made.sex, made.ethnic, made.birth) == ("女", "汉族", "1990年03月07日") or made.ethnic == "汉"
    assert (made.reason, made.matter, made.term) == ("21", "到期换领", "20")
    assert (made.accepted, made.due) == ("2026年11月20日", "2026年12月15日")
    assert made.portrait == portrait()
    assert set(entries(made)) == ENTRIES


def test_the_day_on_paper_is_the_day_in_china() -> None:
    late = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # already the 21st in China
    assert paper_view(sealed_at=late).accepted == "2026年11月21日"


def test_validity_stays_open_until_the_card_is_issued() -> None:
    open_one = paper_view()
    assert not any(c.isdigit() for c in open_one.valid_span)
    issued = view.make(application(), media(), office=OFFICE, issued_on=date(2026, 12, 1))
    assert issued.valid_span == "2026.12.01－2046.12.01"
    old = application({**RENEWAL, "birth": "19500307"})
    long_term = view.make(old, media(), office=OFFICE, issued_on=date(2026, 12, 1))
    assert (long_term.term, long_term.valid_span) == ("long", "2026.12.01－长期")


def test_two_registered_prints_name_their_fingers() -> None:
    made = paper_view()
    assert (made.finger_1_state, made.finger_1) == ("registered", "右手拇指")
    assert (made.finger_2_state, made.finger_2) == ("registered", "左手拇指")


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("worn", "failed"), ("missing", "absent"), ("injured", "absent"), ("other", "absent")],
)
def test_a_print_that_was_not_taken_has_its_reason(reason: str, kind: str) -> None:
    captures = (
        capture("finger.1", CaptureKind.FINGER, b"1", position=11),
        capture("exception.16", CaptureKind.EXCEPTION, b"x", reason=reason),
        capture("exception.17", CaptureKind.EXCEPTION, b"y", reason=reason),
    )
    made = paper_view(captures=captures)
    assert made.finger_1_state == "registered"
    assert (made.finger_2_state, made.finger_2_reason) == ("unregistered", kind)
    assert made.finger_2.startswith("左手拇指")


def test_a_finger_another_one_of_its_hand_replaced_does_not_appear() -> None:
    captures = (
        capture("exception.11", CaptureKind.EXCEPTION, b"x", reason="missing"),
        capture("finger.1", CaptureKind.FINGER, b"1", position=12),
    )
    made = paper_view(captures=captures)
    assert (made.finger_1_state, made.finger_1) == ("registered", "右手食指")
    assert made.finger_2_state == ""


def test_no_print_at_all_names_one_finger_of_each_hand() -> None:
    captures = tuple(
        capture(f"exception.{code}", CaptureKind.EXCEPTION, b"", reason="child") for code in range(11, 21)
    )
    made = paper_view(captures=captures)
    assert (made.finger_1_reason, made.finger_2_reason) == ("absent", "absent")
    assert made.finger_1.startswith("右手拇指")
    assert made.finger_2.startswith("左手拇指")


def test_remarks_hold_the_answers_without_a_cell() -> None:
    answers = {
        **RENEWAL,
        "loss_date": "20261101",
        "loss_kind": "stolen",
        "express": "yes",
        "remark": "听力障碍",
    }
    made = paper_view(answers, matter="loss", form="loss@1")
    assert made.reason == "31"
    for part in (
        "原证有效期限：2006.11.20－2026.11.20",
        "2026年11月01日",
        "被盗、被抢",
        "急需用证：是",
        "听力障碍",
    ):
        assert part in made.remark
    assert "费用减免" not in made.remark


def test_a_childs_form_names_the_guardian() -> None:
    answers = {**RENEWAL, "birth": "20180307", "guardian_name": LONG_NAME, "guardian_relation": "51"}
    made = paper_view(answers, matter="first", form="first@1")
    assert (made.reason, made.term) == ("11", "5")
    assert (made.guardian_name, made.guardian_relation) == (LONG_NAME, "父亲")
    assert made.fee == "免缴"


def test_a_draft_without_a_matter_still_prints() -> None:
    empty = replace(application({}), matter="", form="", sealed_at=None, captures=())
    made = view.make(empty, media(), office=OFFICE)
    assert len(printing.form(made).pages) == 1


def test_nothing_personal_stands_in_a_repr() -> None:
    made = paper_view()
    document = printing.form(made)
    shown = repr(made) + repr(document) + repr(document.pages) + repr(document.pages[0].marks)
    for personal in (made.name, made.id_number, made.address, made.phone, "李敏"):
        assert personal not in shown
