"""Reads form definitions: TOML in `definitions/`, shared sections in `definitions/shared/`.

A definition names its sections in order: {use = "person"} takes a shared one, and `set` changes some of its
fields ({set.valid_to.required = false}), `label` its name; a full section stands on its own. Everything
wrong in a definition is a BadDefinition that names the place, found at load and by a test, never in front of
a citizen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from forms import codes
from forms.data import names_in, read_toml
from forms.errors import BadDefinition
from forms.fieldtypes import KINDS
from forms.matter import MATTERS
from forms.question import Field, FormSpec, Section, Signer
from forms.rules import RULES
from forms.words import Choice, Words, parse_words

_FIELD_KEYS = {
    "id", "kind", "label", "required", "choices", "codes", "only", "max_length", "help", "when", "default",
}  # fmt: skip


def definitions() -> tuple[str, ...]:
    """The ids of all definitions of this package."""
    return names_in("definitions", ".toml")


@cache
def load(definition: str) -> FormSpec:
    """A definition by its id ("first", "renewal_expiry" ...). Raises BadDefinition."""
    if definition not in definitions():
        raise BadDefinition(place=f"definitions/{definition}", wanted=", ".join(definitions()))
    return parse(read_toml(f"definitions/{definition}.toml"))


def parse(found: Mapping[str, object]) -> FormSpec:
    """A FormSpec from a definition's mapping. Raises BadDefinition(place, wanted)."""
    form_id = _text(found, "id", "form")
    version = found.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BadDefinition(place=f"{form_id}.version", wanted="integer >= 1")
    _only(found, {"id", "version", "matter", "sections", "rules", "signers"}, form_id)
    rules = _texts(found.get("rules", []), f"{form_id}.rules")
    for rule in rules:
        if rule not in RULES:
            raise BadDefinition(place=f"{form_id}.rules {rule}", wanted=", ".join(RULES))
    sections = tuple(_section(_mapping(row, form_id), form_id) for row in _rows(found, "sections", form_id))
    matter = _text(found, "matter", form_id)
    if matter not in {entry.id for entry in MATTERS}:
        raise BadDefinition(place=f"{form_id}.matter {matter}", wanted=", ".join(m.id for m in MATTERS))
    rows = _rows(found, "signers", form_id, required=False)
    signers = tuple(_signer(_mapping(row, form_id), form_id) for row in rows)
    spec = FormSpec(form_id, version, matter, sections, rules, signers)
    _no_twins((entry.id for entry in spec.fields), form_id)
    _no_twins((signer.id for signer in signers), form_id)
    for signer in signers:
        if signer.name not in {entry.id for entry in spec.fields if entry.kind == "name"}:
            raise BadDefinition(place=f"{form_id}.signers {signer.id}", wanted="the id of a name field")
    return spec


def _signer(row: Mapping[str, object], place: str) -> Signer:
    place = f"{place}.signers"
    _only(row, {"id", "label", "name", "when", "instead"}, place)
    signer_id = _text(row, "id", place)
    place = f"{place}.{signer_id}"
    label = parse_words(row.get("label"), f"{place}.label")
    instead = row.get("instead", False)
    if not isinstance(instead, bool):
        raise BadDefinition(place=f"{place}.instead", wanted="true or false")
    return Signer(signer_id, label, _text(row, "name", place), _when(row, place), instead)


def _section(row: Mapping[str, object], place: str) -> Section:
    if "use" in row:
        _only(row, {"use", "set", "label"}, place)
        name = _text(row, "use", place)
        if name not in names_in("definitions/shared", ".toml"):
            raise BadDefinition(place=f"{place}.sections {name}", wanted="a file in definitions/shared")
        shared = dict(read_toml(f"definitions/shared/{name}.toml"))
        shared["label"] = row.get("label", shared.get("label"))
        shared["fields"] = _changed(shared, _mapping(row.get("set", {}), place), f"{place}.{name}")
        row = shared
    section_id = _text(row, "id", f"{place}.sections")
    place = f"{place}.{section_id}"
    _only(row, {"id", "label", "fields"}, place)
    fields = tuple(_field(_mapping(entry, place), place) for entry in _rows(row, "fields", place))
    return Section(section_id, parse_words(row.get("label"), f"{place}.label"), fields)


