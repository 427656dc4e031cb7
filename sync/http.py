"""The office over HTTP: the only file that imports requests. (Signature published first; the inside follows.)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sync.parcel import Notice, Parcel, Receipt


@dataclass(frozen=True)
class OfficeHello:
    """Who answered, with its signature checked against the pinned key. time: the office's clock, aware UTC."""

    office: str
    training: bool
    time: datetime


class HttpGateway:
    """base_url: "http://127.0.0.1:8040"; token, van, office_key: from the van's enrolment file."""

    def __init__(self, base_url: str, token: str, van: str, training: bool, *, office_key: str) -> None:
        raise NotImplementedError

    def probe(self) -> OfficeHello:
        raise NotImplementedError

    def deliver(self, parcel: Parcel) -> Receipt:
        raise NotImplementedError

    def changes(self, cursor: int, wait_s: float) -> tuple[tuple[Notice, ...], int]:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError
