"""One parcel over a bad line: created at the office, sent on from where it got to, until a receipt is here.

The office keeps bytes as they arrive, and knows a record it has seen: creating an upload again tells how far
it got, or gives the receipt. So nothing about a transfer is kept on the laptop; a crash costs nothing.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from sync import answers, protocol, receipts, uploads
from sync.answers import Answer
from sync.errors import ServerTrouble, Unreachable
from sync.gate import Bulk, Gate
from sync.hands import Hands
from sync.keys import OfficeKey
from sync.parcel import Parcel, Receipt
from sync.talk import Talk
from sync.uploads import Label
from sync.verdicts import of_problem

PATIENCE_S = 90.0  # how long a line that went is asked again here, by all together: gaps of a van are shorter
PACE_S = 0.3  # between two such questions
NO_GAIN = 5  # talks in a row without one byte more: it is not the line
WITH_CREATION_BYTES = 4 * 1024 * 1024  # larger ones first ask whether they are wanted

_OURS = re.compile(rf"{protocol.FILES}/[0-9a-f]{{32}}\Z", re.ASCII)


@dataclass(frozen=True)
class Told:
    """What the office says of an upload: where it is and how far; the receipt once it has everything."""

    path: str = ""
    offset: int = 0
    receipt: Receipt | None = None


class Transfer:
    """talk: how questions are asked, on a connection of its own. gate: where bulk lets urgent mail pass."""

    def __init__(
        self,
        parcel: Parcel,
        talk: Talk,
        gate: Gate,
        hands: Hands,
        *,
        key: OfficeKey,
        van: str,
        over: threading.Event | None = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """over: set when the program quits; nobody waits for a line then."""
        self._parcel = parcel
        self._talk = talk
        self._gate = None if parcel.urgent else gate
        self._hands = hands
        self._key = key
        self._van = van
        self._over = over or threading.Event()
        self._patience_s = patience_s
        self._told = Told()

    def run(self) -> Receipt:
        """Raises sync errors; Unreachable once the line has been gone for longer than our patience."""
        step = self._create_with_body if self._goes_along() else self._create
        without_gain = reached = 0
        while True:
            cut: Unreachable | None = None
            try:
                self._told = step()
            except Unreachable as error:
                cut, self._told = error, self._ask_until_it_is_back()
            if self._told.receipt is not None:
                return self._told.receipt
            without_gain = 0 if self._told.offset > reached else without_gain + 1
            reached = max(reached, self._told.offset)
            if without_gain > NO_GAIN:
                raise cut or ServerTrouble(reason="no-progress")
            step = self._send if self._told.path else self._create

    def _goes_along(self) -> bool:
        """A parcel never tried before is surely wanted: its bytes go with the first question."""
        return not self._parcel.tried and len(self._parcel.body) <= WITH_CREATION_BYTES

    def _create(self, body: Bulk | None = None, *, quick: bool = False) -> Told:
        parcel = self._parcel
        label = Label(parcel.id, parcel.sha256, parcel.training, parcel.urgent)
        headers = {
            protocol.TUS: protocol.TUS_VERSION,
            protocol.LENGTH: str(len(parcel.body)),
            protocol.METADATA: uploads.to_tus(label),
        }
        if body is not None:
            headers["Content-Type"] = protocol.TUS_TYPE
        return self._heard(self._talk.ask("POST", protocol.FILES, headers, body, quick=quick))

    def _create_with_body(self) -> Told:
        with self._hands.turn() as all_left:
            return self._create(self._bulk(0, all_left))

    def _send(self) -> Told:
        headers = {
            protocol.TUS: protocol.TUS_VERSION,
            protocol.OFFSET: str(self._told.offset),
            "Content-Type": protocol.TUS_TYPE,
        }
        with self._hands.turn() as all_left:
            body = self._bulk(self._told.offset, all_left)
            return self._heard(self._talk.ask("PATCH", self._told.path, headers, body, also=(404, 409, 410)))

    def _bulk(self, offset: int, all_left: Callable[[], None]) -> Bulk:
        def make_room() -> None:
            self._talk.watch.make_room(self._hands.room)

        return Bulk(self._parcel.body, offset, self._gate, all_left, make_room)

    def _ask(self) -> Told:
        """How far did it get? On a new connection: the old one may be dead without knowing it."""
        self._talk.close()
        if not self._told.path:
            return self._create(quick=True)
        headers = {protocol.TUS: protocol.TUS_VERSION}
        return self._heard(self._talk.ask("HEAD", self._told.path, headers, quick=True, also=(404, 410)))

    def _ask_until_it_is_back(self) -> Told:
        """The hand is free meanwhile: the next parcel asks, too, and needs no answer before its bytes go."""
        first = time.monotonic()
        with self._hands.turn() as all_left:
            all_left()
            while not self._over.is_set():
                began = time.monotonic()
                try:
                    return self._ask()
                except Unreachable:
                    since = min(first, self._talk.contact.missing_since or first)
                    if time.monotonic() - since > self._patience_s:
                        raise
                self._over.wait(max(0.0, PACE_S - (time.monotonic() - began)))
        raise Unreachable(reason="hung-up")

    def _heard(self, answer: Answer) -> Told:
        if protocol.RECEIPT in answer.headers:
            return Told(receipt=self._receipt(answer.headers[protocol.RECEIPT]))
        if answer.status in (404, 410):
            return Told()  # forgotten there: create it again
        if answer.status == 409 and answers.problem(answer) != "offset-conflict":
            raise of_problem(409, answers.problem(answer), None)
        path = urlsplit(answer.headers.get("Location", "")).path or self._told.path
        offset = answer.headers.get(protocol.OFFSET, "")
        size = len(self._parcel.body)
        if not _OURS.match(path) or not offset.isdecimal() or int(offset) > size:
            raise ServerTrouble(reason="offset")
        return Told(path, int(offset))

    def _receipt(self, header: str) -> Receipt:
        try:
            receipt = receipts.read(protocol.unb64url(header))
        except ValueError as error:
            raise ServerTrouble(reason="receipt") from error
        mine = (self._parcel.id, self._parcel.sha256, self._van)
        if (receipt.id, receipt.sha256, receipt.van) != mine or not receipts.genuine(receipt, self._key):
            raise ServerTrouble(reason="receipt")
        return receipt
