"""What this program needs of a pack beyond its schema: the tables of the matters it takes."""

from __future__ import annotations

from collections.abc import Iterator

from forms.matter import MATTERS
from forms.packs.errors import BadPack, Trouble
from forms.packs.model import Pack
from forms.packs.reading import parse


def read_for_use(source: bytes) -> Pack:
    """A pack that fits its schema, answers its golden cases and has what the matters need. Raises BadPack."""
    pack = parse(source)
    if missing := list(_missing(pack)):
        raise BadPack([Trouble(1, 1, place, "pack.needed") for place in dict.fromkeys(missing)])
    return pack


def _missing(pack: Pack) -> Iterator[str]:
    for matter in (entry for entry in MATTERS if not entry.books):
        here = pack.categories.get(matter.category)
        if here is None:
            yield f"categories.{matter.category}"
            continue
        for question, answer in matter.scenario.items():
            if (question, answer) not in here.rows:
                yield f"categories.{matter.category}.questions.{question}.{answer}"
