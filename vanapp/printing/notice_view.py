"""The short papers of a visit, words only: fees, missing papers, originals held, one receipt, the closing.

No Qt here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from forms.words import Words
from vanapp.printing import wording

Kind = Literal["fee", "notice", "missing", "custody", "label", "visit", "closing"]
KINDS: tuple[Kind, ...] = ("fee", "notice", "missing", "custody", "label", "visit", "closing")


@dataclass(frozen=True)
class Line:
    """kind: "pair" (a label and words), "words", "strong", "large", "rule", "sign" (to be signed), "code"."""

    kind: str
    words: Words = field(default=Words("", ""), repr=False)
    label: str = ""  # key of the table [slip] in forms/paper/words.toml


@dataclass(frozen=True)
class NoticeView:
    """number: in the paper's name. code: what its QR code says, nothing personal."""

    kind: Kind
    number: str
    unit: str
    training: bool
    lines: tuple[Line, ...] = field(repr=False)
    code: str = ""


@dataclass(frozen=True)
class Head:
    """What every one of them says: who took it and when, words only."""

    unit: str
    officer: str
    at: str
    training: bool


@dataclass(frozen=True)
class Served:
    """One application as these papers name it."""

    number: str
    acceptance_number: str
    name: str = field(repr=False)
    matter: Words
    fee_cents: int = 0
    due: date | None = None


def pair(label: str, zh: str, en: str = "") -> Line:
    return Line("pair", Words(zh, en or zh), label)


def said(key: str, **values: object) -> Words:
    """A sentence of these papers."""
    zh, en = (wording.said("slip", key, language).format(**values) for language in ("zh", "en"))
    return Words(zh, en)


def yuan(cents: int) -> Words:
    """An amount with its two places: a book is read down the column."""
    sign, rest = ("-", -cents) if cents < 0 else ("", cents)
    amount = f"{sign}{rest // 100}.{rest % 100:02d}"
    return Words(f"{amount} 元", f"CNY {amount}")


def day(when: date) -> Words:
    return Words(wording.day(when), when.isoformat())


def _pair(label: str, words: Words) -> Line:
    return Line("pair", words, label)


def _who(served: Served) -> list[Line]:
    lines = [pair("receipt", served.number)]
    if served.acceptance_number:
        lines.append(pair("acceptance", served.acceptance_number))
    return [*lines, pair("name", served.name), _pair("matter", served.matter)]


def _end(head: Head) -> list[Line]:
    return [Line("rule"), pair("officer", head.officer), pair("printed", head.at)]


def fee_slip(head: Head, served: Served, *, number: str, cents: int, way: str, again: int = 0) -> NoticeView:
    """A payment. way: "cash", "scan". again: how many times it was printed before; said on the paper."""
    lines = [pair("number", number), *_who(served), Line("rule")]
    lines += [Line("large", yuan(cents)), Line("strong", said(f"way_{way}"))]
    if again:
        lines.append(Line("strong", said("again", n=again)))
    return NoticeView("fee", number, head.unit, head.training, (*lines, *_end(head)))


def payment_notice(head: Head, served: Served, cents: int, why: Words) -> NoticeView:
    """To be paid later. why: the rule, in words."""
    lines = [*_who(served), Line("rule"), Line("large", yuan(cents)), _pair("item", why)]
    lines.append(Line("words", said("pay_before")))
    return NoticeView("notice", served.number, head.unit, head.training, (*lines, *_end(head)))


def missing(head: Head, served: Served, rows: Sequence[tuple[Words, date]]) -> NoticeView:
    """What is still to be brought, each with its last day."""
    lines = [*_who(served), Line("rule"), Line("words", said("missing"))]
    for words, due in rows:
        lines += [Line("strong", Words(f"□ {words.zh}", words.en)), _pair("until", day(due))]
    lines += [Line("words", said("bring_to")), Line("rule"), Line("sign", label="sign_applicant")]
    return NoticeView("missing", served.number, head.unit, head.training, (*lines, *_end(head)))


def custody(head: Head, served: Served, rows: Sequence[tuple[str, Words]]) -> NoticeView:
    """Originals the van holds, each with the number of its label."""
    lines = [*_who(served), Line("rule"), Line("words", said("held", n=len(rows)))]
    lines += [
        Line("strong", Words(f"{number}　{words.zh}", f"{number} {words.en}")) for number, words in rows
    ]
    lines += [Line("words", said("give_back")), Line("rule")]
    lines += [Line("sign", label="sign_giver"), Line("sign", label="sign_taker")]
    return NoticeView("custody", served.number, head.unit, head.training, (*lines, *_end(head)))


def label(head: Head, served: Served, number: str, what: Words) -> NoticeView:
    """To be put on the original's envelope; its code is the number alone."""
    lines = [Line("large", Words(number, number)), Line("strong", what), Line("code"), *_who(served)]
    return NoticeView("label", number, head.unit, head.training, (*lines, *_end(head)), code=number)


def visit(head: Head, rows: Sequence[Served], phone: str) -> NoticeView:
    """One receipt for all matters of one visit; the first number names it."""
    lines = [Line("strong", said("visit", n=len(rows)))]
    for served in rows:
        lines += [Line("rule"), *_who(served), _pair("fee", yuan(served.fee_cents))]
        if served.due is not None:
            lines.append(_pair("ready", day(served.due)))
    lines += [Line("rule"), _pair("total", yuan(sum(served.fee_cents for served in rows)))]
    if phone:
        lines.append(pair("phone", phone))
    return NoticeView("visit", rows[0].number, head.unit, head.training, (*lines, *_end(head)))


@dataclass(frozen=True)
class Counted:
    """A closing, in fen. pieces: face and how many."""

    number: str
    opened: int
    cash: int
    scan: int
    expected: int
    counted: int
    kept: int
    held: int
    owed: int
    pieces: tuple[tuple[int, int], ...]
    reason: str = field(default="", repr=False)


def closing(head: Head, counted: Counted) -> NoticeView:
    """The day's end, to be signed and handed in with the money."""
    lines = [pair("number", counted.number), Line("rule")]
    for key in ("opened", "cash", "expected"):
        lines.append(_pair(key, yuan(getattr(counted, key))))
    lines.append(Line("rule"))
    for face, count in counted.pieces:
        amount, each = yuan(face * count), yuan(face)
        lines.append(
            Line("words", Words(f"{each.zh} × {count} = {amount.zh}", f"{each.en} × {count} = {amount.en}"))
        )
    lines.append(_pair("counted", yuan(counted.counted)))
    lines.append(Line("large", said("difference", amount=yuan(counted.counted - counted.expected).zh)))
    if counted.reason:
        lines.append(pair("reason", counted.reason))
    lines += [
        Line("rule"),
        _pair("kept", yuan(counted.kept)),
        _pair("handed_in", yuan(counted.counted - counted.kept)),
    ]
    lines += [_pair("scan", yuan(counted.scan)), _pair("owed", yuan(counted.owed))]
    lines.append(pair("originals", str(counted.held)))
    lines += [Line("rule"), Line("sign", label="sign_officer"), Line("sign", label="sign_cashier")]
    return NoticeView("closing", counted.number, head.unit, head.training, (*lines, *_end(head)))
