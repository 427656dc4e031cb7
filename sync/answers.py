"""Telling the office's answers from everybody else's, before anything in them is believed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sync import protocol
from sync.keys import OfficeKey


@dataclass(frozen=True)
class Answer:
    """One HTTP answer as it came. headers: by any case of the name."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def signed(answer: Answer, nonce: str, key: OfficeKey, training: bool) -> bool:
    """Whether our office said this, to the question that carried `nonce`, and is of our kind."""
    try:
        words = protocol.answer_words(nonce, answer.status, answer.headers, answer.body)
        protocol.moment(answer.headers[protocol.TIME])
    except (KeyError, ValueError):
        return False
    same_kind = answer.headers[protocol.TRAINING] == ("1" if training else "0")
    return same_kind and key.signed(words, answer.headers.get(protocol.SIGNATURE, ""))


def cut_short(answer: Answer) -> bool:
    """Whether the line died within the head: http.client takes the end of everything for the head's end.

    To be asked of an answer that is not signed. It has no length, or begins like one of ours.
    """
    bounded = "Content-Length" in answer.headers or "Transfer-Encoding" in answer.headers
    begun = protocol.OFFICE in answer.headers and protocol.SIGNATURE not in answer.headers
    return begun or (not bounded and not answer.body and 200 <= answer.status < 300)


def problem(answer: Answer) -> str:
    """The problem type without its prefix; "" when the body is none."""
    try:
        kind = json.loads(answer.body)["type"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return kind.removeprefix(protocol.PROBLEM_PREFIX) if isinstance(kind, str) else ""


def retry_after_s(answer: Answer) -> float | None:
    """Seconds, when the answer names them (a date is not read: our clock may be wrong)."""
    value = answer.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def may_be_asked(base_url: str) -> bool:
    """Plain HTTP would show the token to everybody on the way: only on this machine."""
    try:
        address = urlsplit(base_url)
    except ValueError:
        return False
    return address.scheme == "https" or address.hostname in ("127.0.0.1", "localhost", "::1")
