"""Every page, one module per family: each has `PAGES`."""

from __future__ import annotations

from sync.gateway.console.page import Page
from sync.gateway.console.pages import (
    accounts,
    bookings,
    compare,
    exports,
    figures,
    lists,
    log,
    messages,
    queue,
    ratings,
    record,
    today,
    trips,
    units,
    vans,
)

FAMILIES = (
    today,
    queue,
    record,
    compare,
    bookings,
    trips,
    lists,
    exports,
    figures,
    ratings,
    messages,
    vans,
    units,
    log,
    accounts,
)


def all_pages() -> list[Page]:
    return [page for family in FAMILIES for page in family.PAGES]
