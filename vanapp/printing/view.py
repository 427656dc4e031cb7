"""What a print shows of an application: every entry as the words that stand on the paper. No Qt, no lookups left.

Made by the one who has the application (a use case or a presenter) and handed to `form` and `receipt`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta, timezone

from forms import codes
from forms.record import Application, Capture
from vanapp.printing import wording

CHINA = timezone(timedelta(hours=8))  # one time zone by law; paper shows its days


@dataclass(frozen=True)
class Office:
    """Who takes the application: printed on every paper."""

    unit: str
    phone: str = ""
    place: str = ""  # where the card is collected
    officer_name: str = field(default="", repr=False)


@dataclass(frozen=True)
class Decided:
    """What rules and people decided about it, as words or codes; an empty one stays a blank to fill in by hand."""

    reason: str = ""  # GA/T 2000.10 code, "21"
    matter: str = ""
    matter_en: str = ""
    term: str = ""  # "5", "10", "20" years or "long"
    valid_from: date | None = None
    valid_to: date | None = None
    fee: str = ""
    fee_en: str = ""
    due: date | None = None
    office_number: str = ""  # the 22-digit number, once the office gave it


@dataclass(frozen=True)
class ApplicationView:
    """All text is ready to print; "" prints as an empty cell. Pictures are JPEG or PNG bytes, b"" for none."""

    number: str
    training: bool
    code: str = field(repr=False)  # content of the QR code
    office_number: str = ""
    accepted: str = ""
    accepted_en: str = ""
    matter: str = ""
    matter_en: str = ""
    reason: str = ""
    name: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    ethnic: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    id_number_masked: str = field(default="", repr=False)
    issuer: str = ""
    phone: str = field(default="", repr=False)
    term: str = ""
    valid_span: str = ""
    household: str = ""
    collect_way: str = ""
    collect: str = ""
    collect_en: str = ""
    fee: str = ""
    fee_en: str = ""
    due: str = ""
    due_en: str = ""
    finger_1_state: str = field(default="", repr=False)
    finger_1: str = field(default="", repr=False)
    finger_1_reason: str = field(default="", repr=False)
    finger_2_state: str = field(default="", repr=False)
    finger_2: str = field(default="", repr=False)
    finger_2_reason: str = field(default="", repr=False)
    guardian_name: str = field(default="", repr=False)
    guardian_relation: str = field(default="", repr=False)
    guardian_id_number: str = field(default="", repr=False)
    guardian_phone: str = field(default="", repr=False)
    remark: str = field(default="", repr=False)
    officer: str = ""
    officer_name: str = field(default="", repr=False)
    unit: str = ""
    unit_phone: str = ""
    place: str = ""
    portrait: bytes = field(default=b"", repr=False)
    signature_applicant: bytes = field(default=b"", repr=False)
    signature_guardian: bytes = field(default=b"", repr=False)


ENTRIES = frozenset(f.name for f in fields(ApplicationView) if f.type == "str")
PICTURES = frozenset(f.name for f in fields(ApplicationView) if f.type == "bytes")


def entries(view: ApplicationView) -> Mapping[str, str]:
    """Every text entry by the name layouts use."""
    return {name: getattr(view, name) for name in ENTRIES}


def make(
    application: Application,
    media: Callable[[str], bytes],
    *,
    office: Office,
    decided: Decided,
) -> ApplicationView:
    """The view of an application. `media` gives a capture's bytes by its SHA-256; it is asked for pictures only."""
    answers = application.answers
    day = (application.sealed_at or application.begun_at).astimezone(CHINA).date()
    first, second = (_finger(application, n) for n in ("1", "2"))
    number = answers.get("id_number", "")
    collect_way = answers.get("collect_way", "")

    def picture(slot: str) -> bytes:
        capture = application.capture(slot)
        return media(capture.sha256) if capture else b""

    def listed(list_id: str, entry: str) -> str:
        found = codes.words(list_id, answers.get(entry, ""))
        return found.zh if found else answers.get(entry, "")

    return ApplicationView(
        number=application.number,
        training=application.training,
        code=code(application.number, day, decided.reason, application.training),
        office_number=decided.office_number,
        accepted=wording.day(day),
        accepted_en=day.isoformat(),
        matter=decided.matter,
        matter_en=decided.matter_en,
        reason=decided.reason,
        name=answers.get("name", ""),
        sex=listed("sex", "sex"),
        ethnic=listed("ethnic", "ethnic"),
        birth=_birth(answers.get("birth", "")),
        address=answers.get("address", ""),
        id_number=number,
        id_number_masked=masked(number),
        issuer=answers.get("issuer", ""),
        phone=answers.get("phone", ""),
        term=decided.term,
        valid_span=wording.span(decided.valid_from, decided.valid_to, decided.term),
        household=answers.get("household", ""),
        collect_way=collect_way,
        collect=wording.said("collect_way", collect_way),
        collect_en=wording.said("collect_way", collect_way, "en"),
        fee=decided.fee,
        fee_en=decided.fee_en,
        due=wording.day(decided.due),
        due_en=decided.due.isoformat() if decided.due else "",
        finger_1_state=first[0],
        finger_1=first[1],
        finger_1_reason=first[2],
        finger_2_state=second[0],
        finger_2=second[1],
        finger_2_reason=second[2],
        guardian_name=answers.get("guardian_name", ""),
        guardian_relation=listed("relation", "guardian_relation"),
        guardian_id_number=answers.get("guardian_id_number", ""),
        guardian_phone=answers.get("guardian_phone", ""),
        remark=answers.get("remark", ""),
        officer=application.officer,
        officer_name=office.officer_name,
        unit=office.unit,
        unit_phone=office.phone,
        place=office.place,
        portrait=picture("portrait"),
        signature_applicant=picture("signature.applicant"),
        signature_guardian=picture("signature.guardian"),
    )


def code(number: str, day: date, reason: str, training: bool) -> str:
    """What the QR code says: format, receipt number, day, reason, T for training or R for real.

    Nothing personal, nothing that is not printed in words beside it. Upper case, digits and ":" only, so that it
    stays a small alphanumeric code of modules a 203 dpi thermal head prints cleanly.
    """
    return f"IDR1:{number}:{day:%Y%m%d}:{reason}:{'T' if training else 'R'}".upper()


def masked(id_number: str) -> str:
    """An identity number with the birth date and half the sequence hidden: a slip gets lost easily."""
    return re.sub(r"^(.{6}).{8}(.{4})$", r"\1********\2", id_number)


def _birth(text: str) -> str:
    try:
        return wording.day(datetime.strptime(text, "%Y%m%d").date())  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return text


def _finger(application: Application, slot: str) -> tuple[str, str, str]:
    """State ("registered", "unregistered", ""), words, and reason ("failed", "absent", "") of one print.

    "failed" 注册失败: a picture but no features; "absent" 未注册: it could not be taken. ../shared domain.md 1.2.
    """
    taken = application.capture(f"finger.{slot}")
    if taken:
        return "registered", _position(taken), ""
    excused = application.capture(f"exception.{slot}")
    if excused:
        reason = str(excused.facts.get("reason", ""))
        said = wording.said("finger_reason", reason) or str(excused.facts.get("note", ""))
        words = wording.joined(_position(excused), said)
        return "unregistered", words, "failed" if reason == "failed" else "absent"
    return "", "", ""


def _position(capture: Capture) -> str:
    return wording.said("finger", str(capture.facts.get("position", "")))
