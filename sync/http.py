"""The office over HTTP, as a van sees it: the only file that imports requests.

Every call ends in a result or in one of sync.errors. An answer counts only when the office's pinned key
signed it together with a number we drew for this one question: a captive portal, a proxy or another server
can neither take a parcel, nor refuse one, nor sign the van out.
"""

from __future__ import annotations

import io
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from sync import answers, notices, protocol, receipts
from sync.answers import Answer
from sync.causes import clock_is_wrong, not_http
from sync.errors import BadParcel, ClockOff, Refused, ServerTrouble, Unreachable, WrongNetwork
from sync.keys import OfficeKey
from sync.parcel import Notice, OfficeHello, Parcel, Receipt
from sync.verdicts import of_problem, of_stranger

__all__ = ["HttpGateway", "OfficeHello"]

BLOCK_BYTES = 16 * 1024
SEND_BUFFER_BYTES = 48 * 1024  # small: "sent" means "nearly there", and urgent mail waits less (sync.md, B)
NO_PROGRESS_S = 5.0  # connecting, or getting one block out
ANSWER_S = 15.0  # from the last byte sent to the first byte of the answer
CLOCK_LIMIT_S = 300  # a laptop further off than this is told so


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HttpGateway:
    """Safe to call from any thread; one upload, one pull and one probe can be under way at once.

    base_url: "https://…"; plain http to this machine only. token, van, office_key: from the van's file.
    ca: certificate file of the private CA. now: the laptop's clock. no_progress_s, answer_s: seconds.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        van: str,
        training: bool,
        *,
        office_key: str,
        ca: str | None = None,
        now: Callable[[], datetime] = _utc_now,
        no_progress_s: float = NO_PROGRESS_S,
        answer_s: float = ANSWER_S,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._training = training
        self._key = OfficeKey(office_key)
        self._now = now
        self._no_progress_s = no_progress_s
        self._answer_s = answer_s
        self._met = False  # the office has proved itself since this object was made
        said = {
            "Authorization": f"Bearer {token}",
            protocol.VAN: van,
            protocol.PROTOCOL: str(protocol.VERSION),
            protocol.TRAINING: "1" if training else "0",
            "Accept": f"{protocol.JSON_TYPE}, {protocol.PROBLEM_TYPE}",
            "Accept-Encoding": "identity",
        }
        self._post = _Line(said, ca)
        self._pull = _Line(said, ca)
        self._asker = _Line(said, ca)

    def __repr__(self) -> str:
        return f"HttpGateway({self._base!r}, training={self._training})"

    def close(self) -> None:
        for line in (self._post, self._pull, self._asker):
            line.close()

    def probe(self) -> OfficeHello:
        """Is our office there? One small question. Raises ClockOff when it is and our clock is wrong."""
        answer = self._ask(self._asker, "GET", protocol.HELLO)
        said = protocol.moment(answer.headers[protocol.TIME])
        off_by_s = int((self._now() - said).total_seconds())
        if abs(off_by_s) > CLOCK_LIMIT_S:
            raise ClockOff(off_by_s=off_by_s)
        return OfficeHello(protocol.office_of_header(answer.headers[protocol.OFFICE]), self._training, said)

    def deliver(self, parcel: Parcel) -> Receipt:
        """Hand over one parcel; again and again is the same as once. The receipt's signature is checked."""
        if parcel.training != self._training:
            raise Refused(reason="training-parcel" if parcel.training else "real-parcel")
        if len(parcel.body) > protocol.MAX_BODY:
            raise BadParcel(reason="too-large")
        if not self._met:  # no body to a stranger
            self._ask(self._post, "GET", protocol.HELLO)
        answer = self._ask(
            self._post,
            "PUT",
            f"{protocol.RECORDS}/{parcel.id}",
            body=parcel.body,
            headers={
                "Content-Type": protocol.BODY_TYPE,
                protocol.DIGEST: protocol.digest_header(parcel.sha256),
                **({protocol.URGENT: "1"} if parcel.urgent else {}),
            },
        )
        try:
            receipt = receipts.read(answer.body)
        except ValueError as error:
            raise ServerTrouble(reason="receipt") from error
        same = (receipt.id, receipt.sha256) == (parcel.id, parcel.sha256)
        if not same or not receipts.genuine(receipt, self._key):
            raise ServerTrouble(reason="receipt")
        return receipt

    def changes(self, cursor: int, wait_s: float) -> tuple[tuple[Notice, ...], int]:
        """What the office said since `cursor`; held up to wait_s (at most 25) seconds when nothing is new."""
        wait_s = min(max(wait_s, 0.0), protocol.MAX_WAIT_S)
        path = f"{protocol.CHANGES}?cursor={cursor}&wait={wait_s:g}"
        answer = self._ask(self._pull, "GET", path, extra_s=wait_s)
        try:
            return notices.read(answer.body)
        except ValueError as error:
            raise ServerTrouble(reason="changes") from error

    def _ask(
        self,
        line: _Line,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        extra_s: float = 0.0,
    ) -> Answer:
        """One question, one answer that the office signed and that is a success; else the error it means."""
        if not answers.may_be_asked(self._base):
            raise WrongNetwork(reason="not-https")
        nonce = secrets.token_urlsafe(16)
        answer = line.exchange(
            method,
            self._base + path,
            body=body,
            headers={protocol.NONCE: nonce, **(headers or {})},
            timeout=(self._no_progress_s, self._answer_s + extra_s),
        )
        if not answers.signed(answer, nonce, self._key, self._training):
            line.close()  # what else it still sends must not answer our next question (trap: interim 104)
            if answers.cut_short(answer):
                raise Unreachable()
            raise of_stranger(answer.status, answers.retry_after_s(answer))
        self._met = True
        if answer.status not in (200, 201):
            raise of_problem(answer.status, answers.problem(answer), answers.retry_after_s(answer))
        return answer


