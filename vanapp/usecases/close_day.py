"""The day's end: the drawer is counted by its notes and coins, and must agree to the fen or say why not."""

from __future__ import annotations

from collections.abc import Mapping

from vanapp.clock import today
from vanapp.services import Services
from vanapp.store.ledger import Closing, Drawer
from vanapp.usecases import book_fee
from vanapp.usecases.errors import OriginalsUnseen, ReasonMissing, TooMuchKept

FACES = (10000, 5000, 2000, 1000, 500, 100, 50, 10)
"""Notes and coins of the renminbi in use, in fen. Source: PBoC, series 5."""
BLOCK = "C"


def total(pieces: Mapping[int, int]) -> int:
    """What so many of each face are worth, in fen."""
    return sum(face * count for face, count in pieces.items())


def put_change(services: Services, cents: int) -> Drawer:
    """Lane: store. So much lies in the drawer as change before the first fee; asked again it is put right."""
    store = services.store
    with store.transaction():
        missing = max(cents, 0) - store.ledger.drawer().opened
        if missing:
            book_fee.put_in(services, missing)
        return store.ledger.drawer()


def close_day(
    services: Services, pieces: Mapping[int, int], kept: int, reason: str = "", *, held_seen: bool = False
) -> Closing:
    """Lane: store. pieces: face in fen -> how many were counted. kept: fen that stay as tomorrow's change.

    held_seen: the officer counted the originals the van holds. Raises usecases.reason_missing where the
    drawer differs without a reason, usecases.too_much_kept, usecases.originals_unseen.
    """
    store, session, reason = services.store, services.session, reason.strip()
    counted = total(pieces)
    if not 0 <= kept <= counted:
        raise TooMuchKept(kept=kept, counted=counted)
    with store.transaction():
        drawer, held = store.ledger.drawer(), len(store.custody.held())
        if held and not held_seen:
            raise OriginalsUnseen(count=held)
        if counted != drawer.expected and not reason:
            raise ReasonMissing
        number = book_fee.next_number(services, BLOCK)
        day, now = today(services.clock), services.clock.now()
        closing = Closing(
            number,
            day,
            now,
            session.officer,
            drawer,
            counted,
            kept,
            {face: n for face, n in pieces.items() if n},
            held=held,
            reason=reason,
        )
        store.ledger.close(closing)
        store.audit.add(
            session.officer,
            "close_day",
            session.device_no,
            number=number,
            through=drawer.through,
            expected=drawer.expected,
            counted=counted,
            kept=kept,
            scan=drawer.scan,
            held=held,
        )
    return closing