def _changed(shared: Mapping[str, object], changes: Mapping[str, object], place: str) -> list[object]:
    rows = [dict(_mapping(entry, place)) for entry in _rows(shared, "fields", place)]
    by_id = {row["id"]: row for row in rows}
    for field_id, change in changes.items():
        if field_id not in by_id:
            raise BadDefinition(place=f"{place}.set {field_id}", wanted=", ".join(map(str, by_id)))
        by_id[field_id].update(_mapping(change, place))
    return list(rows)


def _field(row: Mapping[str, object], place: str) -> Field:
    field_id = _text(row, "id", f"{place}.fields")
    place = f"{place}.{field_id}"
    _only(row, _FIELD_KEYS, place)
    kind = _text(row, "kind", place)
    if kind not in KINDS:
        raise BadDefinition(place=f"{place}.kind", wanted=", ".join(KINDS))
    required, max_length = row.get("required", False), row.get("max_length", 0)
    if not isinstance(required, bool):
        raise BadDefinition(place=f"{place}.required", wanted="true or false")
    if not isinstance(max_length, int) or isinstance(max_length, bool) or max_length < 0:
        raise BadDefinition(place=f"{place}.max_length", wanted="characters")
    choices = _choices(row, place)
    if KINDS[kind].is_choice != bool(choices):
        raise BadDefinition(place=f"{place}.choices", wanted="choices for a choice, none for others")
    default = row.get("default", "")
    if not isinstance(default, str) or (choices and default and default not in {c.code for c in choices}):
        raise BadDefinition(place=f"{place}.default", wanted="one of the choices")
    when = _when(row, place)
    label = parse_words(row.get("label"), f"{place}.label")
    hint: Words | None = parse_words(row["help"], f"{place}.help") if "help" in row else None
    return Field(field_id, kind, label, required, choices, max_length, hint, when, default)


def _when(row: Mapping[str, object], place: str) -> dict[str, tuple[str, ...]]:
    conditions = _mapping(row.get("when", {}), f"{place}.when")
    return {key: _texts(values, f"{place}.when {key}") for key, values in conditions.items()}


def _choices(row: Mapping[str, object], place: str) -> tuple[Choice, ...]:
    """Either written out, or a code list (`codes`), in full or `only` some of it in that order."""
    if "codes" not in row:
        return tuple(
            Choice(_text(entry, "code", place), parse_words(_less(entry, "code"), f"{place}.choices"))
            for entry in (_mapping(item, place) for item in _rows(row, "choices", place, required=False))
        )
    offered = codes.choices(_text(row, "codes", place))
    if "only" not in row:
        return offered
    by_code = {choice.code: choice for choice in offered}
    wanted = _texts(row["only"], f"{place}.only")
    if any(code not in by_code for code in wanted):
        raise BadDefinition(place=f"{place}.only", wanted="codes of the list")
    return tuple(by_code[code] for code in wanted)


def _less(row: Mapping[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != key}


def _text(row: Mapping[str, object], key: str, place: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise BadDefinition(place=f"{place}.{key}", wanted="text")
    return value


def _texts(value: object, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadDefinition(place=place, wanted="a list of texts")
    return tuple(value)


def _mapping(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BadDefinition(place=place, wanted="a table")
    return value


def _rows(row: Mapping[str, object], key: str, place: str, *, required: bool = True) -> list[object]:
    value = row.get(key, [])
    if not isinstance(value, list) or (required and not value):
        raise BadDefinition(place=f"{place}.{key}", wanted="a list")
    return value


def _only(row: Mapping[str, object], known: set[str], place: str) -> None:
    if unknown := set(row) - known:
        raise BadDefinition(
            place=f"{place} {', '.join(sorted(map(str, unknown)))}", wanted=", ".join(sorted(known))
        )


def _no_twins(ids: Iterable[str], place: str) -> None:
    seen: set[str] = set()
    for field_id in ids:
        if field_id in seen:
            raise BadDefinition(place=f"{place}.{field_id}", wanted="each field once")
        seen.add(field_id)
