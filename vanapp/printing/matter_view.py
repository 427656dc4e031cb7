"""What the papers of a matter that makes no card show: every answer under its own question. No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from forms.matter import matter
from forms.packs.shelf import categories, pack_named
from forms.question import FormSpec
from forms.record import Application
from forms.scenarios import decide, needed
from forms.spec import signers, visible_fields
from forms.words import Words
from vanapp.printing import wording
from vanapp.printing.bring_view import limit_words, situation_words
from vanapp.printing.remarks import answer_words

NOT_PRINTED = frozenset({"pay_way", "fee_waiver"})
"""Said with the fee."""


@dataclass(frozen=True)
class Part:
    """One section of the form with its answered questions."""

    title: str
    rows: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True)
class Hand:
    """One signature; `picture` b"" for none yet."""

    who: str
    name: str = field(repr=False)
    day: str
    picture: bytes = field(repr=False)


@dataclass(frozen=True)
class MatterView:
    """Beside the entries every paper has (entries.ApplicationView)."""

    parts: tuple[Part, ...]
    situation: str
    materials: tuple[str, ...]
    hands: tuple[Hand, ...] = field(repr=False)
    limit: Words
    follows: Words
    brings: bool = False  # the materials are not here yet: the slip says what to bring


def make(
    application: Application,
    form: FormSpec,
    answers: Mapping[str, str],
    day: date,
    picture: Callable[[str], bytes],
) -> MatterView:
    """answers: completed. picture: a capture's bytes by its slot, b"" for none."""
    chosen, pack = matter(application.matter), pack_named(application.pack) if application.pack else None
    known = {**answers, **chosen.scenario}
    table = chosen.category_of(known)
    decision = decide(table, known, pack)
    category = categories(pack)[table]
    situation = situation_words(category, known, "zh")
    follows = "booking" if chosen.books else decision.channel
    asked = {entry.id for entry in visible_fields(form, answers, day)} - NOT_PRINTED
    parts = []
    for section in form.sections:
        rows = tuple(
            (entry.label.zh, answer_words(entry, answers[entry.id]))
            for entry in section.fields
            if entry.id in asked and answers.get(entry.id)
        )
        if rows:
            parts.append(Part(section.label.zh, rows))
    hands = tuple(
        Hand(
            signer.label.zh,
            answers.get(signer.name, ""),
            wording.day(day) if picture(f"signature.{signer.id}") else wording.form("day_blank"),
            picture(f"signature.{signer.id}"),
        )
        for signer in signers(form, answers, day)
    )
    return MatterView(
        parts=tuple(parts),
        situation=wording.joined(category.words.zh, situation) if chosen.books else situation,
        materials=tuple(
            f"{material.words.zh}（{wording.said('list_mode', material.mode)}）"
            for material in needed(decision.materials)
        ),
        hands=hands,
        limit=limit_words(decision),
        follows=Words(wording.said("matter_next", follows), wording.said("matter_next", follows, "en")),
        brings=chosen.books,
    )
