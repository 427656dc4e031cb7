"""Saying anything to /files, in either dialect, with no cleverness between the test and the wire."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

import requests

from sync import protocol, receipts, uploads
from sync.keys import OfficeKey
from sync.parcel import Receipt
from sync.uploads import Label
from tests.sync.offices import VAN, Running
from tests.sync.sealed import Sealed

TUS = {protocol.TUS: protocol.TUS_VERSION}
BYTES = {"Content-Type": protocol.TUS_TYPE}
PART = {"Content-Type": protocol.PARTIAL_TYPE}


@dataclass
class Speaker:
    """One van that speaks; `also` goes with every question."""

    url: str
    also: dict[str, str]
    more: dict[str, Any] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: Any = None
    ) -> requests.Response:
        said = {protocol.NONCE: secrets.token_urlsafe(16), **self.also, **(headers or {})}
        return requests.request(method, self.url + path, headers=said, data=body, timeout=30, **self.more)

    # tus
    def create(
        self, label: Label | None, length: int, body: bytes | None = None, **headers: str
    ) -> requests.Response:
        metadata = {protocol.METADATA: uploads.to_tus(label)} if label else {}
        said = {**TUS, protocol.LENGTH: str(length), **metadata, **headers}
        if body is not None:
            said |= BYTES
        return self.ask("POST", protocol.FILES, said, body)

    def patch(self, path: str, offset: int, body: Any, **headers: str) -> requests.Response:
        return self.ask("PATCH", path, {**TUS, **BYTES, protocol.OFFSET: str(offset), **headers}, body)

    def head(self, path: str) -> requests.Response:
        return self.ask("HEAD", path, TUS)

    def delete(self, path: str) -> requests.Response:
        return self.ask("DELETE", path, TUS)

    def send(self, parcel: Sealed) -> requests.Response:
        """Whole, with its creation."""
        return self.create(parcel.label, len(parcel.body), parcel.body)

    # the IETF's draft
    def begin(
        self, label: Label | None, body: Any = b"", *, whole: bool, **headers: str
    ) -> requests.Response:
        named = uploads.to_headers(label) if label else {}
        said = {protocol.COMPLETE: "?1" if whole else "?0", **named, **headers}
        return self.ask("POST", protocol.FILES, said, body)

    def append(self, path: str, offset: int, body: Any, *, whole: bool, **headers: str) -> requests.Response:
        said = {**PART, protocol.OFFSET: str(offset), protocol.COMPLETE: "?1" if whole else "?0", **headers}
        return self.ask("PATCH", path, said, body)

    def state(self, path: str) -> requests.Response:
        return self.ask("HEAD", path)


def van(office: Running, name: str = VAN) -> Speaker:
    """A van of a training office."""
    said = office.van(name)
    return Speaker(
        office.url,
        {
            "Authorization": f"Bearer {said['token']}",
            protocol.VAN: name,
            protocol.PROTOCOL: "2",
            protocol.TRAINING: str(int(office.office.training)),
        },
    )


def anyone(office: Running) -> Speaker:
    """Somebody who says no name: a conformity suite, a stock client."""
    return Speaker(office.url, {})


def receipt_of(answer: requests.Response, office: Running) -> Receipt:
    """The receipt in an answer, checked against the office's key."""
    receipt = receipts.read(protocol.unb64url(answer.headers[protocol.RECEIPT]))
    assert receipts.genuine(receipt, OfficeKey(office.office.seal.public))
    return receipt


def told(answer: requests.Response) -> tuple[int, str]:
    """Status and kind of a refusal."""
    return answer.status_code, str(answer.json()["code"])
