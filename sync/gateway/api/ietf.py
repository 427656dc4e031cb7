"""The IETF's resumable uploads on /files: draft-ietf-httpbis-resumable-upload, interop version 8.

Interim answers (104) go only to a client that asked for this version, and only where the server can write
them (`sync.gateway.serve`): ASGI has no word for them.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from sync import protocol, uploads
from sync.gateway import answers
from sync.gateway.api import resource, tus
from sync.gateway.api.bodies import drain
from sync.gateway.api.resource import Mismatch, Told
from sync.gateway.api.writing import TooLong
from sync.gateway.doors import office_of
from sync.gateway.errors import Problem
from sync.gateway.uploads import Lease

REGISTERED = "https://iana.org/assignments/http-problem-types#"
YES, NO = "?1", "?0"
INTERIM = "interim"  # in a connection's state: writes a 104, where the server can


class Ietf:
    async def answer(self, request: Request) -> Response:
        one = "upload" in request.path_params
        verbs = {"HEAD": _head, "GET": _head, "PATCH": _patch, "DELETE": _delete} if one else {"POST": _post}
        if request.method == "OPTIONS":
            return tus.options(request)
        if request.method not in verbs:
            raise Problem("method-not-allowed")
        try:
            return await verbs[request.method](request)
        except TooLong:
            if "upload" in request.path_params:
                await _invalidate(request)
            raise _inconsistent() from None
        except Mismatch:
            raise _registered("checksum-mismatch", "digest-mismatching-values", status=400) from None

    def refusal(self, error: Problem) -> Response:
        response = answers.problem(error)
        if error.kind == "too-large":
            response.headers[protocol.LIMIT] = f"max-size={error.values.get('max_body', 0)}"
        return response


DIALECT = Ietf()


async def _post(request: Request) -> Response:
    whole = _flag(request)
    length, sent, limit = _number(request, protocol.LENGTH), _sent(request), _limit(request)
    if max(length or 0, sent or 0) > limit:
        raise Problem("too-large", max_body=limit)
    if whole is not False and sent is not None:
        if length is not None and length != sent:
            raise _inconsistent({protocol.LIMIT: _limits(request)})
        length = sent
    try:
        label = uploads.of_headers(request.headers)
    except ValueError:
        raise Problem("bad-request", reason="record") from None
    said = resource.remember_digest(request.headers.get(protocol.DIGEST, "")) if label is None else ""
    begun = await resource.begin(request, label, length, said)
    if isinstance(begun, Told):
        await drain(request, office_of(request).limits)
        return _said(request, begun, 200 if begun.known else 201)
    if begun.offset:
        await drain(request, office_of(request).limits)
        return _said(request, Told(begun.upload, begun.offset), 201)
    if whole is not None:
        _interim(
            request, {"Location": f"{protocol.FILES}/{begun.upload.id}", protocol.LIMIT: _limits(request)}
        )
    return _said(request, await _write(request, begun, whole is not False), 201)


async def _head(request: Request) -> Response:
    if protocol.OFFSET in request.headers or protocol.COMPLETE in request.headers:
        raise Problem("bad-request", reason="head")
    told = await resource.look(request)
    response = _said(request, told, 204)
    if told.upload.length is not None:
        response.headers[protocol.LENGTH] = str(told.upload.length)
    return response


async def _patch(request: Request) -> Response:
    if request.headers.get("Content-Type") != protocol.PARTIAL_TYPE:
        raise Problem("unsupported-media")
    whole, offset = _flag(request), _number(request, protocol.OFFSET)
    if whole is None or offset is None:
        raise Problem("bad-request", reason="upload-complete" if whole is None else "upload-offset")
    lease = await resource.take_over(request, await resource.find(request))
    sent = _sent(request)
    if lease.upload.finished:
        return await _again(request, lease, offset, sent)
    if offset != lease.offset:
        raise _registered(
            "offset-conflict",
            "mismatching-upload-offset",
            {protocol.OFFSET: str(lease.offset), protocol.COMPLETE: NO},
            **{"expected-offset": lease.offset, "provided-offset": offset},
        )
    before = lease.upload.length
    if before is not None and sent is not None and offset + sent > before:
        await _invalidate(request)
        raise _inconsistent()
    lease = await _measured(request, lease, whole, sent)
    told = await _write(request, lease, whole)
    return _said(request, told, 200 if told.finished else 204)


async def _delete(request: Request) -> Response:
    await resource.drop(request)
    return Response(status_code=204)


async def _again(request: Request, lease: Lease, offset: int, sent: int | None) -> Response:
    """To an upload that is complete: its receipt once more, or the draft's refusal."""
    if lease.upload.label is not None and offset == lease.offset and sent == 0:
        return _said(request, await resource.look(request), 200)
    if lease.upload.label is None and offset >= lease.offset and sent != 0:
        await _invalidate(request)
    told = {protocol.COMPLETE: YES, protocol.OFFSET: str(lease.offset)}
    raise _registered("offset-conflict", "completed-upload", told, status=400)