class _Line:
    """One kept-alive connection, used by one thread at a time."""

    def __init__(self, headers: Mapping[str, str], ca: str | None) -> None:
        self._lock = threading.Lock()
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy, no .netrc: the dedicated line only
        self._session.headers.clear()
        self._session.headers.update(headers)
        if ca is not None:
            self._session.verify = ca
        self._session.mount("http://", _Adapter(max_retries=0))
        self._session.mount("https://", _Adapter(max_retries=0))

    def exchange(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None,
        headers: Mapping[str, str],
        timeout: tuple[float, float],
    ) -> Answer:
        with self._lock:
            try:
                # As a file, not as bytes: the time bound then holds for each block, not for the whole body.
                with self._session.request(
                    method,
                    url,
                    data=None if body is None else io.BytesIO(body),
                    headers=dict(headers),
                    timeout=timeout,
                    allow_redirects=False,
                    stream=True,
                ) as response:
                    return Answer(response.status_code, response.headers, _body(response, timeout[1]))
            except requests.exceptions.SSLError as error:
                raise (ClockOff() if clock_is_wrong(error) else WrongNetwork(reason="tls")) from error
            except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as error:
                raise WrongNetwork(reason="address") from error
            except (requests.exceptions.RequestException, HTTPError, OSError) as error:
                self._session.close()  # a half-dead connection must not serve the next question
                raise (WrongNetwork(reason="not-http") if not_http(error) else Unreachable()) from error

    def close(self) -> None:
        self._session.close()


def _body(response: requests.Response, within_s: float) -> bytes:
    """At most MAX_ANSWER bytes (more is no answer of ours), and no dripping for ever."""
    body, end = bytearray(), time.monotonic() + within_s
    while len(body) <= protocol.MAX_ANSWER:
        block = response.raw.read1(BLOCK_BYTES, decode_content=False)
        if not block:
            break
        body += block
        if time.monotonic() > end:
            raise requests.exceptions.ReadTimeout
    return bytes(body)


class _Adapter(HTTPAdapter):
    """Small blocks and small socket buffers; a dead peer is noticed by the kernel, too, where it can."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        options = [
            (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
            (socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES),
        ]
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            options.append((socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 10_000))
        super().init_poolmanager(*args, **kwargs, blocksize=BLOCK_BYTES, socket_options=options)
