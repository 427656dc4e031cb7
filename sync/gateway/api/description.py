"""What can be asked here, as an OpenAPI document; in words it stands in `sync/protocol.md`."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sync.gateway import openapi
from sync.gateway.answers import said


async def get_description(_request: Request) -> Response:
    """GET /openapi.json, for anyone."""
    return said(openapi.document())
