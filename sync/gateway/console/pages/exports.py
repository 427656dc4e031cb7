"""A record for another system, as one file: everything in clear, so it is for few, and the log says who."""

from __future__ import annotations

from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.desk import export
from sync.gateway.desk.staff import ADMIN, REVIEWER


def take(visit: Visit) -> Answer:
    id = visit.parts["id"]
    files = export.export(visit.office, id, visit.person.who)
    return visit.download(export.zipped(id, files), "application/zip", f"{id}.zip")


PAGES = (Page("POST", "/records/{id}/export", take, (REVIEWER, ADMIN)),)
