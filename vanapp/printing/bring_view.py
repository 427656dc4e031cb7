"""What stands on the list of what to bring, in words of one language each; and the text its code carries.

Nothing here is of a person: a category, its answers and what the pack says to them. No Qt here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forms.packs.model import Category, Material
from forms.scenarios import Decision, needed
from forms.words import Words
from forms.words import words as form_words
from vanapp.printing import wording

LANGUAGES = ("zh", "en")
MOST_BYTES = 792
"""Of the code: 93 modules with correction L, three whole dots each on 58 mm paper and four on 80 mm."""

YUAN = 100  # fen


@dataclass(frozen=True)
class BringRow:
    """One material. brought: by the person; the others are done on the spot."""

    words: Words
    below: Words  # how it is taken, and what to look out for
    brought: bool


@dataclass(frozen=True)
class BringView:
    """number: of the device and the moment. at: the office's date and time.

    refused: why it cannot be done, None when it can.
    """

    number: str
    at: str
    unit: str
    training: bool
    category: Words
    situation: Words
    refused: Words | None
    rows: tuple[BringRow, ...]
    fee: Words
    limit: Words
    where: Words
    dated: Words  # of the texts it rests on, and the pack
    source: Words
    code: str  # what the QR code says


def make(
    category: Category,
    decision: Decision,
    answers: Mapping[str, str],
    dated: date,
    *,
    number: str,
    at: str,
    unit: str,
    training: bool,
    language: str = "zh",
) -> BringView:
    """dated: of the pack. language: of the code's text; the paper has both."""
    refused = _refused(decision) if not decision.eligible else None
    materials = needed(decision.materials) if decision.eligible else []
    view = BringView(
        number=number,
        at=at,
        unit=unit,
        training=training,
        category=category.words,
        situation=_both(lambda tongue: _situation(category, answers, tongue)),
        refused=refused,
        rows=tuple(_row(material) for material in materials),
        fee=_fee(decision),
        limit=limit_words(decision),
        where=_where(category, decision),
        dated=_both(
            lambda tongue: said("updated", tongue).format(date=dated.isoformat(), pack=decision.pack)
        ),
        source=_source(decision),
        code="",
    )
    return BringView(**{**vars(view), "code": text(view, language)})


def text(view: BringView, language: str) -> str:
    """As a phone shows it, within MOST_BYTES. What is too much goes: sources first, what is brought last."""
    for left_out in (set(), {"source"}, {"source", "situation"}, {"source", "situation", "here"}):
        told = "\n".join(line for line in _lines(view, language, left_out) if line)
        if len(told.encode()) <= MOST_BYTES:
            return told
    return _cut(told, said("cut", language))


def said(code: str, language: str, table: str = "list") -> str:
    return wording.said(table, code, language)


def _lines(view: BringView, language: str, left_out: Collection[str]) -> Sequence[str]:
    def bit(name: str, words: Words) -> str:
        return f"{said(name, language)} {words.say(language)}"

    brought = [row.words.say(language) for row in view.rows if row.brought]
    here = [row.words.say(language) for row in view.rows if not row.brought]
    title = f"{said('title', language)} · {view.category.say(language)}"
    return (
        wording.form("training_band_roll") if view.training else "",
        title,
        view.situation.say(language) if "situation" not in left_out else "",
        view.refused.say(language) if view.refused is not None else "",
        said("bring", language).format(n=len(brought)) if brought else "",
        *(f"{place}. {words}" for place, words in enumerate(brought, 1)),
        said("here", language).format(n=len(here)) if here else "",
        *(f"- {words}" for words in here if "here" not in left_out),
        *(() if view.refused is not None else (bit("fee", view.fee), bit("limit", view.limit))),
        bit("where", view.where),
        bit("basis", view.dated),
        view.source.say(language) if "source" not in left_out else "",
        said("caution", language),
    )


def _cut(told: str, mark: str) -> str:
    """Cut at a line's end, with a word that says so."""
    lines = told.split("\n")
    while len("\n".join([*lines, mark]).encode()) > MOST_BYTES and len(lines) > 1:
        lines.pop()
    return told if len(told.encode()) <= MOST_BYTES else "\n".join([*lines, mark])


def _both(say: Callable[[str], str]) -> Words:
    zh, en = (say(language) for language in LANGUAGES)
    return Words(zh, en)


def _situation(category: Category, answers: Mapping[str, str], language: str) -> str:
    told = situation_words(category, answers, language)
    return said("situation", language).format(answers=told) if told else ""


def situation_words(category: Category, answers: Mapping[str, str], language: str) -> str:
    """What was answered to the pack's questions and ticked beside them, in one line."""
    chosen = [
        choice.words.say(language)
        for question in category.dimensions
        for choice in question.answers
        if choice.code == answers.get(question.id)
    ]
    chosen += [
        switch.words.say(language)
        for switch in category.switches
        if switch.words is not None and answers.get(switch.id) == "yes"
    ]
    return ("；" if language == "zh" else "; ").join(chosen)


def _row(material: Material) -> BringRow:
    def below(language: str) -> str:
        parts = [said(material.mode, language, "list_mode")]
        if material.e_licence:
            parts.append(said("e_licence", language))
        if material.note is not None:
            parts.append(material.note.say(language))
        parts += [hint.words.say(language) for hint in material.hints]
        return " · ".join(parts)

    return BringRow(material.words, _both(below), material.mode in "VO")


def _refused(decision: Decision) -> Words:
    def why(language: str) -> str:
        told = []
        for reason in decision.reasons:
            words = form_words(reason.code)
            told.append(words.say(language) if words is not None else reason.code)
            if reason.instead is not None:
                told.append(reason.instead.say(language))
        return said("refused", language).format(why=" ".join(told))

    return _both(why)


def _fee(decision: Decision) -> Words:
    fee = decision.fee
    if fee is None:
        return _both(lambda tongue: said("later" if decision.fee_item else "unknown", tongue, "list_fee"))
    code, yuan = "some" if fee.fen else "none", f"{fee.fen / YUAN:g}"
    return _both(lambda language: said(code, language, "list_fee").format(yuan=yuan))


def limit_words(decision: Decision) -> Words:
    """How long it takes, as the pack says; that no rule was found, too."""
    limit = decision.limit
    code = "unknown" if limit is None else limit.unit if limit.days else "at_once"
    days = limit.days if limit is not None else 0
    return _both(lambda language: said(code, language, "list_limit").format(n=days))


def _where(category: Category, decision: Decision) -> Words:
    def told(language: str) -> str:
        words = said(decision.channel, language, "list_where")
        note = category.channel_note.say(language) if category.channel_note is not None else ""
        return " ".join(part for part in (words, note) if part)

    return _both(told)


def _source(decision: Decision) -> Words:
    def told(language: str) -> str:
        sure = said(decision.confidence, language, "list_sure")
        return said("source", language).format(sure=sure, source=decision.source)

    return _both(told)
