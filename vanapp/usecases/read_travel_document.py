"""Read a travel document: its machine-readable zone as typed or swiped, then its chip; both fill the form.

Which matters a holder may take is not decided here: the forms say it (citizens, law art. 2; whoever settles
from Hong Kong, Macao or Taiwan applies once the register has him, art. 9). A passport or permit of the
mainland proves identity for a replacement after loss (material OTHERID of the scenario pack).
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from devices.contract import Cancelled, ChipKey, ChipRead, ChipReader, ChipTrust, Kind, Progress
from devices.travel.errors import NotAnMrz
from devices.travel.mrz import Mrz, parse
from devices.travel.repair import repair, split
from forms.errors import FormError
from forms.idnumber import parse as parse_number
from forms.record import Application, CaptureKind, Json
from forms.spec import field_of
from vanapp.clock import today
from vanapp.services import Services
from vanapp.usecases.capture import make_capture
from vanapp.usecases.draft import form_of, must_be_draft, open_draft, put_answers

if TYPE_CHECKING:
    from devices.contract import Instrument

ZONE, CHIP = "mrz", "travel_chip"
"""Sources of answers. Neither locks a field: what the identity card's own chip or the officer said stays."""

READ = frozenset({ZONE, CHIP, "ocr"})
ZONE_SLOT, CHIP_SLOT, FACE_SLOT = "travel.zone", "travel.chip", "chip.portrait"
OTHER_PROOF = "OTHERID"
OF_CITIZENS = frozenset({"exit_hk_macao", "exit_taiwan"})
SEXES = {"M": "1", "F": "2"}
CITIZEN_NUMBER = 18


@dataclass(frozen=True)
class TravelOutcome:
    """filled: field id -> text written, or confirmed by the chip. conflicts: field id -> (what stands and
    stays, what was read).

    warnings: "travel.not_trusted" (nothing was filled from it), "travel.check_digit", "travel.expired",
    "travel.not_citizen", "travel.unsigned" (nobody vouches for the chip), "travel.name_cut". other_person:
    birthday or sex are not those of the number that stands, so nothing was filled.
    """

    application: Application
    kind: str  # devices.travel.mrz.Mrz.kind
    filled: Mapping[str, str] = field(repr=False)
    conflicts: Mapping[str, tuple[str, str]] = field(repr=False)
    warnings: tuple[str, ...]
    other_person: bool = False


__all__ = ["NotAnMrz", "TravelOutcome", "read_travel_chip", "read_zone", "zone_of"]


def zone_of(typed: str | Sequence[str]) -> Mrz:
    """The zone in what was typed, pasted or swiped, put right. Raises travel.not_an_mrz."""
    return parse(repair(split(typed) if isinstance(typed, str) else typed))


def read_zone(services: Services, application_id: str, zone: Mrz) -> TravelOutcome:
    """Lane: store. What is empty, or was only read before, is filled in one step of undo.

    Raises usecases.not_a_draft, store errors.
    """
    must_be_draft(services, application_id)
    said = _said_by(zone, {}, services)
    kept = _Kept(
        ZONE_SLOT, "\n".join(zone.lines).encode("ascii"), "text/plain", {"checks": dict(zone.checks)}
    )
    return _filled(services, application_id, zone, said, ZONE, _warnings(zone, None, services), (kept,))


def read_travel_chip(
    services: Services, application_id: str, zone: Mrz, cancelled: Cancelled, progress: Progress
) -> TravelOutcome:
    """Lane: chip. Blocks until the chip that this zone opens was read; what the chip says counts then.

    Raises DeviceError (travel.wrong_key ...), usecases.not_a_draft, store errors.
    """
    must_be_draft(services, application_id)
    key = ChipKey(zone.number.replace(" ", "<"), zone.birth, zone.expiry)

    def job(reader: ChipReader) -> ChipRead:
        return reader.read(key, cancelled, progress)

    chip = services.bench.use(Kind.CHIP, job, cancelled)
    own = parse(chip.lines)
    trusted = chip.trust is not ChipTrust.WRONG
    said = _said_by(own, chip.fields, services) if trusted else {}
    kept = [_Kept(CHIP_SLOT, b"".join(chip.files.values()), "application/octet-stream", _facts(chip))]
    face = _shown(chip) if trusted else b""
    if face:
        kept.append(_Kept(FACE_SLOT, face, "image/jpeg", {"trust": str(chip.trust)}))
    return _filled(services, application_id, own, said, CHIP, _warnings(own, chip, services), tuple(kept))


@dataclass(frozen=True)
class _Kept:
    """Evidence: where it belongs, its bytes."""

    slot: str
    content: bytes = field(repr=False)
    media_type: str
    facts: Mapping[str, Json]


def _said_by(zone: Mrz, details: Mapping[str, str], services: Services) -> dict[str, str]:
    """By the form's field ids. A name counts in Chinese only: the form wants it as in the register."""
    day = today(services.clock)
    spelled = details.get("name", "").replace("<", "")
    number = details.get("personal_number", "")
    said = {
        "name": spelled if _is_chinese(spelled) else zone.chinese_name,
        "name_en": " ".join(filter(None, (zone.surname, zone.given_names))),
        "birth": details.get("birth", "") or zone.birth_on(day),
        "sex": SEXES.get(zone.sex, ""),
        "country": zone.nationality,
        "permit_number": zone.number if zone.kind.endswith("_permit") else "",
        "id_number": number if _is_citizens(number) else "",
    }
    return {name: text for name, text in said.items() if text}


def _is_chinese(name: str) -> bool:
    return bool(name) and all(sign == "·" or sign >= "\u3400" for sign in name)


