"""A laptop is lost, stolen or sold: from now on nothing it says is heard, and what it holds counts no more.

There is no list of revoked certificates to carry about: the gateway looks at each question, and asks again
whoever is under way. What such a laptop had delivered before stays what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.gateway import certificates, events, mail, people
from sync.gateway.desk import numbers
from sync.parcel import NoticeKind

if TYPE_CHECKING:
    from sync.gateway.office import Office


def revoke(office: Office, van: str, who: str, reason: str = "") -> bool:
    """Its token, its certificates, its invitation, the rest of its acceptance numbers. False: nothing held.

    A question it holds open is answered 403 at once; a body under way is cut within a second.
    """
    now = office.now()
    ended = people.revoke(office.database, people.Speaker("van", van), now)
    ended |= certificates.revoke(office.database, van, now)
    if ended:
        with office.database.write() as connection:
            events.append(connection, at=now, kind="van-revocation", who=who, van=van, reason=reason[:200])
            mail.post(connection, van=van, record=None, kind=NoticeKind.REVOKED, at=now)  # wakes what is held
    numbers.refill(office, van)
    return ended
