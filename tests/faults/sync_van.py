"""A van as a program: an outbox of files, the production engine and client; the tests start and kill it."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sync.engine import Engine
from sync.http import HttpGateway
from sync.outbox import Due
from sync.parcel import Parcel, Receipt
from sync.protocol import stamp
from tests.sync.fakes import MemoryInbox


class FileOutbox:
    """One file per parcel; its receipt beside it, written whole. Waiting is having no receipt."""

    def __init__(self, folder: Path, die_when_delivered: int = 0) -> None:
        self._folder = folder
        self._left = die_when_delivered
        folder.mkdir(exist_ok=True)

    def add(self, parcel: Parcel) -> None:
        (self._folder / f"{parcel.id}.parcel").write_bytes(parcel.body)

    def receipts(self) -> dict[str, dict[str, str]]:
        return {path.stem: json.loads(path.read_text()) for path in self._folder.glob("*.receipt")}

    def due(self, now: datetime) -> Sequence[Due]:
        waiting = sorted(path.stem for path in self._folder.glob("*.parcel"))
        return [Due(id) for id in waiting if not (self._folder / f"{id}.receipt").exists()]

    def parcel(self, id: str) -> Parcel:
        body = (self._folder / f"{id}.parcel").read_bytes()
        return Parcel(id, hashlib.sha256(body).hexdigest(), body, training=True)

    def sending(self, id: str) -> None:
        print("sending", id, flush=True)

    def interrupted(self, id: str, code: str) -> None:
        print("interrupted", id, code, flush=True)

    def delivered(self, id: str, receipt: Receipt) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        said = {
            "sha256": receipt.sha256,
            "received_at": stamp(receipt.received_at),
            "signature": receipt.signature,
        }
        part = self._folder / f"{id}.part"
        part.write_text(json.dumps(said))
        part.rename(self._folder / f"{id}.receipt")

    def put_off(self, id: str, until: datetime, code: str) -> None:
        print("put off", id, code, flush=True)

    def refused(self, id: str, code: str, values: Mapping[str, object]) -> None:
        print("refused", id, code, flush=True)

    def alarm(self, id: str, code: str, values: Mapping[str, object]) -> None:
        print("alarm", id, code, flush=True)


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def send(outbox: FileOutbox, url: str, van: Mapping[str, str]) -> bool:
    """One pass; whether nothing is left."""
    gateway = HttpGateway(
        url, van["token"], van["van"], True, office_key=van["key"], no_progress_s=2, answer_s=4
    )
    try:
        Engine(outbox, MemoryInbox(), gateway, SystemClock()).send()
    finally:
        gateway.close()
    return not outbox.due(datetime.now(UTC))


if __name__ == "__main__":
    # FOLDER URL VAN_FILE DIE_WHEN_DELIVERED
    where, address, van_file, doom = sys.argv[1:]
    all_sent = send(FileOutbox(Path(where), int(doom)), address, json.loads(Path(van_file).read_text()))
    sys.exit(0 if all_sent else 1)
