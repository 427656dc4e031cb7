"""Is this our office, and does it know us? The answer's signature is the point of it."""

from __future__ import annotations

from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync import protocol
from sync.gateway import people
from sync.gateway.answers import said
from sync.gateway.desk import fleet
from sync.gateway.doors import office_of, van_of
from sync.gateway.errors import Problem
from sync.gateway.office import Office


async def hello(request: Request) -> Response:
    """HEAD or GET."""
    office, van = office_of(request), await van_of(request)
    now = office.now()
    await run_in_threadpool(people.seen, office.database, van, now)
    if about := request.headers.get(protocol.ABOUT, ""):
        await run_in_threadpool(fleet.report, office.database, van, about, now)
    return said(
        {
            "office": office.name,
            "training": office.training,
            "time": protocol.stamp(now),
            "epoch": office.epoch,
            "van": van,
            "max_body": office.limits.body_bytes,
            "max_uploads": protocol.MAX_UPLOADS,
        }
    )


async def ready(request: Request) -> Response:
    """Whether a proxy should send anyone here: database and store answer, and we are not about to end."""
    office = office_of(request)
    if request.app.state.stopping():
        raise Problem("busy", reason="ending")
    await run_in_threadpool(_look, office)
    return said({"ok": True})


def _look(office: Office) -> None:
    with office.database.read() as connection:
        connection.execute(text("SELECT 1"))
    office.objects.ready()


async def health(_request: Request) -> Response:
    """Anyone may ask whether the program runs; it tells nothing else."""
    return said({"ok": True})
