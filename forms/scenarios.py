"""From a person's situation to what must be shown: eligible or why not, materials, fee item, days.

One engine for every category; the tables are packs (forms.pack, data in `packs/`). The keys of answers are
field ids, derived ids and "matter": completed answers (spec.complete) can be handed in as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.pack import Dimension, Material, Mode, Pack, pack_of, packs, parse

__all__ = [
    "Decision",
    "Dimension",
    "Material",
    "Mode",
    "Pack",
    "Reason",
    "decide",
    "pack_of",
    "packs",
    "parse",
]


@dataclass(frozen=True)
class Reason:
    """Why it cannot be taken here: a code with words, and the text it rests on."""

    code: str
    source: str


@dataclass(frozen=True)
class Decision:
    """What the pack says. `time_limit`: days from sealing; `unanswered`: dimensions still open."""

    eligible: bool
    reasons: tuple[Reason, ...]
    materials: tuple[Material, ...]
    fee_item: str
    time_limit: int
    time_limit_source: str
    time_limit_confidence: str
    source: str
    pack: str  # "<id>@<version>", what Application.pack holds
    unanswered: tuple[str, ...] = ()


def decide(category: str, answers: Mapping[str, str], pack: Pack | None = None) -> Decision:
    """What a category's pack (or the one given) says to these answers. BadDefinition: unknown category.

    An answer the pack does not have counts as unanswered. Materials keep the pack's order and come once.
    """
    pack = pack or pack_of(category)
    wanted, fee_item, unanswered = list(pack.base), "", []
    for dimension in pack.dimensions:
        row = pack.rows.get((dimension.id, answers.get(dimension.id, "")))
        if row is None:
            unanswered.append(dimension.id)
            continue
        wanted += row["materials"]
        fee_item = row.get("fee_item", fee_item)
    for switch in pack.switches:
        if switch.holds(answers):
            dropped = switch.row.get("drop", [])
            wanted = [material for material in wanted if material not in dropped] + switch.row.get("add", [])
    refused = [effect.row for effect in pack.refusals if effect.holds(answers)]
    limit = next(effect.row for effect in pack.time_limits if effect.holds(answers))
    return Decision(
        eligible=not refused,
        reasons=tuple(Reason(row["code"], row["source"]) for row in refused),
        materials=tuple(pack.materials[material] for material in dict.fromkeys(wanted)),
        fee_item=fee_item,
        time_limit=limit["days"],
        time_limit_source=limit["source"],
        time_limit_confidence=limit["confidence"],
        source=pack.source,
        pack=pack.name,
        unanswered=tuple(unanswered),
    )
