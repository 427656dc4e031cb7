"""A parcel arrives: file first, then row, then the signed receipt; the same parcel again gets the same."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from sync import protocol
from sync.gateway import events, letters
from sync.gateway.api.bodies import Body
from sync.gateway.doors import office_of, van_of
from sync.gateway.errors import Problem
from sync.gateway.incoming import Incoming
from sync.gateway.office import Office
from sync.gateway.records import Arrival, Held


async def put_record(request: Request) -> Response:
    """PUT /v1/records/{id}: 201 the first time, 200 after; the answer is the receipt, the same bytes."""
    office = office_of(request)
    body = Body(request, office.limits)
    try:
        van = await van_of(request)
        id, sha256 = _named(request, office)
        held = await run_in_threadpool(office.ledger.held, id, van=van, sha256=sha256, now=office.now())
        if held is None:
            with request.app.state.berths.one():
                held = await _take(body, office, id, Arrival(van, sha256, body.size, sealed=False))
            request.app.state.bell.ring()
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    finally:
        await body.drain()
    return Response(held.receipt, 201 if held.fresh else 200, media_type=protocol.JSON_TYPE)


def _named(request: Request, office: Office) -> tuple[str, str]:
    """Record id and announced digest. Raises Problem: bad-request, training-parcel, real-parcel."""
    id = request.path_params["id"]
    if not protocol.RECORD_ID.match(id):
        raise Problem("bad-request", reason="id")
    try:
        sha256 = protocol.digest_of_header(request.headers.get(protocol.DIGEST, ""))
    except ValueError:
        raise Problem("bad-request", reason="digest") from None
    if request.headers.get(protocol.TRAINING) != str(int(office.training)):
        raise Problem("real-parcel" if office.training else "training-parcel")
    return id, sha256


async def _take(body: Body, office: Office, id: str, arrival: Arrival) -> Held:
    await run_in_threadpool(office.objects.room, arrival.size)
    incoming = await run_in_threadpool(Incoming, office.folder)
    try:
        async for block in body.blocks():
            await run_in_threadpool(incoming.write, block)
        return await run_in_threadpool(_settle, office, id, arrival, incoming)
    finally:
        await run_in_threadpool(incoming.drop)


def _settle(office: Office, id: str, arrival: Arrival, incoming: Incoming) -> Held:
    """All has arrived: look at it, keep the file, write the row. In this order."""
    if (incoming.sha256, incoming.size) != (arrival.sha256, arrival.size):
        raise Problem("digest-mismatch")
    body = incoming.bytes()
    try:
        letter = letters.read(body, id=id, training=office.training)
    except Problem as error:
        with office.database.write() as connection:
            events.append(
                connection, at=office.now(), kind="refused", who=arrival.van, record=id, problem=error.kind
            )
        raise
    office.objects.put(arrival.sha256, body)
    return office.ledger.take(letter, arrival, office.now())
