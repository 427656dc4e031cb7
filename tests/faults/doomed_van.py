"""`sync.send` that kills itself (SIGKILL) at one named step of the N-th parcel; started as a program."""

from __future__ import annotations

import sys
from typing import Any

from sync import send
from sync.folder import FolderOutbox
from sync.gate import Bulk
from sync.parcel import Receipt
from sync.transfer import Told, Transfer
from sync.watch import Watch
from tests.faults.fate import Fate

STEPS = ("before-creation", "created", "mid-body", "last-byte", "answered", "half-receipt")


class DoomedTransfer(Transfer):
    fate: Fate

    def _goes_along(self) -> bool:
        return False  # creation and bytes apart, so that there is a moment between them

    def _create(self, body: Bulk | None = None, *, quick: bool = False) -> Told:
        self.fate.meet("before-creation")
        told = super()._create(body, quick=quick)
        self.fate.meet("created")
        return told

    def run(self) -> Receipt:
        receipt = super().run()
        self.fate.meet("answered")
        return receipt


class DoomedBulk(Bulk):
    fate: Fate

    def read(self, size: int = -1) -> bytes:
        block = super().read(size)
        if len(self) < len(block):
            self.fate.meet("mid-body")
        return block


class DoomedWatch(Watch):
    fate: Fate

    def wait_until_sent(self) -> None:
        if self._sent_much:
            self.fate.meet("last-byte")
        super().wait_until_sent()

    _sent_much = False

    def send(self, put: Any, data: memoryview) -> int:
        self._sent_much = len(data) > 2000
        return super().send(put, data)


class DoomedFolder(FolderOutbox):
    fate: Fate

    def delivered(self, id: str, receipt: Receipt) -> None:
        (self._rows[id].path.with_suffix(".half")).write_bytes(b"half a rece")
        self.fate.meet("half-receipt")
        super().delivered(id, receipt)


def main(arguments: list[str]) -> int:
    """STEP NUMBER, then what sync.send takes."""
    fate = Fate(arguments[0], int(arguments[1]))
    for doomed in (DoomedTransfer, DoomedBulk, DoomedWatch, DoomedFolder):
        doomed.fate = fate  # type: ignore[attr-defined]
    from sync import client, connection, transfer

    client.Transfer = DoomedTransfer  # type: ignore[misc]
    transfer.Bulk = DoomedBulk  # type: ignore[misc]
    connection.Watch = DoomedWatch  # type: ignore[misc]
    send.FolderOutbox = DoomedFolder  # type: ignore[misc]
    return send.main(arguments[2:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
