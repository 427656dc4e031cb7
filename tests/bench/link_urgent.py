"""The link bench's client with something urgent to say: arguments as `sync.send`'s.

Sends the files given, and every few seconds one letter of the folder `urgent` beside theirs, as the program
does it: put into the outbox, then the engine is called. `ID.seconds` beside it: from there to the receipt.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sync.client import Client
from sync.connection import Door
from sync.engine import Engine
from sync.folder import FolderOutbox, NoInbox
from sync.outbox import Due
from sync.parcel import Parcel, Receipt
from sync.send import SystemClock

EVERY_S, BEGIN_S = 4.0, 6.0  # begin: when the bulk is in full swing


class Mixed:
    """Bulk, and before it the urgent letters whose time has come. Otherwise as the folder has it."""

    def __init__(self, bulk: FolderOutbox, urgent: FolderOutbox, letters: Sequence[Path]) -> None:
        self._bulk, self._urgent = bulk, urgent
        self._letters = {path.stem: path for path in letters}
        self._said: dict[str, float] = {}

    def say(self, id: str) -> None:
        self._said[id] = time.monotonic()

    def open(self) -> bool:
        return self._bulk.open()

    def due(self, now: datetime) -> Sequence[Due]:
        urgent = [due for due in self._urgent.due(now) if due.id in self._said]
        return [*urgent, *self._bulk.due(now)]

    def parcel(self, id: str) -> Parcel:
        return replace(self._of(id).parcel(id), urgent=id in self._letters)

    def delivered(self, id: str, receipt: Receipt) -> None:
        if id in self._letters:
            took = time.monotonic() - self._said[id]
            self._letters[id].with_suffix(".seconds").write_text(f"{took:.3f}")
        self._of(id).delivered(id, receipt)

    def sending(self, id: str) -> None:
        self._of(id).sending(id)

    def interrupted(self, id: str, code: str) -> None:
        self._of(id).interrupted(id, code)

    def put_off(self, id: str, until: datetime, code: str) -> None:
        self._of(id).put_off(id, until, code)

    def refused(self, id: str, code: str, values: dict[str, object]) -> None:
        self._of(id).refused(id, code, values)

    def alarm(self, id: str, code: str, values: dict[str, object]) -> None:
        self._of(id).alarm(id, code, values)

    def _of(self, id: str) -> FolderOutbox:
        return self._urgent if id in self._letters else self._bulk


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--office", type=Path, required=True)
    parser.add_argument("--ca", required=True)
    asked = parser.parse_args(arguments)
    said = json.loads(asked.office.read_text("utf-8"))
    letters = sorted((asked.files[0].parent.parent / "urgent").glob("*.cms"))
    outbox = Mixed(FolderOutbox(asked.files, True), FolderOutbox(letters, True, urgent=True), letters)
    client = Client(Door(said["url"], said["van"], True, said["key"], token=said["token"], ca=asked.ca))
    engine = Engine(outbox, NoInbox(), client, SystemClock(), hands=lambda: client.hands.count)  # type: ignore[arg-type]
    client.hands.tell(engine.look)

    def speak() -> None:
        time.sleep(BEGIN_S)
        for letter in letters:
            outbox.say(letter.stem)
            engine.send()
            time.sleep(EVERY_S)

    threading.Thread(target=speak, daemon=True).start()
    while outbox.open():
        if engine.send().stopped is not None:
            time.sleep(0.3)
    client.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
