"""Office news: what the office did to a door after the officer began there. Told once; nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass, field

from vanapp.services import Services


@dataclass(frozen=True)
class News:
    """code: usecases.visit_changed, usecases.visit_dropped."""

    code: str
    name: str = field(repr=False)


def office_news(services: Services) -> tuple[News, ...]:
    """Lane: store. What is given out counts as told."""
    store = services.store
    with store.transaction():
        visits = store.trips.untold()
        store.trips.told(visit.id for visit in visits)
    return tuple(News(f"usecases.visit_{visit.news}", visit.title) for visit in visits)
