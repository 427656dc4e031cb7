"""The decision table of C19a: the same materials as in the research, and what cannot be taken here."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import BadDefinition
from forms.packs.model import MODES
from forms.packs.shelf import category, current
from forms.scenarios import asked, count, decide, main, possible
from forms.words import words
from tests.forms.facts import facts
from tests.forms.golden import Situation, situations

C19A = category("C19a")


def ids(**answers: str) -> list[str]:
    return [material.id for material in decide("C19a", answers).materials]


@pytest.mark.parametrize("row", situations(), ids=lambda row: row.id)
def test_every_researched_situation_gives_the_researched_materials(row: Situation) -> None:
    decision = decide(row.category, row.answers)
    assert decision.eligible
    assert [material.id for material in decision.materials] == list(row.materials)
    assert not decision.unanswered


def test_all_groups_and_situations_are_there_and_no_other() -> None:
    assert count() == (21, 478)
    assert len(situations()) == 478


def test_the_six_combinations_the_research_leaves_out_are_refused() -> None:
    refused = [
        (matter, age)
        for matter in (
            "first",
            "renewal_expiry",
            "renewal_damage",
            "change",
            "correction",
            "loss",
            "address",
            "refresh",
        )
        for age in ("child", "adult")
        if not decide("C19a", {"matter": matter, "age_group": age, "household": "other"}).eligible
    ]
    assert refused == [
        (matter, age) for matter in ("change", "correction", "address") for age in ("child", "adult")
    ]


def test_modes_and_licences_are_those_of_the_research() -> None:
    table = {row["id"]: row for row in facts("scenario_tables")["materials"]}
    assert set(MODES) == set(facts("scenario_tables")["_meta"]["modes"])
    assert set(table) <= set(current().materials)
    for material in current().materials.values():
        if material.id in table:
            assert (material.mode, material.e_licence) == (
                table[material.id]["mode"],
                table[material.id]["e_licence"],
            )


def test_a_child_brings_guardian_and_relation_and_an_adult_gives_prints() -> None:
    child = ids(matter="first", age_group="child", household="local")
    assert child == ["REGFORM", "PHOTO", "HKB", "GID", "GREL"]
    assert "FP" in ids(matter="first", age_group="adult", household="local")


def test_another_household_of_the_guardian_needs_a_pledge_and_a_delegate_an_authorisation() -> None:
    child = {"matter": "first", "age_group": "child", "household": "local"}
    assert "PLEDGE" in ids(**child, guardian_same_household="no")
    assert "AGENT" in ids(**child, accompanied_by="agent")
    adult = {**child, "age_group": "adult"}
    assert "PLEDGE" not in ids(**adult, guardian_same_household="no")


def test_a_mere_move_needs_no_page_of_the_register() -> None:
    base = {"matter": "change", "age_group": "adult", "household": "local"}
    assert "NAMECHG" not in ids(**base, changed_items="address")
    assert "NAMECHG" in ids(**base, changed_items="21 address")


def test_a_waiver_is_checked_only_where_it_holds() -> None:
    base = {"age_group": "adult", "household": "local", "fee_waiver": "low_income"}
    assert "WAIVER" in ids(matter="renewal_expiry", **base)
    assert "WAIVER" not in ids(matter="loss", **base)


def test_without_prints_a_note_takes_their_place() -> None:
    found = ids(matter="loss", age_group="adult", household="local", prints="none")
    assert "FP" not in found
    assert "FPNOTE" in found


@pytest.mark.parametrize("check", ["items_differ", "looks_changed", "bad_credit", "forged_before"])
def test_the_four_grounds_refuse_people_from_elsewhere_only(check: str) -> None:
    base = {"matter": "loss", "age_group": "adult", "remote_check": check}
    for household in ("province", "other"):
        decision = decide("C19a", {**base, "household": household})
        assert [reason.code for reason in decision.reasons] == [f"scenario.{check}"]
    assert decide("C19a", {**base, "household": "local"}).eligible


def test_open_questions_are_named() -> None:
    decision = decide("C19a", {"matter": "loss", "household": "mars"})
    assert decision.unanswered == ("age_group", "household")
    assert decision.limit is not None
    assert decision.limit.days == 60


def test_an_unknown_category_is_a_bad_definition() -> None:
    with pytest.raises(BadDefinition):
        decide("C99", {})


def test_every_refusal_has_words_and_every_row_a_source() -> None:
    for one in current().categories.values():
        for row in (*one.refusals, *one.switches, *one.time_limits, *one.fees):
            assert row.source
        for refusal in one.refusals:
            assert words(refusal.code) is not None


ANSWER = st.sampled_from(
    ["", "first", "loss", "change", "child", "adult", "local", "other", "yes", "no", "agent", "21 51", "none"]
) | st.text(max_size=4)


@given(
    st.dictionaries(
        st.sampled_from(["matter", "age_group", "household", "prints", "fee_waiver", "x"]), ANSWER
    )
)
def test_any_answers_give_a_decision(answers: dict[str, str]) -> None:
    decision = decide("C19a", answers)
    assert decision.materials[0].id == "REGFORM"
    assert len({material.id for material in decision.materials}) == len(decision.materials)
    assert decision.eligible == (not decision.reasons)
    assert decision.limit is not None
    assert decision.limit.days in (25, 40, 60)


ONE_OF_THEM = st.sampled_from(sorted(current().categories))


@given(ONE_OF_THEM, st.randoms(use_true_random=False))
def test_any_way_of_answering_forward_and_back_ends_in_the_same_list(
    category_id: str, chance: Random
) -> None:
    one = category(category_id)
    wanted = {d.id: chance.choice(d.answers).code for d in one.dimensions}
    said: dict[str, str] = {}
    for _ in range(12):
        question = chance.choice(one.dimensions)
        if chance.random() < 0.3:
            said.pop(question.id, None)
        else:
            said[question.id] = chance.choice(question.answers).code
    order = list(wanted)
    chance.shuffle(order)
    for question_id in order:
        said[question_id] = wanted[question_id]
    assert decide(category_id, said) == decide(category_id, wanted)


@given(ONE_OF_THEM, st.randoms(use_true_random=False))
def test_who_picks_only_what_is_possible_is_never_refused_and_never_stuck(
    category_id: str, chance: Random
) -> None:
    one = category(category_id)
    said: dict[str, str] = {}
    while open_ones := [d for d in asked(one, said) if d.id not in said]:
        question = chance.choice(open_ones)
        choices = sorted(possible(one, question.id, said))
        assert choices
        said[question.id] = chance.choice(choices)
    decision = decide(category_id, said)
    assert decision.eligible
    assert not decision.unanswered
    assert decision.materials


def test_a_child_of_parents_settled_abroad_is_not_born_abroad_in_any_path() -> None:
    assert possible(category("C01"), "place", {"parents": "p4"}) == {"b1"}


def test_a_circumstance_ticked_changes_the_list() -> None:
    base = {"parents": "p1", "place": "b1", "addr": "a1"}
    found = [m.id for m in decide("C01", {**base, "divorced_other": "yes"}).materials]
    assert found == ["RPT", "IDC_T", "HKB_T", "BIRTH", "DIV", "CUSTODY"]


def test_the_command_names_the_five_materials_guangzhou_publishes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "C01", "parents=p1", "place=b1", "addr=a1"]) == 0
    told = [line.split("\t")[0] for line in capsys.readouterr().out.splitlines() if "\t" in line]
    assert told == ["RPT", "IDC_T", "HKB_T", "MAR", "BIRTH"]


def test_the_command_counts_and_names_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["count"]) == 0
    assert "21 categories, 478 situations" in capsys.readouterr().out
    assert main(["decide", "C99"]) == 2
    assert "C19a" in capsys.readouterr().err
    assert main(["decide", "C01", "parents=p9"]) == 2
    assert "p1" in capsys.readouterr().err
    assert main(["decide", "C01", "parents=p4", "place=b3"]) == 1
    assert "scenario.not_together" in capsys.readouterr().out
    assert main(["what"]) == 2


def test_fees_and_limits_are_told_where_a_rule_was_found_and_only_there() -> None:
    lost = decide("C17", {"kind": "b1"})
    assert (lost.fee and lost.fee.fen, lost.limit and lost.limit.days) == (1000, 0)
    adopted = decide("C02", {"kind": "k1", "addr": "own"})
    assert (adopted.fee, adopted.limit, adopted.channel) == (None, None, "advice")
