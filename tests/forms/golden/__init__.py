"""The situations research found, with the materials each needs: what the pack is held against."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forms.packs.shelf import category


@dataclass(frozen=True)
class Situation:
    id: str
    category: str
    answers: Mapping[str, str]  # by our names
    materials: tuple[str, ...]


OURS = {"biz": "matter", "age": "age_group", "origin": "household"}
"""The research's questions of C19a -> ours, which are fields of the form."""


@cache
def situations() -> tuple[Situation, ...]:
    """All of them, in the order of the research. Source: the file says it."""
    found = json.loads(Path(__file__).with_name("situations.json").read_text("utf-8"))
    return tuple(
        Situation(key, where, _ours(where, answers), tuple(materials))
        for key, where, answers, materials in found["rows"]
    )


def _ours(category_id: str, answers: Mapping[str, str]) -> dict[str, str]:
    if category_id != "C19a":
        return dict(answers)
    by_fact = {(key, row.fact): answer for (key, answer), row in category("C19a").rows.items()}
    return {OURS[key]: by_fact[OURS[key], answer] for key, answer in answers.items()}
