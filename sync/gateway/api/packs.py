"""What the bureau offers vans, piece by piece: every piece is an answer of its own, and signed like any."""

from __future__ import annotations

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync import protocol
from sync.gateway.doors import office_of, van_of
from sync.gateway.errors import Problem

BYTES_TYPE = "application/octet-stream"


async def get_metadata(request: Request) -> Response:
    """GET /v2/packs/metadata/{name}?offset=&most=: the signed lists."""
    return await _piece(request, Path("metadata"))


async def get_target(request: Request) -> Response:
    """GET /v2/packs/targets/{kind}/{name}?offset=&most=: what they list."""
    kind = request.path_params["kind"]
    return await _piece(request, Path("targets") / kind if protocol.OFFER_KIND.match(kind) else None)


async def _piece(request: Request, folder: Path | None) -> Response:
    office, _ = office_of(request), await van_of(request)
    name = request.path_params["name"]
    offset, most = _number(request, "offset", 0), _number(request, "most", protocol.MAX_PIECE)
    if folder is None or not protocol.OFFER_NAME.match(name):
        raise Problem("not-found")
    if not 0 < most <= protocol.MAX_PIECE:
        raise Problem("bad-request", reason="most")
    body = await run_in_threadpool(_read, office.packs / folder / name, offset, most)
    return Response(body, media_type=BYTES_TYPE)


def _read(path: Path, offset: int, most: int) -> bytes:
    """Raises Problem not-found."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(most)
    except OSError:
        raise Problem("not-found") from None


def _number(request: Request, name: str, default: int) -> int:
    """Raises Problem bad-request."""
    value = request.query_params.get(name, str(default))
    if not (value.isascii() and value.isdecimal() and len(value) < 14):
        raise Problem("bad-request", reason=name)
    return int(value)
