"""Makes the printable view of an application: looks up codes, works out dates and fee, fetches pictures.

No Qt here. Called by whoever has the application and its captures; the result is frozen and goes between
threads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from forms import codes, spec
from forms.days import age, day_of, parse_day
from forms.deadlines import due
from forms.fees import fee_for
from forms.matter import matter
from forms.packs.shelf import pack_named
from forms.record import Application
from forms.validity import years_at
from vanapp.printing import matter_view, wording
from vanapp.printing.entries import ApplicationView
from vanapp.printing.fingers import finger_entries
from vanapp.printing.remarks import remarks

__all__ = ["ApplicationView", "Office", "code", "make", "masked"]


@dataclass(frozen=True)
class Office:
    """Who takes the application: printed on every paper."""

    unit: str
    phone: str = ""
    place: str = ""  # where the card is collected
    officer_name: str = field(default="", repr=False)


def make(
    application: Application,
    media: Callable[[str], bytes],
    *,
    office: Office,
    office_number: str = "",
    issued_on: date | None = None,
) -> ApplicationView:
    """The view. `media` gives a capture's bytes by its SHA-256; it is asked for portrait and signatures only.

    office_number: the 22 digits, once the office gave them. issued_on: day the card's validity starts, once
    known. Raises BadDefinition for a matter or form this program does not have.
    """
    day = day_of(application.sealed_at or application.begun_at)
    form = spec.load(application.form.partition("@")[0]) if application.form else None
    answers = spec.complete(form, application.answers, day) if form else dict(application.answers)
    number = answers.get("id_number", "")
    first, second = finger_entries(application)

    def picture(slot: str) -> bytes:
        capture = application.capture(slot)
        return media(capture.sha256) if capture else b""

    def signed(slot: str) -> str:
        return wording.day(day) if application.capture(slot) else wording.form("day_blank")

    def listed(list_id: str, entry: str) -> str:
        found = codes.words(list_id, answers.get(entry, ""))
        return found.zh if found else answers.get(entry, "")

    return ApplicationView(
        number=application.number,
        training=application.training,
        code=code(application.number, day, _reason(application, answers, day), application.training),
        **_numbers(application.number, office_number or application.acceptance_number),
        accepted=wording.day(day),
        accepted_en=day.isoformat(),
        matter=matter(application.matter).words.zh if application.matter else "",
        matter_en=matter(application.matter).words.en if application.matter else "",
        reason=_reason(application, answers, day),
        name=answers.get("name", ""),
        sex=listed("sex", "sex"),
        ethnic=listed("ethnic", "ethnic"),
        birth=wording.written(answers.get("birth", "")),
        address=answers.get("address", ""),
        id_number=number,
        id_number_masked=masked(number),
        issuer=answers.get("issuer", ""),
        phone=answers.get("phone", ""),
        **_validity(answers, day, issued_on),
        household=answers.get("household", ""),
        collect_way=answers.get("collect_way", ""),
        collect=wording.said("collect_way", answers.get("collect_way", "")),
        collect_en=wording.said("collect_way", answers.get("collect_way", ""), "en"),
        **_fee(application, answers, day),
        **_due(application, answers, day),
        finger_1_state=first.state,
        finger_1=first.words,
        finger_1_reason=first.reason,
        finger_2_state=second.state,
        finger_2=second.words,
        finger_2_reason=second.reason,
        guardian_name=answers.get("guardian_name", ""),
        guardian_relation=listed("relation", "guardian_relation"),
        guardian_id_number=answers.get("guardian_id_number", ""),
        guardian_phone=answers.get("guardian_phone", ""),
        remark=remarks(form, answers, day),
        officer=application.officer,
        officer_name=office.officer_name,
        unit=office.unit,
        unit_phone=office.phone,
        place=office.place,
        signed_applicant=signed("signature.applicant"),
        signed_guardian=signed("signature.guardian"),
        portrait=picture("portrait"),
        signature_applicant=picture("signature.applicant"),
        signature_guardian=picture("signature.guardian"),
        beyond=matter_view.make(application, form, answers, day, picture)
        if form is not None and not matter(application.matter).is_card
        else None,
    )


def code(number: str, day: date, reason: str, training: bool) -> str:
    """What the QR code says: format, receipt number, day, reason, T for training or R for real.

    Nothing personal, nothing that is not printed in words beside it. Upper case, digits and ":" only, so
    that it stays a small alphanumeric code of modules a 203 dpi thermal head prints cleanly.
    """
    return f"IDR1:{number}:{day:%Y%m%d}:{reason}:{'T' if training else 'R'}".upper()


def masked(id_number: str) -> str:
    """An identity number without its birth date: a slip gets lost easily."""
    return re.sub(r"^(.{6}).{8}(.{4})$", r"\1********\2", id_number)


def _numbers(ours: str, office: str) -> dict[str, str]:
    """Until the office gave its number, ours is said to be provisional."""
    kind = "office" if office else "provisional"
    return {
        "office_number": office,
        "numbers": wording.form("both_numbers").format(office=office, ours=ours) if office else ours,
        "number_label": wording.said("number_label", kind),
        "number_label_en": wording.said("number_label", kind, "en"),
    }


def _reason(application: Application, answers: Mapping[str, str], day: date) -> str:
    if not application.matter:
        return ""
    born = parse_day(answers.get("birth", ""))
    return matter(application.matter).reason_for(age(born, day) if born else 16)


def _validity(answers: Mapping[str, str], day: date, issued_on: date | None) -> dict[str, str]:
    born = parse_day(answers.get("birth", ""))
    if not born:
        return {"valid_span": wording.form("span_blank")}
    years = years_at(age(born, issued_on or day))
    return {"term": str(years or "long"), "valid_span": wording.span(issued_on, years)}


def _fee(application: Application, answers: Mapping[str, str], day: date) -> dict[str, str]:
    if not application.matter:
        return {}
    fee = fee_for(application.matter, answers, day, pack_named(application.pack))
    if fee is None:
        return {}
    cents = fee.cents
    way = answers.get("pay_way", "") if cents else "none"
    return {"fee": wording.money(cents, way), "fee_en": wording.money(cents, way, "en")}


def _due(application: Application, answers: Mapping[str, str], day: date) -> dict[str, str]:
    if not application.matter:
        return {}
    if matter(application.matter).books:
        return {}
    category, pack = matter(application.matter).category, pack_named(application.pack)
    last = due(answers.get("household", ""), day, category, pack, answers)
    return {"due": wording.day(last.date), "due_en": last.date.isoformat()} if last else {}
