"""A real gateway that kills itself (SIGKILL) at one named step of the N-th parcel; started as a program.

python -m tests.faults.doomed_office STEP NUMBER <arguments of sync.gateway>
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sync.gateway import __main__ as program
from sync.gateway import serve as serving
from sync.gateway.letters import Letter
from sync.gateway.office import Office
from sync.gateway.records import Arrival, Held, Ledger
from tests.faults.fate import Fate

STEPS = ("mid-body", "before-file", "after-file", "after-row")


class DoomedObjects:
    """Whatever store it is, with a fate before and after."""

    def __init__(self, objects: Any, fate: Fate) -> None:
        self._objects, self._fate = objects, fate

    def put(self, sha256: str, body: bytes) -> None:
        self._fate.meet("before-file")
        self._objects.put(sha256, body)
        self._fate.meet("after-file")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._objects, name)


class DoomedPartials:
    def __init__(self, partials: Any, fate: Fate) -> None:
        self._partials, self._fate = partials, fate

    def append(self, *arguments: Any) -> None:
        self._partials.append(*arguments)
        self._fate.meet("mid-body")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._partials, name)


class DoomedLedger(Ledger):
    def __init__(self, office: Office, fate: Fate) -> None:
        super().__init__(office.database, office.seal, office.name, office.keys)
        self._fate = fate

    def take(self, letter: Letter, arrival: Arrival, now: datetime, *more: Any, **named: Any) -> Held:
        held = super().take(letter, arrival, now, *more, **named)
        self._fate.meet("after-row")
        return held


def doomed(office: Office, fate: Fate) -> Office:
    office.uploads.partials = DoomedPartials(office.uploads.partials, fate)
    return replace(office, objects=DoomedObjects(office.objects, fate), ledger=DoomedLedger(office, fate))


if __name__ == "__main__":
    step, number, *arguments = sys.argv[1:]
    fate = Fate(step, int(number))
    serve = serving.serve

    def serve_doomed(folder: Any, how: Any, open_it: Callable[[], Office]) -> None:
        serve(folder, how, lambda: doomed(open_it(), fate))

    program.serve = serve_doomed
    sys.exit(program.main(arguments))
