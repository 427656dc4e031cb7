"""/files: resumable uploads. One resource, two dialects: tus 1.0.0 (`Tus-Resumable`) and the IETF draft."""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from sync import protocol
from sync.gateway.api import ietf, tus
from sync.gateway.api.bodies import drain, listened
from sync.gateway.api.resource import Dialect
from sync.gateway.doors import office_of
from sync.gateway.errors import Problem
from sync.gateway.partials import Evicted


async def files(request: Request) -> Response:
    """OPTIONS, POST on the collection; HEAD, PATCH, DELETE on one upload."""
    request, dialect = listened(request), _dialect(request)
    try:
        return await dialect.answer(request)
    except Evicted:
        # Nobody is likely to hear it: its van goes on with another connection already.
        headers = {"Connection": "close"}
        return dialect.refusal(Problem("offset-conflict", headers=headers, evicted=True))
    except Problem as error:
        await drain(request, office_of(request).limits)
        return dialect.refusal(error)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it


def _dialect(request: Request) -> Dialect:
    return tus.DIALECT if protocol.TUS in request.headers else ietf.DIALECT
