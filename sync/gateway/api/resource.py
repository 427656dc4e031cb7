"""What both dialects of /files do: who may, begin, write, finish, look, drop. The words are theirs."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync import protocol
from sync.gateway import intake
from sync.gateway.api.writing import Desks, Pen, all_at_once, take
from sync.gateway.doors import asked_again, has_sign_in, office_of, van_of
from sync.gateway.errors import Problem
from sync.gateway.office import Office
from sync.gateway.partials import Evicted
from sync.gateway.records import Held
from sync.gateway.uploads import Lease, Upload
from sync.uploads import Label

ALGORITHMS = {"sha256": hashlib.sha256, "sha512": hashlib.sha512, "sha1": hashlib.sha1, "md5": hashlib.md5}


class Dialect(Protocol):
    async def answer(self, request: Request) -> Response:
        """Raises Problem, Evicted, ClientDisconnect."""

    def refusal(self, error: Problem) -> Response: ...


@dataclass(frozen=True)
class Told:
    """What an answer says of an upload. receipt: of the record it has become."""

    upload: Upload
    offset: int
    finished: bool = False
    receipt: bytes | None = None
    known: bool = False  # the record was here before

    def headers(self) -> dict[str, str]:
        said = {"Location": f"{protocol.FILES}/{self.upload.id}", protocol.OFFSET: str(self.offset)}
        if self.receipt is not None:
            said[protocol.RECEIPT] = protocol.b64url(self.receipt)
        return said


@dataclass(frozen=True)
class Sum:
    """A checksum that came with a body. kind: a key of ALGORITHMS."""

    kind: str
    value: bytes

    def fits(self, body: bytes) -> bool:
        return ALGORITHMS[self.kind](body, usedforsecurity=False).digest() == self.value


class Mismatch(Exception):
    """The body is not what its checksum says."""


def desks_of(request: Request) -> Desks:
    desks = request.app.state.desks
    assert isinstance(desks, Desks)
    return desks


async def asker(request: Request) -> str:
    """The van that asks; "" for somebody unnamed, whom only training lets in."""
    if office_of(request).training and not has_sign_in(request):
        return ""
    return await van_of(request)


async def begin(request: Request, label: Label | None, length: int | None, said: str) -> Lease | Told:
    """Told: the record, or all of its bytes, is here already.

    Raises Problem: sign-in-needed, bad-request (real bytes that name no record), training-parcel,
    real-parcel, digest-conflict, id-taken, disk-full, too-many.
    """
    office, van = office_of(request), await asker(request)
    if label is None and not office.training:
        raise Problem("bad-request", reason="record")
    if label is not None and not van:
        raise Problem("sign-in-needed")
    if label is not None and label.training != office.training:
        raise Problem("real-parcel" if office.training else "training-parcel")
    begun = await run_in_threadpool(_begin, office, van if label else "", label, length, said)
    if isinstance(begun, Told):
        return begun
    if begun.generation > 1:
        await desks_of(request).vacate(begun.upload.id)
        return await _ended(request, begun) or begun
    return begun


def _begin(office: Office, van: str, label: Label | None, length: int | None, said: str) -> Lease | Told:
    """All questions of a creation in one go: every hop to another thread costs as much as a question."""
    office.objects.room(length or 0)
    fresh = office.uploads.first(van, label, length, said, office.now())
    if fresh is not None:
        return fresh
    if label is not None:
        held = office.ledger.held(label.record, van=van, sha256=label.sha256, now=office.now())
        if held is not None:
            upload = office.uploads.known(van, label, held.size, office.now())
            return Told(upload, held.size, finished=True, receipt=held.receipt, known=True)
    return office.uploads.begin(van, label, length, said, office.now())


async def find(request: Request) -> Upload:
    """The upload that is asked about. Raises Problem: not-found (also another van's), gone."""
    id = request.path_params["upload"]
    van = await asker(request)
    if not protocol.UPLOAD_ID.match(id):
        raise Problem("not-found")
    office = office_of(request)
    upload = await run_in_threadpool(office.uploads.find, id, office.now())
    if upload.van and upload.van != van:
        raise Problem("not-found")
    return upload


async def look(request: Request) -> Told:
    """How far is it? Whoever writes there puts down what it has first: a told offset is what is kept."""
    upload = await find(request)
    if upload.finished:
        return await _finished(request, upload)
    lease = await take_over(request, upload)
    return await _ended(request, lease) or Told(lease.upload, lease.offset)


async def take_over(request: Request, upload: Upload) -> Lease:
    """From now on only this request writes. An upload that was finished meanwhile stays as it is."""
    office = office_of(request)
    await desks_of(request).vacate(upload.id)
    return await run_in_threadpool(office.uploads.take_over, upload, office.now())


async def write(
    request: Request,
    lease: Lease,
    *,
    most: int,
    check: Sum | None,
    complete: Callable[[int], bool],
    progress: Callable[[int], None] = lambda _size: None,
) -> Told:
    """The body goes to the end of the upload. complete: whether it is whole at this size; may raise.
    progress: told about once a second how far it is.

    Raises what `writing.take` does, Mismatch, and what `intake.settle` refuses.
    """
    office = office_of(request)
    with desks_of(request).at(lease.upload.id, lease.upload.van) as desk:
        pen = Pen(office, lease, progress)
        if check is None:
            await take(request, pen, desk, most=most)
        else:
            body = await all_at_once(request, pen, desk, most=most)
            if not check.fits(body):
                raise Mismatch
            await pen.add(body)
        request.app.state.metrics.bytes.inc(pen.size - lease.offset)
        try:
            whole = complete(pen.size)
        except Problem:
            await pen.flush()
            raise
        if not whole:
            await pen.flush()
            return Told(lease.upload, pen.size)
        return await _finish(request, pen)


async def measured(request: Request, lease: Lease, length: int) -> Lease:
    """Its length has become known."""
    uploads = office_of(request).uploads
    return replace(lease, upload=await run_in_threadpool(uploads.measured, lease.upload, length))


async def drop(request: Request) -> None:
    """Raises Problem not-allowed: a record that is here cannot be taken back."""
    upload = await find(request)
    if upload.finished and upload.label is not None:
        raise Problem("not-allowed", status=403)
    await desks_of(request).vacate(upload.id)
    await run_in_threadpool(office_of(request).uploads.drop, upload)


async def _finish(request: Request, pen: Pen) -> Told:
    office, upload = office_of(request), pen.lease.upload
    if upload.label is None:
        if not _as_told(upload.said, await pen.whole()):
            await run_in_threadpool(office.uploads.drop, upload)
            raise Problem("digest-mismatch")
        await pen.flush()
        await run_in_threadpool(office.uploads.finish_bare, pen.lease, pen.size)
        return Told(upload, pen.size, finished=True)
    return await _settle(request, pen)


async def _settle(request: Request, pen: Pen) -> Told:
    lease = pen.lease
    may = asked_again(request, lease.upload.van)  # its last byte may have come after its end
    label = lease.upload.label
    assert label is not None
    body = await pen.whole()
    settle = partial(intake.settle, office_of(request), lease, label, body, put_down=pen.put_down)
    try:
        held = await run_in_threadpool(_both, may, settle)
    except Problem as error:
        if error.status >= 500:  # the upload is well: it waits with all its bytes until we are, too
            with suppress(Problem, Evicted):
                await pen.flush()
        raise
    request.app.state.bell.ring()
    if held.fresh:
        request.app.state.metrics.records.inc()
    return Told(lease.upload, len(body), finished=True, receipt=held.receipt)


def _both(first: Callable[[], object], then: Callable[[], Held]) -> Held:
    """In one go: every hop to another thread costs as much as a question."""
    first()
    return then()


async def _ended(request: Request, lease: Lease) -> Told | None:
    """All bytes of a record are here, but we were killed, or the store was away, before it was one."""
    upload = lease.upload
    if upload.finished:
        return await _finished(request, upload)
    if upload.label is None or upload.length is None or lease.offset != upload.length:
        return None
    return await _settle(request, Pen(office_of(request), lease))


async def _finished(request: Request, upload: Upload) -> Told:
    receipt = None
    if upload.label is not None:
        ledger = office_of(request).ledger
        receipt = await run_in_threadpool(ledger.receipt, upload.label.record, upload.van)
    return Told(upload, upload.length or 0, finished=True, receipt=receipt)


def remember_digest(value: str) -> str:
    """A Repr-Digest told at the creation of bytes that are no record's, in the form of Upload-Metadata."""
    return f"repr-digest {base64.b64encode(value.encode()).decode()}" if value else ""


def _as_told(said: str, body: bytes) -> bool:
    name, _, value = said.partition(" ")
    if name != "repr-digest":
        return True
    sum = digest_sum(base64.b64decode(value).decode())
    return sum is None or sum.fits(body)


def digest_sum(value: str) -> Sum | None:
    """Of a Content-Digest or Repr-Digest (RFC 9530); None when it names no algorithm we know.

    Raises Problem bad-request.
    """
    for part in value.split(","):
        kind, _, coded = part.strip().partition("=")
        if kind in ("sha-256", "sha-512"):
            try:
                return Sum(kind.replace("-", ""), base64.b64decode(coded.strip(":"), validate=True))
            except ValueError:
                raise Problem("bad-request", reason="digest") from None
    return None
