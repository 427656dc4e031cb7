"""What the office said of one application beside its status: why it came back, what it asks for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from forms import reasons

KINDS = ("returned", "material", "out_for_delivery")

AS_JSON = (
    "(SELECT json_group_array(json_array(n.kind, json(n.reasons), json(n.extra))) FROM "
    "(SELECT kind, reasons, extra FROM notices WHERE record = a.id "
    f"AND kind IN {KINDS} ORDER BY cursor) n)"
)
"""A column for queries over applications a; read by `read`."""


@dataclass(frozen=True)
class Heard:
    """sentences: the office's own words for its last return. codes, own: the same by forms.reasons.

    asked: (material id, last day "YYYY-MM-DD") of what it waits for. carrier: who brings the card; "" nobody.
    """

    sentences: tuple[str, ...] = field(default=(), repr=False)
    codes: tuple[str, ...] = ()
    own: str = field(default="", repr=False)
    asked: tuple[tuple[str, str], ...] = ()
    carrier: str = ""

    def why(self, language: str) -> tuple[str, ...]:
        """Why it came back, in the officer's language where this program knows the codes."""
        return reasons.told(self.sentences, self.codes, self.own, language)


def read(said: str | None) -> Heard:
    """From AS_JSON, in the order in which it was said. What is of no shape we know is passed over."""
    found, asked, carrier = Heard(), dict[str, str](), ""
    for kind, sentences, extra in json.loads(said) if said else []:
        facts = {name: str(value) for name, value in extra.items()}
        if kind == "returned":
            codes = tuple(facts.get("codes", "").split())
            found, asked = Heard(tuple(map(str, sentences)), codes, facts.get("own", "")), {}
        elif kind == "material" and facts.get("asked") == "1":
            asked[facts.get("material", "")] = facts.get("until", "")
        elif kind == "material":
            asked.pop(facts.get("material", ""), None)
        else:
            carrier = facts.get("to", "")
    return Heard(found.sentences, found.codes, found.own, tuple(asked.items()), carrier)
