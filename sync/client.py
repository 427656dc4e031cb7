"""The office as a van sees it: probe, deliver, news. Safe to call from any thread, several at once."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7

from sync import notices, protocol
from sync.answers import Answer
from sync.connection import Door, Waits
from sync.contact import Contact
from sync.errors import BadParcel, ClockOff, Refused, ServerTrouble, SyncError, Unreachable
from sync.gate import Bulk, Gate
from sync.hands import Hands
from sync.keys import OfficeKey
from sync.numbers import Report, read_heard, write_report
from sync.parcel import Held, Notice, OfficeHello, Parcel, Receipt, SealedTo
from sync.talk import Talk, anywhere
from sync.transfer import PATIENCE_S, Transfer

PIECE_S = 20.0  # what a piece of a pack may take on a crawling line, beside the usual patience
CLOCK_LIMIT_S = 300  # a laptop further off than this is told so
T = TypeVar("T")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Client:
    """door: where the office is, who we are. now: the laptop's clock. patience_s: see Transfer. may_go: see
    Talk.
    """

    def __init__(
        self,
        door: Door,
        *,
        now: Callable[[], datetime] = _utc_now,
        waits: Waits | None = None,
        patience_s: float = PATIENCE_S,
        may_go: Callable[[], None] = anywhere,
        about: Callable[[], str] = lambda: "",
    ) -> None:
        """about: what the office's people may see of this laptop (protocol.ABOUT), asked with each probe."""
        self._about = about
        self._door = door
        self._may_go = may_go
        self._now = now
        self._waits = waits
        self._patience_s = patience_s
        self._key = OfficeKey(door.key)
        self._gate = Gate()
        self.hands = Hands()
        self._contact = Contact()
        self._lock = threading.Lock()
        self._idle: list[Talk] = []
        self._busy: set[Talk] = set()
        self._over = threading.Event()
        self._met = False  # the office has proved itself since this object was made
        self._heed_dates = True
        self.epoch = ""  # the office's, of its last answer to a probe

    def __repr__(self) -> str:
        return f"Client({self._door.url!r}, training={self._door.training})"

    def use(self, door: Door) -> None:
        """From now on by this door: a certificate has come, or a new one."""
        self._door = door
        self.close()

    def close(self) -> None:
        """Connections nobody uses; the next question opens new ones."""
        with self._lock:
            idle, self._idle = self._idle, []
        for talk in idle:
            talk.close()

    def hang_up(self) -> None:
        """End whatever is under way, in any thread, for good: it ends in Unreachable. For quitting."""
        self._over.set()
        with self._lock:
            busy = tuple(self._busy)
        for talk in busy:
            talk.hang_up()

    def probe(self) -> OfficeHello:
        """Is our office there? One small question. Raises ClockOff when it is and our clock is wrong."""
        about = self._about()
        headers = {protocol.ABOUT: about} if about else None
        answer = self._dated(lambda talk: talk.ask("GET", protocol.HELLO, headers, quick=True))
        self._met = True
        self.epoch = answer.headers.get(protocol.EPOCH, "")
        said = protocol.moment(answer.headers[protocol.TIME])
        off_by_s = int((self._now() - said).total_seconds())
        if abs(off_by_s) > CLOCK_LIMIT_S:
            raise ClockOff(off_by_s=off_by_s)
        self._heed_dates = True
        return OfficeHello(
            protocol.office_of_header(answer.headers[protocol.OFFICE]),
            self._door.training,
            said,
            self.epoch,
        )

    def deliver(self, parcel: Parcel) -> Receipt:
        """Hand over one parcel; again and again is the same as once. The receipt's signature is checked."""
        if parcel.training != self._door.training:
            raise Refused(reason="training-parcel" if parcel.training else "real-parcel")
        if len(parcel.body) > protocol.MAX_BODY:
            raise BadParcel(reason="too-large")
        if not self._met:  # no body to a stranger
            self._ask("GET", protocol.HELLO)
            self._met = True
        with self._gate.first() if parcel.urgent else nullcontext():
            return self._dated(lambda talk: self._transfer(parcel, talk), bulk=not parcel.urgent)

    def _transfer(self, parcel: Parcel, talk: Talk) -> Receipt:
        began = time.monotonic()
        if self.hands.lossy:
            talk.watch.mind_loss()
        transfer = Transfer(
            parcel,
            talk,
            self._gate,
            self.hands,
            key=self._key,
            van=self._door.van,
            over=self._over,
            patience_s=self._patience_s,
        )
        receipt = transfer.run()
        pace = len(parcel.body) / max(time.monotonic() - began, 1e-3)
        if not parcel.urgent:
            self.hands.learn(talk.watch.loss(), pace)
        return receipt

    def changes(self, cursor: int, wait_s: float) -> tuple[tuple[Notice, ...], int]:
        """What the office said since `cursor`; held up to wait_s (at most 25) seconds when nothing is new."""
        wait_s = min(max(wait_s, 0.0), protocol.MAX_WAIT_S)
        path = f"{protocol.CHANGES}?cursor={cursor}&wait={wait_s:g}"
        answer = self._ask("GET", path, held_s=wait_s)
        try:
            return notices.read(answer.body)
        except ValueError as error:
            raise ServerTrouble(reason="changes") from error

    def held(self, records: Mapping[str, str]) -> Held:
        """Which of these records (id -> digest; at most 1000) has the office? After it was restored."""
        said = {"records": [{"id": id, "sha256": sha256} for id, sha256 in records.items()]}
        answer = self._say(protocol.HELD, protocol.canonical(said), protocol.JSON_TYPE)
        try:
            told = json.loads(answer.body)
            return Held(frozenset(told["missing"]), frozenset(told["conflicts"]))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ServerTrouble(reason="held") from error

    def numbers(self, report: Report) -> Mapping[str, int]:
        """What we took of our acceptance numbers; answered by what the office has seen taken of each."""
        answer = self._say(protocol.NUMBERS, write_report(report), protocol.JSON_TYPE)
        try:
            return read_heard(answer.body)
        except ValueError as error:
            raise ServerTrouble(reason="numbers") from error

    def certificate(self, request: bytes, one_time_token: str | None = None) -> x509.Certificate:
        """request: DER of a PKCS#10. With the one-time token of the enrolment file, or (None) a renewal."""
        headers = {}
        if one_time_token is not None:
            secret = base64.b64encode(f"{self._door.van}:{one_time_token}".encode()).decode()
            headers["Authorization"] = f"Basic {secret}"
        path = f"{protocol.EST}/{'simplereenroll' if one_time_token is None else 'simpleenroll'}"
        answer = self._say(path, base64.b64encode(request), protocol.PKCS10_TYPE, headers)
        try:
            (made,) = pkcs7.load_der_pkcs7_certificates(base64.b64decode(answer.body))
        except ValueError as error:
            raise ServerTrouble(reason="certificate") from error
        return made

    def bureau(self) -> SealedTo:
        answer = self._ask("GET", protocol.BUREAU)
        try:
            told = json.loads(answer.body)
            authority = told.get("authority")
            return SealedTo(
                str(told["profile"]),
                tuple(_certificate(pem) for pem in told["certificates"]),
                _certificate(authority) if authority is not None else None,
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ServerTrouble(reason="bureau") from error

    def offered(self, path: str, offset: int, most: int) -> bytes:
        """A piece of one file the bureau offers (sync.offers). Shorter than asked for: its end.

        Raises Refused (reason "not-found").
        """
        question = f"{protocol.PACKS}/{path}?offset={offset}&most={most}"
        return self._ask("GET", question, held_s=PIECE_S).body

    def _say(self, path: str, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._dated(
            lambda talk: talk.ask(
                "POST", path, {"Content-Type": kind, **(headers or {})}, Bulk(body, 0, None)
            )
        )

    def _ask(self, method: str, path: str, *, held_s: float = 0.0, quick: bool = False) -> Answer:
        return self._dated(lambda talk: talk.ask(method, path, held_s=held_s, quick=quick))

    def _dated(self, job: Callable[[Talk], T], *, bulk: bool = False) -> T:
        """On a connection of its own. When only certificates' dates are wrong it is our clock: once more, not
        looking at them, still trusting our one CA only. The signed time then tells how far off we are.
        """
        try:
            with self._talk(bulk) as talk:
                return job(talk)
        except ClockOff:
            if not self._heed_dates:
                raise
            self._heed_dates = False
            self.close()
        with self._talk(bulk) as talk:
            return job(talk)

    @contextmanager
    def _talk(self, bulk: bool) -> Iterator[Talk]:
        """A kept-alive one when there is one free. Bulk leaves the last one to what is small or urgent: to
        open one takes two journeys there and back.
        """
        if self._over.is_set():
            raise Unreachable(reason="hung-up")
        with self._lock:
            doubtful = [talk for talk in self._idle if talk.doubtful]
            self._idle = [talk for talk in self._idle if not talk.doubtful]
            talk = self._idle.pop() if len(self._idle) > bulk else self._new_talk()
            self._busy.add(talk)
        for one in doubtful:
            one.close()
        try:
            yield talk
        except SyncError:
            talk.close()
            raise
        finally:
            with self._lock:
                self._busy.discard(talk)
        with self._lock:
            self._idle.append(talk)

    def _new_talk(self) -> Talk:
        return Talk(
            self._door,
            self._waits,
            heed_dates=self._heed_dates,
            may_go=self._may_go,
            contact=self._contact,
        )


def _certificate(pem: str) -> x509.Certificate:
    """Raises ValueError, AttributeError."""
    return x509.load_pem_x509_certificate(pem.encode())
