"""A laptop that takes packs from a stick and kills itself (SIGKILL) at a named step; started as a program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from sync.offers import FolderSource, Look, Offer
from tests.faults.fate import Fate
from vanapp import packs
from vanapp.clock import SystemClock
from vanapp.files import write_whole

STEPS = ("list", "piece", "brought", "half-written", "written")


class DoomedSource(FolderSource):
    fate: Fate

    def read(self, path: str, offset: int, most: int) -> bytes:
        piece = super().read(path, offset, min(most, 10_000))
        self.fate.meet("piece" if path.startswith("targets") else "list")
        return piece


def main(arguments: list[str]) -> int:
    """STEP NUMBER FOLDER STICK ROOT: one look at the stick."""
    step, number, folder, stick, root = arguments
    fate = Fate(step, int(number))
    DoomedSource.fate = fate

    class DoomedPacks(packs.Packs):
        def _take_one(self, look: Look, offer: Offer, came: str) -> None:
            super()._take_one(look, offer, came)
            fate.meet("written")

    def doomed_write(path: Path, content: bytes) -> None:
        fate.meet("brought")
        path.with_name(path.name + ".half").write_bytes(content[: len(content) // 2])
        fate.meet("half-written")
        write_whole(path, content)

    swapped: Any = packs
    swapped.write_whole = doomed_write
    made = DoomedPacks(Path(folder), Path(root).read_text("utf-8"), SystemClock())
    made.look(DoomedSource(Path(stick)), "stick")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
