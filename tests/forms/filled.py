"""Answers for any form: invented people with valid numbers, one for each question that is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from forms.question import Field
from forms.spec import FormSpec, visible_fields
from tests.forms.people import number

PEOPLE = {
    "id_number": number("19850307", sequence="002"),
    "guardian_id_number": number("19600101", sequence="001"),
    "father_id_number": number("19880402", sequence="003"),
    "mother_id_number": number("19900615", sequence="004"),
    "parent_1_id_number": number("19880402", sequence="003"),
    "parent_2_id_number": number("19900615", sequence="004"),
    "proxy_id_number": number("19790909", sequence="005"),
    "collector_id_number": number("19790909", sequence="005"),
    "gone_id_number": number("19400505", sequence="006"),
    "owner_id_number": number("19910202", sequence="007"),
}
ONE = {
    "child_name": "陈小满",
    "father_name": "陈志强",
    "mother_name": "李秀兰",
    "new_name": "陈安宁",
    "married_on": "20150520",
    "registered_on": "20260101",
    "new_sex": "1",
    "new_ethnic": "02",
    "new_birth": "19850308",
    "permit_valid_to": "20261201",
    "loss_date": "20261001",
    "found_date": "20261102",
    "valid_to": "20300101",
}
BY_KIND = {
    "name": "王建国",
    "id_number": number("19700101", sequence="008"),
    "phone": "13800138000",
    "past_date": "20261101",
    "date": "20261201",
    "date_or_long": "长期",
    "address": "广东省广州市荔湾区中山八路10号203房",
    "text": "甲乙丙",
}


def answer(entry: Field) -> str:
    """A right answer to one question."""
    known = ONE.get(entry.id) or PEOPLE.get(entry.id)
    if entry.choices and not known:
        return entry.default or entry.choices[0].code
    return known or BY_KIND[entry.kind]


FOLLOW = frozenset({"sex", "birth"})
"""What follows from the number is left to follow."""


def filled(spec: FormSpec, situation: Mapping[str, str], today: date) -> dict[str, str]:
    """The situation, and every question it leads to answered; those that may stay empty too."""
    answers = dict(situation)
    for _ in range(4):  # an answer may lead to another question
        for entry in visible_fields(spec, answers, today):
            if entry.id not in FOLLOW:
                answers.setdefault(entry.id, answer(entry))
    return answers
