"""The first page: each role's own work, and every number leads to what it counts."""

from __future__ import annotations

import re

from sync.gateway import alarms
from sync.gateway.office import enrol_van
from tests.sync.console.desks import Console
from tests.sync.gateway.desk.case_office import Cases


def tiles(page: str) -> dict[str, str]:
    """Where -> how many."""
    return dict(re.findall(r'<li class="card[^"]*"><a href="([^"]+)"><strong class="figure">(\d+)<', page))


def test_everyone_sees_what_waits_for_them(console: Console) -> None:
    for role in ("reviewer", "station", "admin"):
        console.account(role, role)
    desk = Cases(console.office)
    desk.taken()
    desk.taken(van="D028")  # the same person and matter
    enrol_van(console.office, "D027", "http://127.0.0.1:1")
    with console.office.database.write() as connection:
        alarms.ring(connection, at=console.office.now(), kind="chain-gap", van="D027", record="", sequence=2)
    reviewer, station, admin = (console.signed_in(name) for name in ("reviewer", "station", "admin"))
    seen = tiles(reviewer.page("/"))
    assert (seen["/queue"], seen["/comparisons"], seen["/alarms"]) == ("2", "1", "1")
    assert "/queue?state=accepted" not in seen
    seen = tiles(station.page("/"))
    assert (seen["/queue?state=accepted"], seen["/vans"]) == ("0", "1")
    assert "/queue" not in seen
    for browser in (reviewer, station, admin):
        for path in tiles(browser.page("/")):
            browser.page(path)
