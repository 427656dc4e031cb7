"""A laptop says which of its acceptance numbers it has taken; where few are left, it is given more."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync import protocol
from sync.gateway.api.bodies import small_body
from sync.gateway.desk import number_use
from sync.gateway.doors import office_of, van_of
from sync.gateway.errors import Problem
from sync.numbers import read_report, write_heard

MAX_REPORT_BYTES = 256 * 1024


async def post_numbers(request: Request) -> Response:
    """POST /v2/numbers: {blocks: [{…, used}], given: [{record, number}]} -> {used: {block: number}}."""
    office, van = office_of(request), await van_of(request)
    try:
        report = read_report(await small_body(request, MAX_REPORT_BYTES))
    except ValueError:
        raise Problem("bad-request", reason="numbers") from None
    known = await run_in_threadpool(number_use.heard, office, van, report)
    request.app.state.bell.ring()
    return Response(write_heard(known), media_type=protocol.JSON_TYPE)
