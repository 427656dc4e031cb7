"""Every page, one module per family: each has `PAGES`."""

from __future__ import annotations

from sync.gateway.console.page import Page
from sync.gateway.console.pages import accounts, bookings, figures, messages, ratings, today

FAMILIES = (today, bookings, figures, ratings, messages, accounts)


def all_pages() -> list[Page]:
    return [page for family in FAMILIES for page in family.PAGES]
