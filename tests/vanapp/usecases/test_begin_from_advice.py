"""What was answered in a consultation is not asked again."""

from __future__ import annotations

import pytest

from forms.spec import load
from tests.forms.filled import filled
from tests.vanapp.bed import Van
from vanapp.clock import today
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_from_advice import begin_from_advice, can_begin
from vanapp.usecases.errors import NotTakenHere
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.seal import seal
from vanapp.usecases.sign import sign
from vanapp.usecases.tick_material import tick_material


def test_the_draft_has_matter_and_situation(van: Van) -> None:
    draft = begin_from_advice(
        van.services, "C19a", {"matter": "loss", "age_group": "adult", "household": "other"}
    )
    assert draft.matter == "loss"
    assert draft.answers["household"] == "other"
    assert "age_group" not in draft.answers  # it follows from the birthday
    found = [item.material.id for item in make_checklist(van.services, draft.id).items]
    assert "LIVEGD" in found


BIRTH = {"parents": "p1", "place": "b1", "addr": "a2", "parents_ethnic_differ": "yes"}


def test_another_category_is_taken_from_its_first_question_to_the_seal(van: Van) -> None:
    """A birth: the situation is kept, two more people sign, and the office reads all of it."""
    draft = begin_from_advice(van.services, "C01", BIRTH)
    assert (draft.matter, draft.form) == ("birth", "birth@1")
    assert BIRTH.items() <= draft.answers.items()
    for field, text in filled(load("birth"), BIRTH, today(van.clock)).items():
        answer(van.services, draft.id, field, text)
    for material in ("IDC_T", "HKB_T", "MAR", "BIRTH", "REL"):
        tick_material(van.services, draft.id, material)
    assert make_checklist(van.services, draft.id).unsigned == ("applicant",)  # one person, one hand
    answer(van.services, draft.id, "other_parent_name", "李秀兰")
    answer(van.services, draft.id, "head_name", "陈老太")
    sign_as(van, draft.id, "applicant")
    found = make_checklist(van.services, draft.id)
    assert found.unsigned == ("other_parent", "head")
    assert set(found.gaps) == {"RPT", "ETHSIGN", "CONSENT"}  # signed by one alone they are not done
    sign_as(van, draft.id, "other_parent")
    sign_as(van, draft.id, "head")
    found = make_checklist(van.services, draft.id)
    assert found.fee is None
    assert (found.ready, found.gaps, [m.code for m in found.stops]) == (True, (), [])
    sealed = seal(van.services, draft.id).application
    assert sealed.answers["child_name"] == "陈小满"
    assert {c.slot for c in sealed.captures} == {
        "signature.applicant",
        "signature.other_parent",
        "signature.head",
    }


def test_a_signature_of_another_that_is_stale_bars_the_seal(van: Van) -> None:
    told = {"why": "x3", "cons": "all"}
    draft = begin_from_advice(van.services, "C14", told)
    for field, text in filled(load("householder"), told, today(van.clock)).items():
        answer(van.services, draft.id, field, text)
    answer(van.services, draft.id, "member_1_name", "王小明")
    sign_as(van, draft.id, "applicant")
    sign_as(van, draft.id, "member_1")
    assert make_checklist(van.services, draft.id).unsigned == ()
    answer(van.services, draft.id, "phone", "13900139000")
    found = make_checklist(van.services, draft.id)
    assert (found.unsigned, found.stale_signature) == (("applicant", "member_1"), True)


def sign_as(van: Van, application: str, who: str) -> None:
    sign(van.services, application, who, [[(0, 0, 0), (5, 5, 16)]], who.encode())


@pytest.mark.parametrize(
    ("category", "answers"),
    [("C02", {"kind": "k1"}), ("C19b", {"kind": "l7"}), ("C19a", {})],
)
def test_what_is_not_taken_here_begins_nothing(van: Van, category: str, answers: dict[str, str]) -> None:
    assert not can_begin(category, answers)
    with pytest.raises(NotTakenHere):
        begin_from_advice(van.services, category, answers)
    assert van.services.store.listing.counts()["here"] == 0
