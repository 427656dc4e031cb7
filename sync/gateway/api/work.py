"""Work for vans over the line: the same as the command line puts in, for a console and for training."""

from __future__ import annotations

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from forms.errors import FormError
from forms.sheets import KINDS
from sync.gateway import work
from sync.gateway.answers import said
from sync.gateway.api.bodies import small_body
from sync.gateway.doors import clerk_of, office_of
from sync.gateway.errors import Problem
from sync.gateway.worksheets import File, take

MAX_SHEET_BYTES = 16 * 1024 * 1024


async def post_work(request: Request) -> Response:
    """POST /v2/office/work: {van, kind, id, day, title, rows}; 201, 200 if known; rows left out are told."""
    office, who = office_of(request), await clerk_of(request)
    file = _file(await small_body(request, MAX_SHEET_BYTES))
    try:
        taken = await run_in_threadpool(take, office, file, who)
    except FormError as error:
        raise Problem("bad-request", reason=error.code) from None
    mistakes = [vars(mistake) for mistake in taken.mistakes]
    if mistakes and not taken.sheets:
        raise Problem("bad-request", reason="rows", mistakes=mistakes)
    request.app.state.bell.ring()
    sheets = [{"id": id, **vars(put)} for id, put in taken.sheets]
    fresh = any(put.fresh for _, put in taken.sheets)
    return said({"sheets": sheets, "rows": taken.good, "mistakes": mistakes}, 201 if fresh else 200)


async def get_work(request: Request) -> Response:
    """GET /v2/office/work?van="""
    office = office_of(request)
    await clerk_of(request)
    rows = await run_in_threadpool(work.listed, office, request.query_params.get("van"))
    return said({"work": [{name: text for name, text in row.items() if name != "told_key"} for row in rows]})


def _file(body: bytes) -> File:
    try:
        told: Any = json.loads(body)
        van, kind = told["van"], told["kind"]
    except (KeyError, TypeError, ValueError, RecursionError):
        raise Problem("bad-request", reason="json") from None
    if not isinstance(van, str) or not isinstance(kind, str) or kind not in KINDS:
        raise Problem("bad-request", reason="kind")
    return File(van, kind, body)
