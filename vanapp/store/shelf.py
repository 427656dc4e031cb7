"""Which list an application stands in: follows from its status and from its parcel, by one table."""

from __future__ import annotations

from forms.status import Status

LISTED = ("here", "office", "accepted", "needs_you")

_SHELF: dict[Status, str] = {
    Status.DRAFT: "draft",
    Status.SEALED: "here",
    Status.RECEIVED: "office",
    Status.ACCEPTED: "accepted",
    Status.RETURNED: "needs_you",
    Status.CORRECTED: "closed",
    Status.MADE: "accepted",
    Status.HANDED_OVER: "accepted",
    Status.VOID: "closed",
}


def shelf(status: Status, parcel_refused: bool = False) -> str:
    """ "here": on this laptop. "needs_you": returned by the office, or its parcel was refused."""
    if status is Status.SEALED and parcel_refused:
        return "needs_you"
    return _SHELF[status]