async def _measured(request: Request, lease: Lease, whole: bool, sent: int | None) -> Lease:
    """What this request says of the length. Raises Problem when it was another before."""
    told = _number(request, protocol.LENGTH)
    length = lease.offset + sent if whole and sent is not None and told is None else told
    if length is None:
        return lease
    if lease.upload.length is None:
        if length > _limit(request):
            raise Problem("too-large", max_body=_limit(request))
        return await resource.measured(request, lease, length)
    if length != lease.upload.length:
        raise _inconsistent()
    return lease


async def _write(request: Request, lease: Lease, whole: bool) -> Told:
    length = lease.upload.length
    if length is None and lease.upload.label is not None and whole and _sent(request) is None:
        raise Problem("length-required")
    return await resource.write(
        request,
        lease,
        most=_limit(request) if length is None else length,
        check=resource.digest_sum(request.headers.get("Content-Digest", "")),
        complete=lambda size: _complete(size, length, whole),
        progress=lambda size: _interim(request, {protocol.OFFSET: str(size)}),
    )


def _complete(size: int, length: int | None, whole: bool) -> bool:
    if whole and length is not None and size != length:
        raise _inconsistent({protocol.OFFSET: str(size)})
    return whole


async def _invalidate(request: Request) -> None:
    """The draft: after more bytes than announced nobody can trust the upload any more."""
    await resource.drop(request)


def _said(request: Request, told: Told, status: int) -> Response:
    headers = {
        **told.headers(),
        protocol.COMPLETE: YES if told.finished else NO,
        protocol.LIMIT: _limits(request),
    }
    if status == 204 or told.receipt is None:
        return Response(status_code=status, headers=headers)
    return Response(told.receipt, status, headers=headers, media_type=protocol.JSON_TYPE)


def _interim(request: Request, headers: dict[str, str]) -> None:
    write: Callable[[dict[str, str]], None] | None = request.scope.get("state", {}).get(INTERIM)
    if write is not None and request.headers.get(protocol.INTEROP) == protocol.INTEROP_VERSION:
        write({**headers, protocol.INTEROP: protocol.INTEROP_VERSION})


def _inconsistent(headers: dict[str, str] | None = None) -> Problem:
    return _registered(
        "bad-request", "inconsistent-upload-length", {protocol.COMPLETE: NO, **(headers or {})}
    )


def _registered(
    kind: str,
    name: str,
    headers: dict[str, str] | None = None,
    status: int | None = None,
    **values: object,
) -> Problem:
    headers = {protocol.COMPLETE: NO, **(headers or {})}
    return Problem(kind, type=REGISTERED + name, headers=headers, status=status, **values)


def _limit(request: Request) -> int:
    return office_of(request).limits.body_bytes


def _limits(request: Request) -> str:
    return f"max-size={_limit(request)}, min-size=0"


def _flag(request: Request) -> bool | None:
    """Upload-Complete; None when it is missing. Raises Problem bad-request for what is no Boolean."""
    value = request.headers.get(protocol.COMPLETE)
    if value not in (None, YES, NO):
        raise Problem("bad-request", reason="upload-complete")
    return None if value is None else value == YES


def _number(request: Request, name: str) -> int | None:
    """Raises Problem bad-request for what is no number."""
    value = request.headers.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) < 20):
        raise Problem("bad-request", reason=name.lower())
    return int(value)


def _sent(request: Request) -> int | None:
    value = request.headers.get("Content-Length", "")
    if not value and "Transfer-Encoding" not in request.headers:
        return 0
    return int(value) if value.isascii() and value.isdecimal() else None
