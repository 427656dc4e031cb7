"""From a person's situation to what must be shown: eligible or why not, materials, fee, days.

One engine for every category; the tables are packs (forms.packs). The keys of answers are question ids, and
for C19a field ids, derived ids and "matter": completed answers (spec.complete) can be handed in as they are.

`python -m forms.scenarios count` and `python -m forms.scenarios decide C01 parents=p1 place=b1 addr=a1`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from forms.errors import BadDefinition
from forms.packs.checks import open_paths
from forms.packs.model import Category, Charge, Dimension, Limit, Material, Pack, holds
from forms.packs.shelf import category as category_of
from forms.packs.shelf import current
from forms.words import Words, words


@dataclass(frozen=True)
class Reason:
    """Why it cannot be taken here: a code with words, the text it rests on, what to do instead."""

    code: str
    source: str
    instead: Words | None = None


@dataclass(frozen=True)
class Decision:
    """What the pack says. `unanswered`: questions still open. No fee, no limit: no rule was found."""

    eligible: bool
    reasons: tuple[Reason, ...]
    materials: tuple[Material, ...]
    fee_item: str
    fee: Charge | None
    limit: Limit | None
    channel: str
    source: str
    confidence: str
    pack: str  # "<id>@<version>", what Application.pack holds
    unanswered: tuple[str, ...] = ()


def decide(category_id: str, answers: Mapping[str, str], pack: Pack | None = None) -> Decision:
    """What a category of the current pack (or the one given) says to these answers.

    An answer the category does not have counts as unanswered. Materials keep the pack's order and come once.
    Raises BadDefinition for an unknown category.
    """
    pack = pack or current()
    category = category_of(category_id, pack)
    wanted, fee_item, unanswered = list(category.base), "", []
    for dimension in asked(category, answers):
        row = category.rows.get((dimension.id, answers.get(dimension.id, "")))
        if row is None:
            unanswered.append(dimension.id)
            continue
        wanted += row.materials
        fee_item = row.fee_item or fee_item
    for switch in category.switches:
        if holds(switch.when, answers):
            wanted = [material for material in wanted if material not in switch.drop] + list(switch.add)
    refused = [refusal for refusal in category.refusals if holds(refusal.when, answers)]
    return Decision(
        eligible=not refused,
        reasons=tuple(Reason(refusal.code, refusal.source, refusal.instead) for refusal in refused),
        materials=tuple(pack.materials[material] for material in dict.fromkeys(wanted)),
        fee_item=fee_item,
        fee=next((fee for fee in category.fees if holds(fee.when, answers)), None),
        limit=next((limit for limit in category.time_limits if holds(limit.when, answers)), None),
        channel=category.channel,
        source=category.source,
        confidence=category.confidence,
        pack=pack.name,
        unanswered=tuple(unanswered),
    )


def needed(materials: Iterable[Material]) -> list[Material]:
    """In the order a person brings them: originals first, then what is made or looked up for them."""
    order = {"V": 0, "O": 0, "P": 1, "F": 2, "N": 3}
    return sorted(materials, key=lambda material: order[material.mode])


def asked(category: Category, answers: Mapping[str, str]) -> Iterator[Dimension]:
    """The questions these answers lead to, in order."""
    return (dimension for dimension in category.dimensions if holds(dimension.when, answers))


def possible(category: Category, question: str, answers: Mapping[str, str]) -> frozenset[str]:
    """The answers to `question` that leave a way open with what is answered already."""
    said = {key: answer for key, answer in answers.items() if key != question}
    return frozenset(
        path[question]
        for path in open_paths(category)
        if all(path.get(key, answer) == answer for key, answer in said.items())
    )


def count(pack: Pack | None = None) -> tuple[int, int]:
    """How many groups of categories, and how many situations that are not refused."""
    found = (pack or current()).categories.values()
    return len({category.group for category in found}), sum(sum(1 for _ in open_paths(c)) for c in found)


def main(arguments: list[str]) -> int:
    """The command line; returns the exit code."""
    match arguments:
        case ["count"]:
            groups, situations = count()
            print(f"{current().name}: {groups} categories, {situations} situations")
            return 0
        case ["decide", category_id, *said] if all("=" in word for word in said):
            return _tell(category_id, dict(word.split("=", 1) for word in said))
        case _:
            print("use: count | decide CATEGORY question=answer ...", file=sys.stderr)
            return 2


def _tell(category_id: str, answers: Mapping[str, str]) -> int:
    try:
        category = category_of(category_id)
    except BadDefinition as error:
        print(f"no category {category_id}; there are: {error.values['wanted']}", file=sys.stderr)
        return 2
    known = {d.id: [choice.code for choice in d.answers] for d in category.dimensions}
    known |= {switch.id: ["yes"] for switch in category.switches if switch.words}
    for key, answer in answers.items():
        if key in known and answer not in known[key]:
            print(f"{key}: {answer} is none of {', '.join(known[key])}", file=sys.stderr)
            return 2
    said = decide(category_id, answers)
    for reason in said.reasons:
        told = words(reason.code)
        print(f"- {reason.code}: {told.zh if told else ''} [{reason.source}]")
    for material in said.materials:
        print(f"{material.id}\t{material.mode}\t{material.words.zh}\t{material.words.en}")
    if said.limit:
        print(f"days: {said.limit.days} {said.limit.unit} [{said.limit.source}, {said.limit.confidence}]")
    if said.fee:
        print(f"fee: {said.fee.fen / 100:.2f} [{said.fee.source}, {said.fee.confidence}]")
    print(f"{said.pack}, {said.channel}, confidence {said.confidence}: {said.source}")
    if said.unanswered:
        print(f"still open: {', '.join(said.unanswered)}")
    return 0 if said.eligible else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
