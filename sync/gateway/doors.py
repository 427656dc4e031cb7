"""Who is let in: the protocol's version first, then the token, then the training mark."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from sync import protocol
from sync.gateway import people
from sync.gateway.errors import Problem
from sync.gateway.office import Office


def office_of(request: Request) -> Office:
    office = request.app.state.office
    assert isinstance(office, Office)
    return office


async def van_of(request: Request) -> str:
    """The van that asks. Raises Problem: upgrade-required, sign-in-needed, van-revoked."""
    if request.headers.get(protocol.PROTOCOL) != str(protocol.VERSION):
        raise Problem("upgrade-required", supported=[protocol.VERSION])
    speaker = await _speaker(request, "van")
    if speaker.name != request.headers.get(protocol.VAN):
        raise Problem("sign-in-needed")
    return speaker.name


async def clerk_of(request: Request) -> str:
    """Who asks at the office side. Raises Problem: sign-in-needed."""
    return (await _speaker(request, "office")).name


async def _speaker(request: Request, role: str) -> people.Speaker:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("sign-in-needed")
    return await run_in_threadpool(people.speaker_of, office_of(request).database, role, token.strip())
