"""How the office itself stands: until when its certificates and packs are good, and who keeps its clock."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sync.gateway.errors import CannotStart
from sync.gateway.office import Office
from sync.gateway.repository import Repository

SOON = timedelta(days=60)
_TIME_ERROR = 5  # of adjtimex(2): the clock is kept by nobody
_TIMEX_BYTES = 512  # more than `struct timex` has anywhere; zeros only ask


@dataclass(frozen=True)
class Lasts:
    """what: a key of the words. until: None when there is none."""

    what: str
    until: datetime | None

    def ends_soon(self, now: datetime) -> bool:
        return self.until is not None and self.until < now + SOON


@dataclass(frozen=True)
class Standing:
    """profile: the algorithms vans seal with, `cms` or `gm`. opens: the bureau's current key is here, so
    parcels are opened. kept: the machine's clock is kept right by a time service; None where nobody can tell.
    """

    profile: str
    lasts: tuple[Lasts, ...]
    opens: bool
    kept: bool | None


def look(office: Office) -> Standing:
    here = {holder.certificate.serial_number for holder in office.bureau.holders}
    bureau = office.bureau
    opens = bureau.sealed_to[0].serial_number in here
    return Standing(bureau.profile, tuple(_lasts(office)), opens, clock_is_kept())


def clock_is_kept() -> bool | None:
    if sys.platform != "linux":
        return None
    state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    return None if state < 0 else state != _TIME_ERROR


def _lasts(office: Office) -> Iterator[Lasts]:
    bureau = office.bureau
    for what, certificate in zip(("bureau", "bureau_next"), bureau.sealed_to, strict=False):
        yield Lasts(what, certificate.not_valid_after_utc)
    yield Lasts("authority", office.authority.certificate.not_valid_after_utc)
    if bureau.authority is not None:
        yield Lasts("sm2_authority", bureau.authority.certificate.not_valid_after_utc)
    try:
        yield Lasts("packs", Repository(office.packs, office.now()).expires())
    except CannotStart:
        yield Lasts("packs", None)
