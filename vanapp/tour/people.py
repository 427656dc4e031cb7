"""Whom the tour serves: a renewal by card, a loss by typed number, a child with its father."""

from __future__ import annotations

from vanapp.tour.errands import Errand

# What input methods commit, and the keys it takes in pinyin with the space that picks the candidate.
RENEWAL = Errand("renewal", particulars={"phone": "13800138001"})

LOSS = Errand(
    "loss",
    number="440604199006270046",
    particulars={
        "name": ("黄美玲", 14),
        "ethnic": "01",
        "address": ("广东省佛山市禅城区祖庙路33号2座801房", 48),
        "loss_date": "20261115",
        "phone": "13800138003",
    },
)

CHILD = Errand(
    "child",
    number="440104201806010202",
    particulars={
        "name": ("陈雨桐", 12),
        "ethnic": "01",
        "address": ("广东省广州市越秀区人民北路688号1502房", 48),
        "guardian_name": ("陈志强", 13),
        "guardian_relation": "51",
        "guardian_id_number": "440104199110180318",
        "guardian_phone": "13800138001",
    },
)

MODES = {"all": (RENEWAL, LOSS, CHILD), "renewal": (RENEWAL,)}
