"""A day to practise on: the visits of training, written for today so that there is always something to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from vanapp.store import Store
from vanapp.store.trips import Visit

__all__ = ["Visit", "seed"]


def seed(store: Store, day: date, unit: str, visits: Sequence[Visit]) -> str:
    """Plan the visits for a day under one training trip; returns the trip's id.

    Visits that are there already keep their state, so calling it at every start is right. Their ids get the
    day in front: tomorrow's practice starts afresh.
    """
    trip = f"training-{day:%Y%m%d}"
    todays = [
        Visit(
            id=f"{trip}-{visit.id}",
            trip=trip,
            at=visit.at,
            kind=visit.kind,
            title=visit.title,
            age=visit.age,
            matter=visit.matter,
            note=visit.note,
            person=visit.person,
        )
        for visit in visits
    ]
    store.trips.plan(trip, day, unit, todays)
    return trip
