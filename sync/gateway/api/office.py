"""The office's own side: what has arrived, and what is decided about it."""

from __future__ import annotations

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync.gateway import alarms, people
from sync.gateway.answers import said
from sync.gateway.api.bodies import small_body
from sync.gateway.decisions import Decision, decide
from sync.gateway.doors import clerk_of, office_of
from sync.gateway.errors import Problem
from sync.gateway.metrics import MEDIA_TYPE

MAX_DECISION_BYTES = 64 * 1024
MAX_PAGE = 1000


async def post_decision(request: Request) -> Response:
    """POST /v2/office/decisions: {record, decision, reasons, fields, values}; 201, or 200 if known."""
    office, who = office_of(request), await clerk_of(request)
    decision = _decision(await _json(request))
    decided = await run_in_threadpool(decide, office.database, decision, who, office.now())
    request.app.state.bell.ring()
    return said(
        {"record": decision.record, "state": decided.state, "cursor": decided.cursor},
        201 if decided.fresh else 200,
    )


async def get_records(request: Request) -> Response:
    """GET /v2/office/records?state=&after=&limit="""
    office = office_of(request)
    await clerk_of(request)
    after, limit = _page(request)
    state = request.query_params.get("state")
    rows = await run_in_threadpool(office.ledger.listed, state=state, after=after, limit=limit)
    return said({"records": [dict(row) for row in rows]})


async def get_alarms(request: Request) -> Response:
    """GET /v2/office/alarms?after=&limit="""
    office = office_of(request)
    await clerk_of(request)
    after, limit = _page(request)
    rows = await run_in_threadpool(alarms.listed, office.database, after=after, limit=limit)
    return said({"alarms": [{**row, "facts": json.loads(row["facts"])} for row in rows]})


async def get_vans(request: Request) -> Response:
    """GET /v2/office/vans"""
    office = office_of(request)
    await clerk_of(request)
    rows = await run_in_threadpool(people.vans, office.database)
    return said({"vans": [dict(row) for row in rows]})


async def get_metrics(request: Request) -> Response:
    """GET /metrics, for Prometheus; with the office token, since it tells how busy we are."""
    await clerk_of(request)
    state = request.app.state
    state.metrics.writers.set(len(state.desks))
    state.metrics.waiting.set(office_of(request).ledger.waiting)
    return Response(state.metrics.text(), media_type=MEDIA_TYPE)


async def _json(request: Request) -> Any:
    try:
        return json.loads(await small_body(request, MAX_DECISION_BYTES))
    except (ValueError, RecursionError):
        raise Problem("bad-request", reason="json") from None


def _decision(value: Any) -> Decision:
    try:
        decision = Decision(
            record=value["record"],
            decision=value["decision"],
            reasons=tuple(value.get("reasons", ())),
            fields=tuple(value.get("fields", ())),
            values=dict(value.get("values", {})),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Problem("bad-request", reason="decision") from None
    words = (decision.record, decision.decision, *decision.reasons, *decision.fields)
    if not all(isinstance(word, str) for word in (*words, *decision.values, *decision.values.values())):
        raise Problem("bad-request", reason="decision")
    return decision


def _page(request: Request) -> tuple[int, int]:
    try:
        after = int(request.query_params.get("after", "0"))
        limit = int(request.query_params.get("limit", "100"))
    except ValueError:
        raise Problem("bad-request", reason="page") from None
    if not 0 <= after < 2**63:
        raise Problem("bad-request", reason="page")
    return after, min(max(limit, 1), MAX_PAGE)
