"""After a restore: which of what a van sent is here? And a receipt once more."""

from __future__ import annotations

import json
import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync import protocol
from sync.gateway.answers import said
from sync.gateway.api.bodies import small_body
from sync.gateway.doors import office_of, van_of
from sync.gateway.errors import Problem

MAX_QUESTION_BYTES = 256 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)


async def post_held(request: Request) -> Response:
    """POST /v2/held: {records: [{id, sha256}]} -> {missing: [id], conflicts: [id]}."""
    office, van = office_of(request), await van_of(request)
    theirs = _records(await small_body(request, MAX_QUESTION_BYTES))
    missing, conflicts = await run_in_threadpool(office.ledger.compared, van, theirs)
    return said({"missing": missing, "conflicts": conflicts})


async def get_receipt(request: Request) -> Response:
    """GET /v2/records/{id}/receipt."""
    office, van = office_of(request), await van_of(request)
    receipt = await run_in_threadpool(office.ledger.receipt, request.path_params["id"], van)
    return Response(receipt, media_type=protocol.JSON_TYPE)


def _records(body: bytes) -> dict[str, str]:
    try:
        listed = [(record["id"], record["sha256"]) for record in json.loads(body)["records"]]
        fits = len(listed) <= protocol.MAX_HELD and all(
            protocol.RECORD_ID.match(id) and _SHA256.match(sha256) for id, sha256 in listed
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Problem("bad-request", reason="json") from None
    if not fits:
        raise Problem("bad-request", reason="records")
    return dict(listed)
