"""A record as a page says it: names instead of codes, the form in its printed order, pictures by address."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from forms import codes
from forms.errors import BadDefinition
from forms.matter import matter
from forms.packs.shelf import material_words
from forms.question import Field
from forms.record import Application, Capture, CaptureKind
from sync.gateway.console.words import Say
from sync.gateway.desk import dossier, queues
from sync.gateway.desk.dossier import Opened
from sync.gateway.desk.sessions import Session

SHOWABLE = ("image/jpeg", "image/png")
"""What browsers draw without help, and what the van makes."""


@dataclass(frozen=True)
class Line:
    """One answer. before: what the corrected version said; None: the same. checked: the officer confirmed."""

    id: str
    label: str
    value: str
    source: str
    before: str | None = None
    checked: bool = False


@dataclass(frozen=True)
class Picture:
    """address: "" for what is no picture; text stands there then. facts: what was measured, in words."""

    slot: str
    label: str
    address: str
    text: str
    facts: Sequence[tuple[str, str]]
    review: bool
    changed: bool


def matter_name(say: Say, id: str) -> str:
    try:
        return say.of(matter(id).words)
    except BadDefinition:
        return id or say("cases.unknown")


def material_name(say: Say, id: str) -> str:
    words = material_words(id)
    return say.of(words) if words is not None else id


def county_name(code: str) -> str:
    return codes.division_path(code) or code


def deadline(say: Say, due: str, today: date) -> tuple[str, str]:
    """Words and tone ("wrong", "attention", "")."""
    left = queues.days_left(due, today)
    if left is None:
        return say("cases.no_deadline"), ""
    if left < 0:
        return say("cases.late", days=-left), "wrong"
    if left == 0:
        return say("cases.due_today"), "wrong"
    return say("cases.left", days=left), "attention" if left <= 3 else ""


def sections(say: Say, opened: Opened, earlier: Opened | None) -> list[tuple[str, list[Line]]]:
    """The form's sections in printed order; what the form does not ask stands last."""
    application = opened.application
    answers = application.answers
    before = earlier.application if earlier is not None else None
    changed = (
        {one.name: one.before or "" for one in dossier.differences(before, application)} if before else {}
    )
    confirmed = {name.split(".", 2)[1] for name in answers if name.startswith("confirmed.")}
    spec = dossier.spec_of(application)
    found, seen = [], set()
    for section in spec.sections if spec else ():
        lines = []
        for entry in section.fields:
            seen.add(entry.id)
            if entry.id not in answers and entry.id not in changed:
                continue
            old = _said(say, entry, changed[entry.id]) if entry.id in changed else None
            value = _said(say, entry, answers.get(entry.id, ""))
            source = _source(say, application, entry.id)
            lines.append(Line(entry.id, say.of(entry.label), value, source, old, entry.id in confirmed))
        if lines:
            found.append((say.of(section.label), lines))
    rest = [name for name in sorted(answers) if name not in seen and not name.startswith("confirmed.")]
    more = [Line(name, name, answers[name], "", changed.get(name)) for name in rest]
    return [*found, (say("cases.more"), more)] if more else found


def pictures(
    say: Say, session: Session, record: str, opened: Opened, earlier: Opened | None = None
) -> dict[str, list[Picture]]:
    """By group: person, prints, documents, signatures."""
    old = {one.slot: one.sha256 for one in earlier.application.captures} if earlier else {}
    groups: dict[str, list[Picture]] = {"person": [], "prints": [], "documents": [], "signatures": []}
    for capture in opened.application.captures:
        data = opened.files.get(capture.sha256, b"")
        address = ""
        if capture.media_type in SHOWABLE and data:
            address = f"/records/{record}/pictures/{mark(session, record, capture)}"
        text = data.decode("utf-8", "replace")[:500] if capture.media_type == "text/plain" else ""
        changed = earlier is not None and old.get(capture.slot) != capture.sha256
        shown = Picture(
            capture.slot, slot_name(say, capture.slot), address, text, *_facts(say, capture), changed
        )
        groups[_GROUPS[capture.kind]].append(shown)
    return groups


_GROUPS = {
    CaptureKind.CHIP: "person",
    CaptureKind.PORTRAIT: "person",
    CaptureKind.FINGER: "prints",
    CaptureKind.EXCEPTION: "prints",
    CaptureKind.DOCUMENT: "documents",
    CaptureKind.SIGNATURE: "signatures",
}


def mark(session: Session, record: str, capture: Capture) -> str:
    """A picture's address: of this session and record only, and nothing can be read from it."""
    said = f"picture:{record}:{capture.slot}:{capture.sha256}".encode()
    return hmac.new(session.sha256.encode(), said, sha256).hexdigest()[:40]


def slot_name(say: Say, slot: str) -> str:
    kind, _, rest = slot.partition(".")
    if kind == "material":
        material, _, page = rest.rpartition(".")
        return f"{material_name(say, material)} {page}" if material else material_name(say, rest)
    if say.has(f"slot.{slot}"):
        return say(f"slot.{slot}")
    key = f"slot.{kind}"
    return f"{say(key)} {rest}".strip() if say.has(key) else slot


def field_name(say: Say, application: Application | None, name: str) -> str:
    """Of a field or a capture's slot."""
    spec = dossier.spec_of(application) if application is not None else None
    entry = next((one for one in spec.fields if one.id == name), None) if spec else None
    return say.of(entry.label) if entry is not None else slot_name(say, name)


def _said(say: Say, entry: Field, value: str) -> str:
    """Words of a choice's code; of several codes, all of them."""
    if not entry.choices or not value:
        return value
    known = {one.code: say.of(one.words) for one in entry.choices}
    return "、".join(known.get(code, code) for code in value.split())


def _source(say: Say, application: Application, field: str) -> str:
    source = application.sources.get(field, "")
    key = f"source.{source}"
    return say(key) if say.has(key) else source


def _facts(say: Say, capture: Capture) -> tuple[list[tuple[str, str]], bool]:
    """What a reviewer looks at, and whether the officer kept it in spite of a finding."""
    facts: Mapping[str, Any] = capture.facts
    found = [
        (say(f"fact.{name}"), str(facts[name])) for name in ("position", "quality", "try") if name in facts
    ]
    if capture.width_px:
        dots = f"{capture.width_px}×{capture.height_px}" + (f", {capture.dpi} dpi" if capture.dpi else "")
        found.append((say("fact.size"), dots))
    found.append((say("fact.device"), " ".join((capture.device, capture.serial)).strip()))
    odd = [str(facts[name]) for name in ("override", "reason", "note", "advice") if facts.get(name)]
    poor = facts.get("not_good") or ()
    odd += [str(one) for one in poor] if isinstance(poor, (list, tuple)) else []
    if odd:
        found.append((say("fact.odd"), ", ".join(odd)))
    return found, bool(odd)
