"""Every definition loads, says everything in both languages, and a broken one names its place."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest

from forms.data import names_in, read_toml
from forms.definition import definitions, load, parse
from forms.errors import BadDefinition
from forms.fieldtypes import KINDS
from forms.matter import MATTERS, matter
from forms.packs.shelf import categories
from forms.question import FormSpec
from forms.rules import RULES

SPECS = {name: load(name) for name in definitions()}
COMMON = {
    "name",
    "sex",
    "ethnic",
    "birth",
    "id_number",
    "address",
    "phone",
    "contact_relation",
    "collect_way",
    "household",
    "guardian_name",
    "guardian_id_number",
    "guardian_relation",
    "guardian_phone",
    "residence_proof",
    "remark",
    "express",
    "pay_way",
    "fee_waiver",
}
PERSON = {"name", "sex", "ethnic", "birth", "id_number", "address", "phone", "contact_relation", "remark"}
DERIVED = {"age_group"}


def situation(spec: FormSpec) -> dict[str, set[str]]:
    """What the pack asks before this form is begun: question or tick -> its answers."""
    if matter(spec.matter).books:
        return {}
    category = categories()[matter(spec.matter).category]
    asked = {one.id: {choice.code for choice in one.answers} for one in category.dimensions}
    return asked | {one.id: {"yes"} for one in category.switches if one.words is not None}


def test_there_is_one_for_each_matter() -> None:
    assert [entry.definition for entry in MATTERS] == [SPECS[entry.id].matter for entry in MATTERS]
    assert {entry.definition for entry in MATTERS} == set(SPECS)


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_a_definition_has_the_common_fields_and_known_parts(spec: FormSpec) -> None:
    ids = [entry.id for entry in spec.fields]
    assert set(ids) >= (COMMON if matter(spec.matter).is_card else PERSON)
    assert len(set(ids)) == len(ids)
    assert spec.name == f"{spec.id}@{spec.version}"
    assert all(entry.kind in KINDS for entry in spec.fields)
    assert all(rule in RULES for rule in spec.rules)


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_conditions_name_fields_and_answers_that_exist(spec: FormSpec) -> None:
    fields = {entry.id: entry for entry in spec.fields}
    told = situation(spec)
    for place, when in [(e.id, e.when) for e in spec.fields] + [(s.id, s.when) for s in spec.signers]:
        for key, values in when.items():
            if key in DERIVED:
                assert set(values) <= {"child", "adult"}
            elif key in fields:
                assert set(values) <= {choice.code for choice in fields[key].choices}, (place, key)
            else:
                assert set(values) <= told[key], (place, key)


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_no_field_bears_the_name_of_a_question_of_the_situation(spec: FormSpec) -> None:
    """One answer would overwrite the other; what the card asks itself (household) is the same question."""
    if not matter(spec.matter).is_card:
        assert not set(situation(spec)) & {entry.id for entry in spec.fields}


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_choices_are_distinct_and_short_enough_to_draw(spec: FormSpec) -> None:
    for entry in spec.fields:
        assert len({choice.code for choice in entry.choices}) == len(entry.choices)
        assert all(" " not in choice.code for choice in entry.choices)
        assert len(entry.label.zh) <= 14


def test_every_shared_section_and_rule_is_used() -> None:
    used = {rule for spec in SPECS.values() for rule in spec.rules}
    assert used == set(RULES)
    texts = [read_toml(f"definitions/{name}.toml") for name in definitions()]
    sections = {row.get("use") for text in texts for row in text["sections"]} - {None}
    assert sections == set(names_in("definitions/shared", ".toml"))


SMALL = """
id = "x"
version = 1
matter = "loss"
rules = ["loss_after_birth"]
[[sections]]
id = "s"
label = { zh = "段", en = "Section" }
[[sections.fields]]
id = "f"
kind = "text"
label = { zh = "字", en = "Field" }
[[sections.fields]]
id = "c"
kind = "choice"
label = { zh = "选", en = "Choice" }
choices = [{ code = "a", zh = "甲", en = "A" }]
"""


def small() -> dict[str, Any]:
    return copy.deepcopy(tomllib.loads(SMALL))


def test_a_small_definition_parses() -> None:
    spec = parse(small())
    assert [entry.id for entry in spec.fields] == ["f", "c"]


FIELD = ("sections", 0, "fields", 0)
BROKEN: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    "no id": (("id",), None, "form.id"),
    "version 0": (("version",), 0, "x.version"),
    "version true": (("version",), True, "x.version"),
    "version text": (("version",), "1", "x.version"),
    "no matter": (("matter",), None, "x.matter"),
    "unknown matter": (("matter",), "marriage", "x.matter marriage"),
    "unknown key": (("more",), 1, "x more"),
    "unknown rule": (("rules",), ["no_such_rule"], "x.rules no_such_rule"),
    "rules a text": (("rules",), "loss_after_birth", "x.rules"),
    "no sections": (("sections",), [], "x.sections"),
    "section a text": (("sections", 0), "person", "x"),
    "unknown shared section": (("sections", 0), {"use": "nobody"}, "x.sections nobody"),
    "path out of the folder": (("sections", 0), {"use": "../first"}, "x.sections ../first"),
    "unknown field set": (("sections", 0), {"use": "card", "set": {"colour": {}}}, "x.card.set colour"),
    "section without label": (("sections", 0, "label"), None, "x.s.label"),
    "label in one language": ((*FIELD, "label"), {"zh": "字"}, "x.s.f.label"),
    "unknown kind": ((*FIELD, "kind"), "colour", "x.s.f.kind"),
    "kind of no text": ((*FIELD, "kind"), 3, "x.s.f.kind"),
    "field key misspelt": ((*FIELD, "requird"), True, "x.s.f requird"),
    "required a text": ((*FIELD, "required"), "yes", "x.s.f.required"),
    "length below zero": ((*FIELD, "max_length"), -1, "x.s.f.max_length"),
    "choices for a text": ((*FIELD, "choices"), [{"code": "a", "zh": "甲", "en": "A"}], "x.s.f.choices"),
    "when of no list": ((*FIELD, "when"), {"c": "a"}, "x.s.f.when c"),
    "help in one language": ((*FIELD, "help"), {"en": "x"}, "x.s.f.help"),
    "a choice without choices": (("sections", 0, "fields", 1, "choices"), [], "x.s.c.choices"),
    "default of no choice": (("sections", 0, "fields", 1, "default"), "z", "x.s.c.default"),
    "choice without code": (("sections", 0, "fields", 1, "choices", 0, "code"), None, "x.s.c.code"),
    "signer without a name field": (
        ("signers",),
        [{"id": "a", "label": {"zh": "甲", "en": "A"}, "name": "f"}],
        "x.signers a",
    ),
    "signer misspelt": (("signers",), [{"id": "a", "nam": "f"}], "x.signers nam"),
    "the same field twice": (("sections", 0, "fields", 1, "id"), "f", "x.f"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_definition_names_its_place(name: str) -> None:
    path, value, place = BROKEN[name]
    found: Any = small()
    target = found
    for step in path[:-1]:
        target = target[step]
    if value is None:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    with pytest.raises(BadDefinition) as error:
        parse(found)
    assert error.value.values["place"] == place
    assert error.value.values["wanted"]


def test_codes_can_be_taken_in_full_or_in_part() -> None:
    found = small()
    field = found["sections"][0]["fields"][1]
    del field["choices"]
    field["codes"] = "sex"
    assert [choice.code for choice in parse(found).fields[1].choices] == ["1", "2", "0", "9"]
    field["only"] = ["2", "1"]
    assert [choice.code for choice in parse(found).fields[1].choices] == ["2", "1"]
    field["only"] = ["7"]
    with pytest.raises(BadDefinition):
        parse(found)


def test_an_unknown_definition_is_a_bad_definition() -> None:
    with pytest.raises(BadDefinition):
        load("../matters")
