"""The packs this program has: the newest is the current one, older ones serve what began with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forms.data import names_in, read_text
from forms.errors import BadDefinition
from forms.once import once
from forms.packs.model import Category, Pack
from forms.packs.reading import parse
from forms.words import Words

_beside: dict[str, Pack] = {}


@once
def shipped() -> tuple[Pack, ...]:
    """Every pack that lies in this package. Raises BadPack."""
    return tuple(parse(read_text(f"packs/{name}.yaml").encode()) for name in names_in("packs", ".yaml"))


def lay_beside(packs: Iterable[Pack]) -> None:
    """What the bureau sent, beside what the program came with; replaces what was laid there before.

    Once, when the program starts: nothing changes under an officer's hands. What the program itself came
    with is never replaced under its own name.
    """
    _beside.clear()
    _beside.update({pack.name: pack for pack in packs})


def packs() -> tuple[Pack, ...]:
    """All of them, oldest first."""
    known = {**_beside, **{pack.name: pack for pack in shipped()}}
    return tuple(sorted(known.values(), key=age))


def age(pack: Pack) -> tuple[object, int]:
    """What tells the newer of two packs: its day, then its version."""
    return pack.date, pack.version


def current() -> Pack:
    """The pack new applications begin with."""
    return packs()[-1]


def pack_named(name: str) -> Pack:
    """The pack an application began with ("guangdong@1"); the current one when that is not here any more."""
    return next((pack for pack in packs() if pack.name == name), current())


def categories(pack: Pack | None = None) -> Mapping[str, Category]:
    return (pack or current()).categories


def category(category_id: str, pack: Pack | None = None) -> Category:
    """A category by its id. Raises BadDefinition when the pack does not have it."""
    found = categories(pack)
    if category_id not in found:
        raise BadDefinition(place=f"category {category_id}", wanted=", ".join(found))
    return found[category_id]


def material_words(material: str) -> Words | None:
    """What a material is called; None when no pack here knows it."""
    found = (pack.materials.get(material) for pack in packs())
    return next((one.words for one in found if one is not None), None)