def _is_citizens(number: str) -> bool:
    if len(number) != CITIZEN_NUMBER:
        return False
    try:
        return not parse_number(number).warnings
    except FormError:
        return False


def _filled(
    services: Services,
    application_id: str,
    zone: Mrz,
    said: Mapping[str, str],
    source: str,
    warnings: tuple[str, ...],
    kept: tuple[_Kept, ...],
) -> TravelOutcome:
    store = services.store
    with store.transaction():
        draft = open_draft(services, application_id)
        spec = form_of(draft)
        asked = {name: text for name, text in said.items() if field_of(spec, name) is not None}
        stranger = _of_another(draft, said)
        fresh = {} if stranger else {n: text for n, text in asked.items() if _may_fill(draft, n, source)}
        filled = {
            name: text
            for name, text in fresh.items()
            if draft.answers.get(name) != text or draft.sources.get(name) != source
        }
        conflicts = {
            name: (draft.answers[name], text)
            for name, text in asked.items()
            if name not in fresh and draft.answers.get(name, text) != text
        }
        if not stranger:
            step = store.answers.next_step(application_id)
            put_answers(services, application_id, filled, source, step)
            for evidence in kept:
                _keep(services, draft, evidence, step)
            if _proves_identity(warnings):
                store.answers.tick(application_id, OTHER_PROOF, "card", services.clock.now(), step)
        store.audit.add(
            services.session.officer,
            "read_travel_document",
            application_id,
            kind=zone.kind,
            source=source,
            fields=len(filled),
            conflicts=len(conflicts),
            other_person=stranger,
        )
        application = store.applications.get(application_id)
    return TravelOutcome(application, zone.kind, filled, conflicts, warnings, stranger)


def _of_another(draft: Application, said: Mapping[str, str]) -> bool:
    """Does a good number stand there whose birthday or sex is another than the document's?"""
    try:
        number = parse_number(draft.answers.get("id_number", ""))
    except FormError:
        return False
    if "id.check_digit" in number.warnings:
        return False
    differs = said.get("birth", number.birth_text) != number.birth_text
    return differs or said.get("sex", number.sex) != number.sex


def _may_fill(draft: Application, name: str, source: str) -> bool:
    """What is empty or was only read; a chip's word over a zone's, never the other way round."""
    standing = draft.sources.get(name, "")
    if source == ZONE and standing == CHIP:
        return False
    return not draft.answers.get(name) or standing in READ


def _keep(services: Services, draft: Application, evidence: _Kept, step: int) -> None:
    chip: Instrument | None = services.bench.state(Kind.CHIP).instrument
    capture = make_capture(
        services,
        CaptureKind.DOCUMENT if evidence.slot == ZONE_SLOT else CaptureKind.CHIP,
        evidence.slot,
        evidence.content,
        evidence.media_type,
        instrument=None if evidence.slot == ZONE_SLOT else chip,
        facts=evidence.facts,
    )
    before = draft.capture(evidence.slot)
    services.store.answers.remember(draft.id, step, "slot", evidence.slot, before.id if before else None)
    services.store.captures.add(draft.id, capture, evidence.content)


def _facts(chip: ChipRead) -> dict[str, Json]:
    """Lengths of the files, one after the other, and who vouches for them; nothing of what they say."""
    return {
        "files": {name: len(data) for name, data in chip.files.items()},
        "trust": str(chip.trust),
        "reason": chip.reason,
        "agrees": {str(number): agrees for number, agrees in chip.agrees.items()},
        "troubles": list(chip.troubles),
    }


def _shown(chip: ChipRead) -> bytes:
    """The chip's face as JPEG, whatever it is stored as; empty when it is no picture."""
    if not chip.face or chip.face_type == "image/jpeg":
        return chip.face
    from PIL import Image

    from devices.errors import BadReply
    from devices.travel.face import pixels  # brings Pillow: not before the first window

    try:
        frame = pixels(chip.face)
    except BadReply:
        return b""
    out = io.BytesIO()
    Image.frombytes("RGB", (frame.width_px, frame.height_px), frame.rgb).save(out, "JPEG", quality=92)
    return out.getvalue()


def _proves_identity(warnings: tuple[str, ...]) -> bool:
    """A passport or permit of a citizen of the mainland that is in date and reads right."""
    return not {"travel.expired", "travel.check_digit", "travel.not_citizen", "travel.not_trusted"} & set(
        warnings
    )


def _warnings(zone: Mrz, chip: ChipRead | None, services: Services) -> tuple[str, ...]:
    day = today(services.clock)
    ends = zone.expiry_on(day)
    trust = chip.trust if chip is not None else None
    spelled = chip.fields.get("name", "") if chip is not None else ""
    said = {
        "travel.not_trusted": trust is ChipTrust.WRONG,
        "travel.check_digit": not zone.valid,
        "travel.expired": bool(ends) and ends < f"{day:%Y%m%d}",
        "travel.not_citizen": not _may_be_citizens(zone),
        "travel.unsigned": trust in (ChipTrust.NOT_CHECKED, ChipTrust.UNKNOWN_SIGNER),
        "travel.name_cut": zone.chinese_name_cut and not _is_chinese(spelled.replace("<", "")),
    }
    return tuple(code for code, holds in said.items() if holds)


def _may_be_citizens(zone: Mrz) -> bool:
    """The mainland's own documents. Hong Kong's and Macao's passports are China's too: "P<", not "PO" ..."""
    if zone.kind in OF_CITIZENS:
        return True
    return zone.kind == "passport" and zone.issuer == "CHN" and len(zone.code) > 1
