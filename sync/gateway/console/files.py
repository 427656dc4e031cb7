"""The console's own few files: addressed with their digest, so a browser may keep them for ever."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sync.gateway.console.templates import STATIC, static_name

TYPES = {"style.css": "text/css", "console.js": "text/javascript", "icon.svg": "image/svg+xml"}


async def static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in TYPES or request.url.path != static_name(name):
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response((STATIC / name).read_bytes(), media_type=TYPES[name], headers=headers)
