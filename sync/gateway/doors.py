"""Who is let in: the protocol's version first, then certificate or token, then the training mark."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from sync import protocol
from sync.gateway import certificates, people
from sync.gateway.errors import Problem
from sync.gateway.office import Office

PEER_CERTIFICATE = "peer_certificate"  # in a connection's state: see sync.gateway.serve
PROXY_HEADER = "Client-Cert"


def office_of(request: Request) -> Office:
    office = request.app.state.office
    assert isinstance(office, Office)
    return office


async def van_of(request: Request) -> str:
    """The van that asks: by its certificate, in training by its token.

    Raises Problem: upgrade-required, sign-in-needed, device-revoked, too-many.
    """
    if request.headers.get(protocol.PROTOCOL) not in [str(number) for number in protocol.SUPPORTED]:
        raise Problem("upgrade-required", supported=list(protocol.SUPPORTED))
    office, certificate = office_of(request), certificate_of(request)
    if certificate is not None:
        van = await run_in_threadpool(certificates.van_of, office.database, certificate, office.now())
    elif office.training:
        van = (await _speaker(request, "van")).name
    else:
        raise Problem("sign-in-needed", reason="certificate")
    if request.headers.get(protocol.VAN, van if certificate else "") != van:
        raise Problem("sign-in-needed")
    request.app.state.pace.step(van)
    return van


async def still(request: Request, van: str) -> None:
    """Whoever is under way for long is asked again whether it may. Raises Problem as `van_of` does."""
    await run_in_threadpool(asked_again(request, van))


def asked_again(request: Request, van: str) -> Callable[[], object]:
    """The same as something blocking, for another thread."""
    office, certificate = office_of(request), certificate_of(request)
    if not van:
        return lambda: None
    if certificate is not None:
        return partial(certificates.van_of, office.database, certificate, office.now())
    return partial(people.speaker_of, office.database, "van", _token(request))


def certificate_of(request: Request) -> bytes | None:
    """The asker's certificate (DER): from its TLS connection, or told by the proxy we trust (RFC 9440)."""
    given: bytes | None = request.scope.get("state", {}).get(PEER_CERTIFICATE)
    if given is not None:
        return given
    asker = request.client.host if request.client else ""
    if asker not in request.app.state.proxies:
        return None
    told = request.headers.get(PROXY_HEADER, "")
    try:
        return base64.b64decode(told.strip(":"), validate=True) if told else None
    except ValueError:
        raise Problem("sign-in-needed", reason="certificate") from None


def has_sign_in(request: Request) -> bool:
    """Whether the asker says who it is at all."""
    return "Authorization" in request.headers or certificate_of(request) is not None


async def clerk_of(request: Request) -> str:
    """Who asks at the office side. Raises Problem: sign-in-needed."""
    return (await _speaker(request, "office")).name


async def _speaker(request: Request, role: str) -> people.Speaker:
    return await run_in_threadpool(people.speaker_of, office_of(request).database, role, _token(request))


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("sign-in-needed")
    return token.strip()
