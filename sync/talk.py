"""Questions and answers with our office and nobody else: each answer is proved before it is believed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping

from sync import answers, protocol
from sync.answers import Answer
from sync.connection import Body, Connection, Door, Waits
from sync.contact import Contact
from sync.errors import Unreachable, WrongNetwork
from sync.keys import OfficeKey
from sync.verdicts import of_problem, of_stranger
from sync.watch import Watch

_QUICK = Waits(connect_s=1.2, answer_s=3.0)  # measured, sync.md B: is it there again?


def anywhere() -> None:
    """Any network will do."""


class Talk:
    """On one connection; used by one thread at a time."""

    def __init__(
        self,
        door: Door,
        waits: Waits | None = None,
        *,
        heed_dates: bool = True,
        may_go: Callable[[], None] = anywhere,
        contact: Contact | None = None,
    ) -> None:
        """may_go: asked before each question; raises what forbids it (OtherNetwork). contact: the line's."""
        self._may_go = may_go
        self._door = door
        self._key = OfficeKey(door.key)
        self._connection = Connection(door, waits, heed_dates=heed_dates)
        self.contact = contact or Contact()
        self._heard_at = 0.0

    @property
    def doubtful(self) -> bool:
        """The line was gone since this connection was last heard: it may be dead without knowing it."""
        return self.contact.outlived(self._heard_at)

    @property
    def watch(self) -> Watch:
        return self._connection.watch

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: Body | None = None,
        *,
        held_s: float = 0.0,
        quick: bool = False,
        also: Collection[int] = (),
    ) -> Answer:
        """The answer when it is our office's and a success, or has one of the statuses of `also`.

        held_s: how long the office may think about it. quick: little patience, for a line that may be gone.
        Else raises the error it means.
        """
        self._may_go()
        try:
            answer = self._proven(method, path, headers, body, held_s, quick)
        except Unreachable:
            self.contact.missed()
            raise
        self._heard_at = self.contact.heard()
        if answer.status >= 300 and answer.status not in also:
            raise of_problem(answer.status, answers.problem(answer), answers.retry_after_s(answer))
        return answer

    def _proven(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None,
        body: Body | None,
        held_s: float,
        quick: bool,
    ) -> Answer:
        if not answers.may_be_asked(self._door.url):
            raise WrongNetwork(reason="not-https")
        nonce = secrets.token_urlsafe(16)
        answer = self._connection.exchange(
            method,
            path,
            {protocol.NONCE: nonce, **(headers or {})},
            body,
            held_s=held_s,
            waits=_QUICK if quick else None,
        )
        if not answers.signed(answer, nonce, self._key, self._door.training):
            self.close()  # what else it still sends must not answer our next question (trap: interim 104)
            if answers.cut_short(answer):
                raise Unreachable()
            raise of_stranger(answer.status, answers.retry_after_s(answer))
        return answer

    def close(self) -> None:
        """The next question opens a new connection."""
        self._connection.close()

    def hang_up(self) -> None:
        """From another thread: end what is under way, now. It ends in Unreachable."""
        self._connection.watch.hang_up()
