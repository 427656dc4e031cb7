"""The remarks of the form: what was answered beyond its own cells, as "label: answer" one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from forms.question import Field, FormSpec
from forms.spec import visible_fields
from vanapp.printing import wording

_DATES = frozenset({"date", "past_date", "date_or_long"})


def remarks(form: FormSpec | None, answers: Mapping[str, str], day: date) -> str:
    """One text; answers left at their default say nothing and are left out."""
    if form is None:
        return ""
    asked = {field.id: field for field in visible_fields(form, answers, day)}
    wanted = (asked[name] for name in wording.remarked() if name in asked)
    said = [
        wording.form("labelled").format(label=field.label.zh, words=answer_words(field, answers[field.id]))
        for field in wanted
        if answers.get(field.id) and answers[field.id] != field.default
    ]
    old = (
        wording.old_card(answers.get("valid_from", ""), answers.get("valid_to", ""))
        if "valid_to" in asked
        else ""
    )
    free = answers.get("remark", "")
    return wording.form("semicolon").join(part for part in (old, *said, free) if part)


def answer_words(field: Field, text: str) -> str:
    """An answer as a paper says it: a day as it is written, the words of codes."""
    if field.kind in _DATES:
        return wording.written(text)
    known = {choice.code: choice.words.zh for choice in field.choices}
    return wording.form("comma").join(known[code] for code in text.split()) if _all_in(known, text) else text


def _all_in(known: Mapping[str, str], text: str) -> bool:
    return bool(known) and all(code in known for code in text.split())
