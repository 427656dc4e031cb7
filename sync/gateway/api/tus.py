"""tus 1.0.0 on /files: core, creation, creation-with-upload, checksum, termination, expiration.

Source: https://tus.io/protocols/resumable-upload
"""

from __future__ import annotations

import base64
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import Response

from sync import protocol, uploads
from sync.gateway import answers
from sync.gateway.api import resource
from sync.gateway.api.bodies import drain
from sync.gateway.api.resource import Mismatch, Sum, Told
from sync.gateway.api.writing import TooLong
from sync.gateway.doors import office_of
from sync.gateway.errors import Problem
from sync.gateway.uploads import Lease

CHECKSUM = "Upload-Checksum"
OVERRIDE = "X-HTTP-Method-Override"


class Tus:
    async def answer(self, request: Request) -> Response:
        method = request.method
        if method == "POST":
            method = request.headers.get(OVERRIDE, method)
        if method != "OPTIONS" and request.headers[protocol.TUS] != protocol.TUS_VERSION:
            raise Problem("tus-version", headers={"Tus-Version": protocol.TUS_VERSION})
        one = "upload" in request.path_params
        verbs = {"HEAD": _head, "GET": _head, "PATCH": _patch, "DELETE": _delete} if one else {"POST": _post}
        if method == "OPTIONS":
            return options(request)
        if method not in verbs:
            raise Problem("method-not-allowed")
        try:
            return await verbs[method](request)
        except TooLong:
            raise Problem("too-large") from None
        except Mismatch:
            raise Problem("checksum-mismatch") from None

    def refusal(self, error: Problem) -> Response:
        response = answers.problem(error)
        response.headers[protocol.TUS] = protocol.TUS_VERSION
        return response


DIALECT = Tus()


def options(request: Request) -> Response:
    """Both dialects' answer: what /files can do."""
    limit = office_of(request).limits.body_bytes
    said = {
        protocol.TUS: protocol.TUS_VERSION,
        "Tus-Version": protocol.TUS_VERSION,
        "Tus-Extension": protocol.TUS_EXTENSIONS,
        "Tus-Max-Size": str(limit),
        "Tus-Checksum-Algorithm": protocol.TUS_CHECKSUMS,
        protocol.LIMIT: f"max-size={limit}, min-size=0",
        "Accept-Patch": f"{protocol.TUS_TYPE}, {protocol.PARTIAL_TYPE}",
    }
    return Response(status_code=204, headers=said)


async def _post(request: Request) -> Response:
    length = _number(request, protocol.LENGTH)
    limit = office_of(request).limits.body_bytes
    if length > limit:
        raise Problem("too-large", max_body=limit)
    said = request.headers.get(protocol.METADATA, "")
    try:
        label = uploads.of_tus(said)
    except ValueError:
        raise Problem("bad-request", reason="metadata") from None
    begun = await resource.begin(request, label, length, said)
    if isinstance(begun, Told):
        return await _known(request, begun)
    told = Told(begun.upload, begun.offset)
    with_body = request.headers.get("Content-Type") == protocol.TUS_TYPE
    if not begun.offset and (with_body or not length):
        told = await _write(request, begun)
    return _said(told, 201)


async def _known(request: Request, told: Told) -> Response:
    await drain(request, office_of(request).limits)
    return _said(told, 200 if told.known else 201)


async def _head(request: Request) -> Response:
    told = await resource.look(request)
    response = _said(told, 200)
    if told.upload.length is None:
        response.headers["Upload-Defer-Length"] = "1"
    else:
        response.headers[protocol.LENGTH] = str(told.upload.length)
    if told.upload.said:
        response.headers[protocol.METADATA] = told.upload.said
    return response


async def _patch(request: Request) -> Response:
    if request.headers.get("Content-Type") != protocol.TUS_TYPE:
        raise Problem("unsupported-media")
    offset = _number(request, protocol.OFFSET)
    upload = await resource.find(request)
    lease = await resource.take_over(request, upload)
    if offset != lease.offset:
        raise Problem("offset-conflict", headers={protocol.OFFSET: str(lease.offset)})
    if lease.upload.finished:
        if request.headers.get("Content-Length", "0") != "0":
            raise Problem("too-large")
        return _said(await resource.look(request), 204)
    announced = request.headers.get("Content-Length", "0")
    most = _most(request, lease)
    if announced.isdecimal() and lease.offset + int(announced) > most:
        raise Problem("too-large")
    return _said(await _write(request, lease), 204)


async def _delete(request: Request) -> Response:
    await resource.drop(request)
    return Response(status_code=204, headers={protocol.TUS: protocol.TUS_VERSION})


def _most(request: Request, lease: Lease) -> int:
    limit = office_of(request).limits.body_bytes
    return limit if lease.upload.length is None else lease.upload.length


async def _write(request: Request, lease: Lease) -> Told:
    return await resource.write(
        request,
        lease,
        most=_most(request, lease),
        check=_checksum(request),
        complete=lambda size: size == lease.upload.length,
    )


def _said(told: Told, status: int) -> Response:
    headers = {**told.headers(), protocol.TUS: protocol.TUS_VERSION}
    if told.finished and told.receipt is not None:
        headers[protocol.COMPLETE] = "?1"
    else:
        headers[protocol.EXPIRES] = format_datetime(told.upload.expires_at, usegmt=True)
    if status == 204 or not told.known:
        return Response(status_code=status, headers=headers)
    return Response(told.receipt, status, headers=headers, media_type=protocol.JSON_TYPE)


def _checksum(request: Request) -> Sum | None:
    """Raises Problem bad-request."""
    if CHECKSUM not in request.headers:
        return None
    kind, _, value = request.headers[CHECKSUM].partition(" ")
    if kind not in protocol.TUS_CHECKSUMS.split(","):
        raise Problem("bad-request", reason="checksum")
    try:
        return Sum(kind, base64.b64decode(value, validate=True))
    except ValueError:
        raise Problem("bad-request", reason="checksum") from None


def _number(request: Request, name: str) -> int:
    """Raises Problem bad-request."""
    value = request.headers.get(name, "")
    if not (value.isascii() and value.isdecimal() and len(value) < 20):
        raise Problem("bad-request", reason=name.lower())
    return int(value)
