"""What parcels are sealed to, told under the office's signature."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sync.gateway.answers import said
from sync.gateway.doors import office_of, van_of


async def get_bureau(request: Request) -> Response:
    """GET /v2/bureau: the current certificate first, then the next."""
    office = office_of(request)
    await van_of(request)
    return said({"certificates": office.bureau.pems(), "profile": "cms"})
