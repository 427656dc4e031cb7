"""A real gateway that kills itself (SIGKILL) at one named step of the N-th parcel; started as a program."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sync.gateway.api import records
from sync.gateway.incoming import Incoming
from sync.gateway.letters import Letter
from sync.gateway.objects import FileObjects
from sync.gateway.office import Office, open_office
from sync.gateway.records import Arrival, Held, Ledger
from sync.gateway.serve import Serving, serve

STEPS = ("mid-body", "before-file", "after-file", "after-row")


class Fate:
    """Dies the `number`-th time it is met at `step`."""

    def __init__(self, step: str, number: int) -> None:
        self._step, self._left = step, number

    def meet(self, step: str) -> None:
        if step == self._step:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class DoomedIncoming(Incoming):
    fate: Fate

    def write(self, block: bytes) -> None:
        first = self.size == 0
        super().write(block[: len(block) // 2])
        self.bytes()
        if first:
            self.fate.meet("mid-body")
        super().write(block[len(block) // 2 :])


class DoomedObjects(FileObjects):
    def __init__(self, folder: Path, fate: Fate) -> None:
        super().__init__(folder)
        self._fate = fate

    def put(self, sha256: str, body: bytes) -> None:
        self._fate.meet("before-file")
        super().put(sha256, body)
        self._fate.meet("after-file")


class DoomedLedger(Ledger):
    def __init__(self, office: Office, fate: Fate) -> None:
        super().__init__(office.database, office.seal, office.name)
        self._fate = fate

    def take(self, letter: Letter, arrival: Arrival, now: datetime) -> Held:
        held = super().take(letter, arrival, now)
        self._fate.meet("after-row")
        return held


def doomed(folder: Path, fate: Fate) -> Office:
    office = open_office(folder, training=True)
    DoomedIncoming.fate = fate
    records.Incoming = DoomedIncoming  # type: ignore[misc]
    return replace(office, objects=DoomedObjects(folder, fate), ledger=DoomedLedger(office, fate))


if __name__ == "__main__":
    # --data FOLDER --training STEP NUMBER
    _, _, where, _, named, count = sys.argv
    serve(Path(where), Serving(van="D027"), lambda: doomed(Path(where), Fate(named, int(count))))
