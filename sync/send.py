"""`python -m sync.send --office FILE [--url URL] FILE.cms ...`: sealed files to an office, for technicians.

Sends with the production engine, over any line, until every file has its receipt (`ID.receipt`, beside it).
Run again after whatever stopped it, it goes on where it was. Says one line of JSON for each event.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from sync.client import Client
from sync.connection import Door, Papers
from sync.engine import Engine
from sync.folder import FolderOutbox, NoInbox
from sync.line import Line, LineState

PACE_S = 0.3  # between two looks whether the line is back
PUT_OFF_S = 0.5


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def main(arguments: list[str]) -> int:
    """0: all delivered; 1: something was refused or given up."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    for folder in {path.parent for path in asked.files}:
        if not os.access(folder, os.W_OK):
            parser.error(f"receipts are written beside the files, and {folder} cannot be written to")
    door = _door(asked)
    outbox = FolderOutbox(asked.files, door.training, _say, asked.urgent)
    client = Client(door)
    try:
        send(outbox, client, asked.give_up)
    finally:
        client.close()
    left = outbox.left()
    _say("", "left" if left else "done", str(len(left)))
    return 1 if left else 0


def send(outbox: FolderOutbox, client: Client, give_up_s: float) -> None:
    """Until all that may go is gone, or there was no office for so many seconds."""
    engine = Engine(outbox, NoInbox(), client, SystemClock(), hands=lambda: client.hands.count)
    client.hands.tell(engine.look)
    line = Line(client)
    gone_since: float | None = None
    while outbox.open():
        sent = engine.send()
        if sent.stopped is None:
            time.sleep(PUT_OFF_S if outbox.open() else 0)  # what is left was put off by the office
            gone_since = None
            continue
        gone_since = gone_since or time.monotonic()
        while line.check() is not LineState.UP:
            if time.monotonic() - gone_since > give_up_s:
                return
            time.sleep(PACE_S)
        if line.problem is not None and time.monotonic() - gone_since > give_up_s:
            return  # the office is there, and says no


def _door(asked: argparse.Namespace) -> Door:
    said = json.loads(asked.office.read_text("utf-8"))
    papers = None
    if asked.certificate is not None:
        phrase = asked.pass_phrase_file.read_text("utf-8").strip() if asked.pass_phrase_file else ""
        papers = Papers(asked.certificate, asked.key, phrase)
    return Door(
        url=asked.url or said["url"],
        van=said["van"],
        training=bool(said["training"]),
        key=said["key"],
        token=said.get("token", ""),
        ca=str(asked.ca) if asked.ca else None,
        papers=papers,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sync.send", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.cms", help="named by the record id")
    parser.add_argument("--office", type=Path, required=True, help="the office's enrolment file")
    parser.add_argument("--url", help="instead of the one in the enrolment file")
    parser.add_argument("--urgent", action="store_true")
    parser.add_argument("--give-up", type=float, default=3600, metavar="SECONDS", help="without the office")
    parser.add_argument("--ca", type=Path, help="PEM of the office's CA (real office)")
    parser.add_argument("--certificate", type=Path, help="this device's, PEM (real office)")
    parser.add_argument("--key", type=Path, help="its private key, PEM")
    parser.add_argument("--pass-phrase-file", type=Path, help="of the private key")
    return parser


def _say(record: str, what: str, code: str) -> None:
    said = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "record": record, "what": what}
    sys.stdout.write(json.dumps({**said, "code": code} if code else said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
