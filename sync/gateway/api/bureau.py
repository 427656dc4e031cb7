"""What parcels are sealed to, told under the office's signature."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sync.gateway.answers import said
from sync.gateway.bureau import GM, pem
from sync.gateway.doors import office_of, van_of


async def get_bureau(request: Request) -> Response:
    """GET /v2/bureau: the current certificate first, then the next."""
    await van_of(request)
    bureau = office_of(request).bureau
    told = {"certificates": [pem(one) for one in bureau.sealed_to], "profile": bureau.profile}
    if bureau.profile == GM and bureau.authority is not None:
        told["authority"] = pem(bureau.authority.certificate)
    return said(told)
