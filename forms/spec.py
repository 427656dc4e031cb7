"""A form as data: what it asks, what the answers say by themselves, and what is wrong with them.

A definition names kinds (forms.fieldtypes), code lists (forms.codes) and cross-field rules (forms.rules);
there is no expression language. Answers are text by field id. A mistake of severity "stop" bars sealing;
"confirm" bars it until the officer confirms that very value (`confirmation_id`); "info" bars nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from forms import derived
from forms.data import read_toml
from forms.definition import load, parse
from forms.fieldtypes import KINDS
from forms.question import Answers, Field, FormSpec, Mistake, Section, Severity, Signer
from forms.rules import RULES
from forms.words import Choice, Words, parse_words

__all__ = [
    "Choice", "Field", "FormSpec", "Mistake", "Section", "Severity", "Signer", "Words", "blocking",
    "complete", "confirmation_id", "defaults", "derive", "field_of", "is_confirmed", "load", "mistakes",
    "parse", "signers", "tidy", "visible_fields",
]  # fmt: skip


def field_of(spec: FormSpec, field_id: str) -> Field | None:
    return next((entry for entry in spec.fields if entry.id == field_id), None)


def tidy(spec: FormSpec, field_id: str, text: str) -> str:
    """Typed or pasted text as it should be stored; for an unknown field only outer spaces go.

    Half a character (a lone surrogate, which no file can hold) becomes U+FFFD and is refused as what it was.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    entry = field_of(spec, field_id)
    return KINDS[entry.kind].tidy(whole) if entry is not None else whole.strip()


def defaults(spec: FormSpec) -> dict[str, str]:
    """The answers a fresh form starts with."""
    return {entry.id: entry.default for entry in spec.fields if entry.default}


def derive(spec: FormSpec, answers: Answers, today: date) -> dict[str, str]:
    """What the answers say about other questions; see forms.derived."""
    return derived.derive(answers, spec.matter, today)


def complete(spec: FormSpec, answers: Answers, today: date) -> dict[str, str]:
    """Given answers over derived ones over defaults: what is checked, shown and sealed."""
    given = {key: value for key, value in answers.items() if value}
    return {**defaults(spec), **derive(spec, given, today), **given}


def visible_fields(spec: FormSpec, answers: Answers, today: date | None = None) -> tuple[Field, ...]:
    """The fields asked with these answers. Without `today` answers must hold age_group."""
    known = {**defaults(spec), **answers} if today is None else complete(spec, answers, today)
    return tuple(entry for entry in spec.fields if _is_asked(entry, known))


def signers(spec: FormSpec, answers: Answers, today: date) -> tuple[Signer, ...]:
    """Who signs, in order: the person, or the guardian of one under 16 (Resident Identity Card Law art. 7).

    Then whoever the form names with these answers. Nobody signs twice: a father who is the guardian signs
    once.
    """
    known = complete(spec, answers, today)
    is_child = known.get("age_group") == "child" and field_of(spec, "guardian_name") is not None
    who = "guardian" if is_child else "applicant"
    row = read_toml("laws/signers.toml")[who]
    first = Signer(who, parse_words(row["label"], f"laws/signers.toml {who}"), row["name"])
    called = [one for one in spec.signers if known.get(one.name) and _holds(one.when, known)]
    once: dict[str, Signer] = {}
    for signer in (*(one for one in called if one.instead), first, *called):
        once.setdefault(known.get(signer.name, ""), signer)
    if any(one.instead for one in called):
        once = {name: one for name, one in once.items() if one is not first}
    return tuple(once.values())


def mistakes(spec: FormSpec, answers: Answers, today: date) -> tuple[Mistake, ...]:
    """Everything wrong with the answers, in the order of the form. Never raises, whatever the answers are.

    Answers to questions that are not asked are left alone: they neither help nor harm.
    """
    known = complete(spec, answers, today)
    asked = [entry for entry in spec.fields if _is_asked(entry, known)]
    found: list[Mistake] = []
    for entry in asked:
        value = known.get(entry.id, "")
        if value:
            found.extend(KINDS[entry.kind].check(entry, value, today))
        elif entry.required:
            found.append(Mistake(entry.id, "field.required", "stop"))
    hidden = {entry.id for entry in spec.fields} - {entry.id for entry in asked}
    shown = {key: value for key, value in known.items() if key not in hidden}
    for rule in spec.rules:
        found.extend(RULES[rule](shown, spec.matter, today))
    place = {entry.id: number for number, entry in enumerate(spec.fields)}
    return tuple(sorted(_once(found), key=lambda mistake: place.get(mistake.field, len(place))))


def blocking(found: Iterable[Mistake], answers: Answers) -> tuple[Mistake, ...]:
    """The mistakes that bar sealing: stops, and what still waits for the officer's confirmation."""
    return tuple(
        mistake
        for mistake in found
        if mistake.severity == "stop"
        or (mistake.severity == "confirm" and not is_confirmed(mistake, answers))
    )


def confirmation_id(mistake: Mistake) -> str:
    """The answer id that keeps the officer's "it is right"; its text is the field's own answer."""
    return f"confirmed.{mistake.field}.{mistake.code}"


def is_confirmed(mistake: Mistake, answers: Answers) -> bool:
    """Was this very answer confirmed? A confirmation lapses by itself when the answer changes."""
    confirmed = answers.get(confirmation_id(mistake))
    return confirmed is not None and confirmed == answers.get(mistake.field, "")


def _is_asked(entry: Field, known: Answers) -> bool:
    return _holds(entry.when, known)


def _holds(when: Mapping[str, tuple[str, ...]], known: Answers) -> bool:
    """An answer of several codes ("21 51") holds when one of them does."""
    return all(
        any(code in values for code in known.get(key, "").split() or [""]) for key, values in when.items()
    )


def _once(found: Iterable[Mistake]) -> list[Mistake]:
    first: dict[tuple[str, str], Mistake] = {}
    for mistake in found:
        first.setdefault((mistake.field, mistake.code), mistake)
    return list(first.values())
