"""How a van comes by its certificate, shaped like EST (RFC 7030): token and request in, PKCS#7 out."""

from __future__ import annotations

import base64
import binascii

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync import protocol
from sync.gateway import certificates, work
from sync.gateway.api.bodies import small_body
from sync.gateway.desk import numbers
from sync.gateway.doors import office_of, van_of
from sync.gateway.errors import Problem

MAX_REQUEST_BYTES = 16 * 1024


async def cacerts(request: Request) -> Response:
    """GET /.well-known/est/cacerts: for anyone."""
    return _certificate(office_of(request).authority.certificate)


async def simpleenroll(request: Request) -> Response:
    """POST /.well-known/est/simpleenroll, Basic van:token."""
    office = office_of(request)
    van, token = _basic(request)
    made = await run_in_threadpool(
        certificates.enrol,
        office.database,
        office.authority,
        van,
        token,
        await _pkcs10(request),
        office.now(),
    )
    return await _given(request, van, made)


async def simplereenroll(request: Request) -> Response:
    """POST /.well-known/est/simplereenroll, over the present certificate (training: token)."""
    office, van = office_of(request), await van_of(request)
    asked = await _pkcs10(request)
    made = await run_in_threadpool(
        certificates.renew,
        office.database,
        office.authority,
        office.bureau.authority,
        van,
        asked,
        office.now(),
    )
    return await _given(request, van, made)


async def _given(request: Request, van: str, certificate: x509.Certificate) -> Response:
    """Work that waited for this van's device can be sealed to it now."""
    told = await run_in_threadpool(work.tell_waiting, office_of(request), van)
    if await run_in_threadpool(numbers.refill, office_of(request), van) or told:
        request.app.state.bell.ring()
    return _certificate(certificate)


def _basic(request: Request) -> tuple[str, str]:
    scheme, _, coded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        raise Problem("sign-in-needed")
    try:
        van, _, token = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Problem("sign-in-needed") from None
    return van, token


async def _pkcs10(request: Request) -> bytes:
    """DER. Raises Problem: unsupported-media, bad-request, too-large."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip() != protocol.PKCS10_TYPE:
        raise Problem("unsupported-media")
    body = await small_body(request, MAX_REQUEST_BYTES)
    try:
        return base64.b64decode(b"".join(body.split()), validate=True)
    except binascii.Error:
        raise Problem("bad-request", reason="certificate-request") from None


def _certificate(certificate: x509.Certificate) -> Response:
    der = pkcs7.serialize_certificates([certificate], Encoding.DER)
    headers = {"Content-Transfer-Encoding": "base64"}
    media = f"{protocol.PKCS7_TYPE}; smime-type=certs-only"
    return Response(base64.b64encode(der), headers=headers, media_type=media)
