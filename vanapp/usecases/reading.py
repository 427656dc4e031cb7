"""What was read from a document, as the form keeps it, and what of it waits for the officer's eye."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from forms.codes import choices
from forms.question import Mistake
from forms.record import Application
from vanapp.clock import today
from vanapp.services import Services

if TYPE_CHECKING:
    from devices.ocr.document import Document
    from devices.ocr.fields import Field
    from devices.travel.mrz import Mrz

SOURCE = "ocr"
SLOT = "read."
"""Slot "read.<kind>": the picture the answers were read from, with the confidence of each as facts."""

_CODED = {"sex": "sex", "ethnic": "ethnic"}  # entries printed as words that the form keeps as codes
_SEXES = {"M": "男", "F": "女"}


def doubts_of(application: Application, answers: Mapping[str, str]) -> tuple[Mistake, ...]:
    """What was read in doubt and still stands as read: the officer confirms it or types it."""
    found = []
    for capture in application.captures:
        facts = capture.facts.get("fields") if capture.slot.startswith(SLOT) else None
        for name, read in facts.items() if isinstance(facts, dict) else ():
            stands = answers.get(name) == application.answers.get(name)
            doubts = read.get("doubts") if isinstance(read, dict) else None
            if stands and application.sources.get(name) == SOURCE and isinstance(doubts, list):
                found += [Mistake(name, str(doubt), "confirm") for doubt in doubts]
    return tuple(found)


def entries(services: Services, document: Document) -> tuple[str, dict[str, Field]]:
    """(kind, entries by the form's field ids, as the form keeps them).

    kind: "id_card", "id_card_back" (only what stands on the back), "household", "mrz".
    """
    from devices.ocr.fields import Fields  # brings numpy: not before the first window

    if not isinstance(document, Fields):
        zone = document.zone
        return "mrz", _of_zone(services, zone, document.confidence) if zone else {}
    read = {name: coded for name, each in document.fields.items() if (coded := _coded(name, each))}
    is_back = document.kind == "id_card" and "id_number" not in read and "name" not in read
    return "id_card_back" if is_back else document.kind, read


def _of_zone(services: Services, zone: Mrz, confidence: float) -> dict[str, Field]:
    """What a travel document says of the person; a check digit that does not agree leaves it in doubt."""
    from devices.ocr import fields

    said = {
        "name": zone.chinese_name or " ".join(filter(None, (zone.surname, zone.given_names))),
        "birth": zone.birth_on(today(services.clock)),
        "sex": _SEXES.get(zone.sex, ""),
    }
    found = {}
    for name, text in said.items():
        read = fields.Field(text, confidence, () if not zone.valid else ("check_digit",))
        if not zone.valid or name == "name":  # no check digit is over a name
            read = fields.doubted(read, fields.CHECK_DIGIT if not zone.valid else fields.UNSURE_DOUBT)
        if text and (coded := _coded(name, read)):
            found[name] = coded
    return found


def _coded(name: str, read: Field) -> Field | None:
    """An entry of a code list by its code; None when the print is none of the list's words."""
    if name not in _CODED:
        return read
    codes = {choice.words.zh: choice.code for choice in choices(_CODED[name])}
    code = codes.get(read.value) or codes.get(read.value + "族")
    return replace(read, value=code) if code else None
