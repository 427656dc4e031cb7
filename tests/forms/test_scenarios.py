"""The decision table of C19a: the same materials as in the research, and what cannot be taken here."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.data import read_toml
from forms.errors import BadDefinition
from forms.pack import MODES, pack_of, packs, parse
from forms.scenarios import decide
from forms.words import words
from tests.forms.facts import facts

PACK = pack_of("C19a")


def ids(**answers: str) -> list[str]:
    return [material.id for material in decide("C19a", answers).materials]


def by_fact() -> dict[tuple[str, str], str]:
    """(research dimension, answer key) -> our answer id."""
    ours = {"matter": "biz", "age_group": "age", "household": "origin"}
    return {(ours[dimension], row["fact"]): answer for (dimension, answer), row in PACK.rows.items()}


def test_all_42_researched_scenarios_give_the_researched_materials() -> None:
    keys = by_fact()
    rows = [row for row in facts("scenarios_expanded") if row["category"] == "C19a"]
    assert len(rows) == 42
    for row in rows:
        answers = {
            "matter": keys["biz", row["answers"]["biz"]],
            "age_group": keys["age", row["answers"]["age"]],
            "household": keys["origin", row["answers"]["origin"]],
        }
        decision = decide("C19a", answers)
        assert decision.eligible, row["id"]
        assert [material.id for material in decision.materials] == row["materials"], row["id"]
        assert not decision.unanswered


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
    for material in PACK.materials.values():
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
    assert decision.time_limit == 60


def test_an_unknown_category_is_a_bad_definition() -> None:
    with pytest.raises(BadDefinition):
        decide("C99", {})


def test_every_refusal_has_words_and_every_row_a_source() -> None:
    for pack in packs().values():
        for effect in (*pack.refusals, *pack.switches, *pack.time_limits):
            assert effect.row["source"]
        for effect in pack.refusals:
            assert words(effect.row["code"]) is not None
        assert date.fromisoformat(pack.date)


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
    assert decision.time_limit in (25, 40, 60)


def _broken(change: str) -> dict[str, Any]:
    found = dict(read_toml("packs/resident_card.toml"))
    if change == "unknown material":
        found["base"] = ["REGFORM", "NOWHERE"]
    elif change == "unknown material of an answer":
        row = {**found["dimensions"][1]["answers"][0], "materials": ["NOWHERE"]}
        found["dimensions"] = [{**found["dimensions"][1], "answers": [row]}]
    elif change == "unknown material of a switch":
        found["switches"] = [{"when": {}, "add": ["NOWHERE"], "source": "x"}]
    elif change == "no last time limit":
        found["time_limits"] = found["time_limits"][:1]
    elif change == "bad mode":
        found["materials"] = {**found["materials"], "FP": {"words": {"zh": "指", "en": "f"}, "mode": "Q"}}
    elif change == "no words":
        found["words"] = {"zh": "只有中文"}
    elif change == "refusal without code":
        found["refusals"] = [{"when": {}, "source": "x"}]
    else:
        del found[change]
    return found


@pytest.mark.parametrize(
    "change",
    [
        "unknown material",
        "unknown material of an answer",
        "unknown material of a switch",
        "no last time limit",
        "bad mode",
        "no words",
        "refusal without code",
        "dimensions",
        "date",
    ],
)
def test_a_broken_pack_is_a_bad_definition(change: str) -> None:
    with pytest.raises(BadDefinition) as found:
        parse(_broken(change), "test")
    assert "test" in str(found.value.values["place"])


def test_a_material_asked_for_twice_comes_once() -> None:
    found = dict(read_toml("packs/resident_card.toml"))
    found["base"] = ["PHOTO", "OTHERID", "PHOTO"]
    decision = decide("C19a", {"matter": "loss"}, parse(found, "test"))
    assert [material.id for material in decision.materials] == ["PHOTO", "OTHERID"]


def test_another_pack_can_take_its_place() -> None:
    found = dict(read_toml("packs/resident_card.toml"))
    found["version"] = 2
    found["base"] = ["PHOTO"]
    decision = decide("C19a", {"matter": "loss"}, parse(found, "test"))
    assert (decision.pack, decision.materials[0].id) == ("resident_card@2", "PHOTO")
