"""One other system over HTTP: bounded waits, TLS, every question signed, every answer looked at.

Beside `sync/connection.py` the only file that knows `requests`. No proxy of the environment, no redirect, no
answer larger than MOST_BYTES; what a system says in words stands in no log.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import requests

from sync.gateway.desk.adapters.errors import Away, Declined
from sync.gateway.desk.adapters.site import Site
from sync.protocol import canonical

MOST_BYTES = 8 * 1024 * 1024
_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}\Z", re.ASCII)
_AGAIN = (408, 425, 429)


@dataclass(frozen=True)
class Question:
    """target: path and query, as it is sent and signed."""

    method: str
    target: str
    body: bytes


class Signature(Protocol):
    def sign(self, question: Question) -> Mapping[str, str]:
        """The headers that prove who asks."""
        ...

    def holds(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Does the answer come from whom we asked? True where their answers are not signed (TLS only)."""
        ...


@dataclass(frozen=True)
class SharedKey:
    """HMAC-SHA256 with a key both sides know: the example systems' way (README, "HTTP examples").

    Answers are signed, too, over the question's nonce: an old answer is worth nothing. clock: seconds.
    """

    id: str
    key: bytes = field(repr=False)
    clock: Callable[[], float] = time.time

    def sign(self, question: Question) -> Mapping[str, str]:
        at, nonce = str(int(self.clock())), secrets.token_hex(16)
        signed = self.of(question.method, question.target, at, nonce, question.body)
        return {"Desk-Key": self.id, "Desk-Time": at, "Desk-Nonce": nonce, "Desk-Signature": signed}

    def holds(self, headers: Mapping[str, str], body: bytes) -> bool:
        """headers: the answer's; the asker has put its own nonce among them as "asked"."""
        signed = self.of("ANSWER", headers["asked"], headers.get("Desk-Time", ""), "", body)
        return hmac.compare_digest(signed, headers.get("Desk-Signature", ""))

    def of(self, method: str, target: str, at: str, nonce: str, body: bytes) -> str:
        """Five lines: method, target, time, nonce, SHA-256 of the body."""
        lines = "\n".join((method, target, at, nonce, hashlib.sha256(body).hexdigest()))
        return hmac.new(self.key, lines.encode(), hashlib.sha256).hexdigest()


class Web:
    """Any thread: each question has a session of its own."""

    def __init__(self, adapter: str, site: Site, signature: Signature) -> None:
        self._adapter, self._site, self._signature = adapter, site, signature

    def ask(self, method: str, target: str, said: object = None) -> Any:
        """The answer's JSON; None for an empty one. Raises Away, Declined."""
        content = self.fetch(method, target, said)
        if not content:
            return None
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise self._away("garbage") from error

    def fetch(self, method: str, target: str, said: object = None) -> bytes:
        """The answer's bytes. Raises Away, Declined."""
        question = Question(method, target, b"" if said is None else canonical(said))
        status, headers, content = self._exchange(question)
        if status in _AGAIN or status >= 500:
            raise self._away("busy" if status in (*_AGAIN, 503) else "trouble", headers)
        if not self._signature.holds(headers, content):
            raise self._away("signature")
        if 200 <= status < 300:
            return content
        raise Declined(adapter=self._adapter, reason=_reason(status, content))

    def _exchange(self, question: Question) -> tuple[int, Mapping[str, str], bytes]:
        signed = self._signature.sign(question)
        told = {"Accept": "application/json", "User-Agent": "vanapp-office", **signed}
        if question.body:
            told["Content-Type"] = "application/json"
        waits = (self._site.timeout_s, self._site.timeout_s)
        try:
            with requests.Session() as session:
                session.trust_env = False
                with session.request(
                    question.method,
                    self._site.url.rstrip("/") + question.target,
                    data=question.body or None,
                    headers=told,
                    timeout=waits,
                    verify=True if self._site.ca is None else str(self._site.ca),
                    allow_redirects=False,
                    stream=True,
                ) as answer:
                    heard = requests.structures.CaseInsensitiveDict(answer.headers)
                    heard["asked"] = signed.get("Desk-Nonce", "")
                    return answer.status_code, heard, self._read(answer)
        except requests.Timeout as error:
            raise self._away("timeout") from error
        except (requests.RequestException, OSError) as error:
            raise self._away("unreachable") from error

    def _read(self, answer: requests.Response) -> bytes:
        """In bounded time, however slowly it drips."""
        content, end = bytearray(), time.monotonic() + 4 * self._site.timeout_s
        for piece in answer.iter_content(64 * 1024):
            content += piece
            if len(content) > MOST_BYTES:
                raise self._away("garbage")
            if time.monotonic() > end:
                raise self._away("timeout")
        return bytes(content)

    def _away(self, reason: str, headers: Mapping[str, str] | None = None) -> Away:
        after = (headers or {}).get("Retry-After", "")
        named = {"retry_after_s": min(int(after), 3600)} if after.isascii() and after.isdigit() else {}
        return Away(adapter=self._adapter, reason=reason, **named)


def _reason(status: int, content: bytes) -> str:
    """The other side's code, if it looks like one: its words may name somebody."""
    try:
        code = json.loads(content)["code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return f"http-{status}"
    return code if isinstance(code, str) and _CODE.match(code) else f"http-{status}"
