"""What is new for this van? Held open for a while, so that a decision is there within a second or two."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync import notices, protocol
from sync.gateway import mail
from sync.gateway.doors import office_of, still, van_of
from sync.gateway.errors import Problem
from sync.gateway.office import Office

LOOK_AGAIN_S = 0.5  # another process (the command line, a second instance) may have decided
TOGETHER_S = 0.01  # what rings within so long is looked for together
NOTICE_S = 1.0  # how soon a held question sees that its asker has gone, or that we are to end


class Bell:
    """Wakes the vans that have news. One look at the newest notices serves all who wait."""

    def __init__(self) -> None:
        self._look = asyncio.Event()
        self._waiting: dict[str, asyncio.Event] = {}

    def ring(self) -> None:
        """There may be news, from this process: look at once."""
        self._look.set()

    def of(self, van: str) -> asyncio.Event:
        """Set at the van's next notice. Ask for it before looking, so that nothing falls in between."""
        return self._waiting.setdefault(van, asyncio.Event())

    async def watch(self, office: Office) -> None:
        """Until cancelled."""
        last: int | None = None
        vans: set[str] | None
        while True:
            try:
                vans, last = await run_in_threadpool(mail.news, office.database, last)
            except Problem:
                vans = set()  # the database is away: so are the news
            for van in list(self._waiting) if vans is None else vans:
                waiting = self._waiting.pop(van, None)
                if waiting is not None:
                    waiting.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), LOOK_AGAIN_S)
                await asyncio.sleep(TOGETHER_S)
            self._look.clear()


async def get_changes(request: Request) -> Response:
    """GET /v2/changes?cursor=N&wait=SECONDS."""
    office, van = office_of(request), await van_of(request)
    cursor, wait_s = _asked(request)
    end = time.monotonic() + wait_s
    while True:
        news = request.app.state.bell.of(van)
        await still(request, van)  # what rang may have been its end
        found, last = await run_in_threadpool(mail.since, office.database, van, cursor)
        if found or not await _rung(request, news, end):
            return Response(notices.write(found, last), media_type=protocol.JSON_TYPE)


async def _rung(request: Request, news: asyncio.Event, end: float) -> bool:
    """Wait for news; False when the time is over, the asker gone, or we are to end."""
    while not news.is_set():
        left_s = end - time.monotonic()
        if left_s <= 0 or request.app.state.stopping() or await request.is_disconnected():
            return False
        with suppress(TimeoutError):
            await asyncio.wait_for(news.wait(), min(left_s, NOTICE_S))
    return True


def _asked(request: Request) -> tuple[int, float]:
    try:
        cursor = int(request.query_params.get("cursor", "0"))
        wait_s = float(request.query_params.get("wait", "0"))
    except ValueError:
        raise Problem("bad-request", reason="cursor") from None
    if not 0 <= cursor < 2**63 or not 0 <= wait_s < 1e6:
        raise Problem("bad-request", reason="cursor")
    return cursor, min(wait_s, protocol.MAX_WAIT_S)
