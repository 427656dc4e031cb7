"""What is new for this van? Held open for a while, so that a decision is there within a second or two."""

from __future__ import annotations

import asyncio
import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync import notices, protocol
from sync.gateway import mail
from sync.gateway.doors import office_of, van_of
from sync.gateway.errors import Problem

LOOK_AGAIN_S = 0.5  # another process (the command line, a second instance) may have decided


class Bell:
    """Rung in this process whenever there may be news; wakes all who wait."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._event.wait(), seconds)
        except TimeoutError:
            return


async def get_changes(request: Request) -> Response:
    """GET /v1/changes?cursor=N&wait=SECONDS."""
    office, van = office_of(request), await van_of(request)
    cursor, wait_s = _asked(request)
    end = time.monotonic() + wait_s
    while True:
        found, last = await run_in_threadpool(mail.since, office.database, van, cursor)
        left_s = end - time.monotonic()
        if found or left_s <= 0 or request.app.state.stopping() or await request.is_disconnected():
            return Response(notices.write(found, last), media_type=protocol.JSON_TYPE)
        await request.app.state.bell.wait(min(left_s, LOOK_AGAIN_S))


def _asked(request: Request) -> tuple[int, float]:
    try:
        cursor = int(request.query_params.get("cursor", "0"))
        wait_s = float(request.query_params.get("wait", "0"))
    except ValueError:
        raise Problem("bad-request", reason="cursor") from None
    if not 0 <= cursor < 2**63 or not 0 <= wait_s < 1e6:
        raise Problem("bad-request", reason="cursor")
    return cursor, min(wait_s, protocol.MAX_WAIT_S)
