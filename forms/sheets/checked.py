"""Rows as they were put in, checked: which are good, and of the others line, column and reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from forms.fieldtypes import KINDS as QUESTIONS
from forms.matter import matter
from forms.scenarios import decide
from forms.sheets.checks import CHECKS, LONG, LONGEST, print_code
from forms.sheets.kinds import Kind
from forms.sheets.sheet import Row
from forms.spec import FormSpec, field_of
from forms.spec import load as load_form
from forms.spec import tidy as tidy_answer


@dataclass(frozen=True)
class RowMistake:
    """line: of the file, the heading being 1; in JSON the number of the row. code: a key of its words."""

    line: int
    column: str
    code: str


def checked(
    kind: Kind, rows: Iterable[tuple[int, Mapping[str, str]]], today: date
) -> tuple[tuple[Row, ...], tuple[RowMistake, ...]]:
    """rows: (line, text by column). Good rows tidied, in their order; every mistake of the others."""
    good: list[Row] = []
    wrong: list[RowMistake] = []
    seen: dict[str, set[str]] = {column: set() for column in kind.once}
    for line, raw in rows:
        row, mistakes = _row(kind, raw, today)
        for column, values in seen.items():
            text = row.get(column, "")
            if text and text in values:
                mistakes[column] = "work.twice"
        if mistakes:
            wrong += [RowMistake(line, column, code) for column, code in mistakes.items()]
            continue
        for column, values in seen.items():
            values.add(row.get(column, ""))
        good.append(row)
    return tuple(good), tuple(wrong)


def _row(kind: Kind, raw: Mapping[str, str], today: date) -> tuple[dict[str, str], dict[str, str]]:
    """The tidied cells that are not empty, and what is wrong: column -> code."""
    row: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for column, text in raw.items():
        if not text.strip():
            continue
        row[column], code = _cell(kind, column, text.strip(), today)
        if code:
            wrong[column] = code
    wrong |= {column: "field.required" for column in kind.required if not row.get(column)}
    if not wrong and kind.name == "draft":
        wrong = _draft(row, today)
    return row, wrong


def _cell(kind: Kind, column: str, text: str, today: date) -> tuple[str, str]:
    known = kind.columns.get(column)
    word, _, rest = column.partition(".")
    if known is None:
        if word == "finger" and word in kind.open:
            return text, print_code(rest, text)
        return text, "" if word in kind.open and rest and len(text) <= LONGEST else "work.column"
    if len(text) > LONGEST and known.check not in LONG:
        return text, "work.too_long"
    return CHECKS[known.check](text, today)


def _draft(row: dict[str, str], today: date) -> dict[str, str]:
    """Answers must be such as the matter's form asks for and would take; they are tidied like typed ones."""
    asked = matter(row["matter"])
    form = load_form(asked.definition)
    wrong: dict[str, str] = {}
    scenario = dict(asked.scenario)
    for column, text in list(row.items()):
        word, _, name = column.partition(".")
        if word == "answers":
            row[column] = tidy_answer(form, name, text)
            if code := _answer(form, name, row[column], today):
                wrong[column] = code
        elif word == "scenario":
            scenario[name] = text
    told = {column.partition(".")[2] for column in row if column.startswith("scenario.")}
    open_ones = decide(asked.category, scenario).unanswered
    return wrong | {f"scenario.{name}": "choice.unknown" for name in open_ones if name in told}


def _answer(form: FormSpec, name: str, text: str, today: date) -> str:
    entry = field_of(form, name)
    if entry is None:
        return "work.column"
    found = QUESTIONS[entry.kind].check(entry, text, today)
    return next((mistake.code for mistake in found if mistake.severity == "stop"), "")
