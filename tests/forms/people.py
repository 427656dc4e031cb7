"""Invented people with valid numbers, and answers that have no mistakes."""

from __future__ import annotations

from datetime import date

from forms.idnumber import check_digit

TODAY = date(2026, 11, 21)
SAMPLE = "11010519491231002X"  # the sample of GB 11643-1999
ADULT = "440104198503070018"[:17] + check_digit("44010419850307001")
CHILD = "44010420150601002" + check_digit("44010420150601002")
GUARDIAN = ADULT


def number(birth: str, division: str = "440104", sequence: str = "001") -> str:
    """A valid number for a birth day YYYYMMDD."""
    first17 = division + birth + sequence
    return first17 + check_digit(first17)


PERSON = {
    "name": "陈嘉怡",
    "id_number": number("19850307", sequence="002"),
    "ethnic": "01",
    "address": "广东省广州市越秀区北京路1号",
}
CONTACT = {"phone": "13800138000"}
CARD = {"issuer": "广州市公安局越秀分局", "valid_from": "20070101", "valid_to": "20270101"}
GUARDIAN_ANSWERS = {
    "guardian_name": "陈志强",
    "guardian_id_number": GUARDIAN,
    "guardian_relation": "51",
    "guardian_phone": "13900139000",
}
CHILD_PERSON = {**PERSON, "name": "陈小宝", "id_number": CHILD, **GUARDIAN_ANSWERS}

COMPLETE: dict[str, dict[str, str]] = {
    "first": {**PERSON, **CONTACT, "id_number": number("20101101", sequence="002")},
    "renewal_expiry": {**PERSON, **CONTACT, **CARD},
    "renewal_damage": {**PERSON, **CONTACT, **CARD, "damage_kind": "chip"},
    "change": {**PERSON, **CONTACT, **CARD, "changed_items": "21"},
    "loss": {**PERSON, **CONTACT, "loss_date": "20261101"},
    "correction": {**PERSON, **CONTACT, **CARD, "changed_items": "41"},
    "address": {**PERSON, **CONTACT, **CARD},
    "refresh": {**PERSON, **CONTACT, **CARD},
}
