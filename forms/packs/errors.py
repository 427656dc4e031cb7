"""What can be wrong with a pack: everything found at once, each with its line and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.errors import BadDefinition


@dataclass(frozen=True)
class Trouble:
    """One thing to put right. code: a row of words.toml ("pack.missing"); values fill its words."""

    line: int  # from 1
    column: int  # from 1
    place: str  # "categories.C01.questions.parents"
    code: str
    values: tuple[tuple[str, str], ...] = ()


class BadPack(BadDefinition):
    """The pack is refused whole. `troubles`: all that was found, in the order of the file."""

    code = "forms.bad_pack"

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        first = troubles[0]
        super().__init__(place=f"{first.place} ({first.line}:{first.column})", count=len(troubles))
        self.troubles = tuple(troubles)
