"""Every state a record of the office can be in, and every move: one table, for people and for machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sync.gateway.desk.staff import REVIEWER, STATION
from sync.parcel import NoticeKind

RECEIVED, ASKED, RETURNED, CORRECTED = "received", "asked", "returned", "corrected"
ACCEPTED, MADE, ON_ITS_WAY, DELIVERED = "accepted", "made", "out_for_delivery", "delivered"
STATES = (RECEIVED, ASKED, RETURNED, CORRECTED, ACCEPTED, MADE, ON_ITS_WAY, DELIVERED)
OVER = (CORRECTED, DELIVERED)
"""Nothing more happens to these."""
REPLACEABLE = (RECEIVED, ASKED, RETURNED)
"""What a corrected version takes the place of."""


@dataclass(frozen=True)
class Move:
    """roles: who may. told: what the van hears. judges: what was taken in, so never by who took it in."""

    before: tuple[str, ...]
    after: str
    roles: frozenset[str]
    told: NoticeKind
    judges: bool = False


_REVIEWER, _STATION = frozenset({REVIEWER}), frozenset({STATION})

MOVES: Mapping[str, Move] = {
    "accept": Move((RECEIVED, ASKED), ACCEPTED, _REVIEWER, NoticeKind.ACCEPTED, judges=True),
    "return": Move((RECEIVED, ASKED), RETURNED, _REVIEWER, NoticeKind.RETURNED, judges=True),
    "ask": Move((RECEIVED, ASKED), ASKED, _REVIEWER, NoticeKind.MATERIAL, judges=True),
    "made": Move((ACCEPTED,), MADE, _STATION, NoticeKind.MADE),
    "hand_over": Move((MADE,), ON_ITS_WAY, _STATION, NoticeKind.OUT_FOR_DELIVERY),
    "deliver": Move((MADE, ON_ITS_WAY), DELIVERED, _STATION, NoticeKind.DELIVERED),
}

BY_MACHINES = ("accept", "return", "made")
"""What the API, the command line and training's reviewer say; the rest needs a person signed in."""
