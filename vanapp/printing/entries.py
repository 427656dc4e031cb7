"""What a print shows of an application: every entry as words ready to print, by the name layouts use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from vanapp.printing.matter_view import MatterView


@dataclass(frozen=True)
class ApplicationView:
    """ "" prints as an empty cell. Pictures are JPEG or PNG bytes, b"" for none."""

    number: str
    training: bool
    code: str = field(repr=False)  # content of the QR code
    office_number: str = ""
    numbers: str = ""  # the office's with ours behind it, or ours alone
    number_label: str = ""
    number_label_en: str = ""
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
    signed_applicant: str = ""  # the day, blanks to fill in without a signature
    signed_guardian: str = ""
    signature_applicant: bytes = field(default=b"", repr=False)
    signature_guardian: bytes = field(default=b"", repr=False)
    beyond: MatterView | None = field(default=None, repr=False)  # of a matter that makes no card


ENTRIES = frozenset(f.name for f in fields(ApplicationView) if f.type == "str")
PICTURES = frozenset(f.name for f in fields(ApplicationView) if f.type == "bytes")


def entries(view: ApplicationView) -> Mapping[str, str]:
    """Every text entry by the name layouts use."""
    return {name: getattr(view, name) for name in ENTRIES}
