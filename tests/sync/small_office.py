"""An office as small as the contract allows, told from the gateway so that the client is proven on its own.

It takes uploads in the tus dialect, keeps bytes as they come, signs every answer, gives receipts. `behave`
may answer instead of it; what it saw is in `asked`.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sync import protocol, receipts, uploads
from sync.client import Client
from sync.connection import Door, Waits
from sync.keys import OfficeSeal, new_private_key
from sync.uploads import Label

NAME = "虚构派出所"
VAN = "D027"
CALM = Waits(connect_s=10, stall_s=10, answer_s=20)  # a busy machine is not a bad line
QUICK = Waits(connect_s=2, stall_s=1, answer_s=2)

Behave = Callable[["SmallOffice", Request], Response | None]


@dataclass
class Upload:
    label: Label
    length: int
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    data: bytearray = field(default_factory=bytearray)
    receipt: bytes = b""


async def nothing_new(_request: Request) -> Response:
    return Response(protocol.canonical({"cursor": 3, "notices": []}))


@dataclass
class SmallOffice:
    """time: what it says its clock shows. behave: answers instead, when it returns something."""

    url: str = ""
    uploads: dict[str, Upload] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    behave: Behave = lambda _office, _request: None
    time: Callable[[], datetime] = lambda: datetime.now(UTC)
    epoch: str = "epoch-1"
    seal: OfficeSeal = field(default_factory=lambda: OfficeSeal(new_private_key()))
    changes: Callable[[Request], Awaitable[Response]] = nothing_new
    received: int = 0  # bytes of bodies, also those sent twice

    def door(self, **changes: Any) -> Door:
        facts = {"url": self.url, "van": VAN, "training": True, "key": self.seal.public, "token": "t"}
        return Door(**{**facts, **changes})

    @contextmanager
    def client(self, url: str | None = None, **more: Any) -> Iterator[Client]:
        client = Client(self.door(**({"url": url} if url else {})), **{"waits": CALM, **more})
        try:
            yield client
        finally:
            client.close()

    def whole(self) -> dict[str, str]:
        """Records with a receipt: id -> digest of the bytes kept."""
        held = [upload for upload in self.uploads.values() if upload.receipt]
        return {upload.label.record: hashlib.sha256(upload.data).hexdigest() for upload in held}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.asked.append(f"{request.method} {request.url.path}")
        try:
            response = self.behave(self, request) or await self._answer(request)
        except ClientDisconnect:
            return
        await self.signed(request, response)(scope, receive, send)

    def signed(self, request: Request, response: Response) -> Response:
        response.headers.update(
            {
                protocol.OFFICE: protocol.office_header(NAME),
                protocol.TIME: protocol.stamp(self.time()),
                protocol.TRAINING: "1",
                protocol.PROTOCOL: "2",
                protocol.EPOCH: self.epoch,
            }
        )
        body = b"" if request.method == "HEAD" else bytes(response.body)
        words = protocol.answer_words(
            request.headers[protocol.NONCE], response.status_code, response.headers, body
        )
        response.headers[protocol.SIGNATURE] = self.seal.sign(words)
        return response

    async def _answer(self, request: Request) -> Response:
        if request.url.path == protocol.HELLO:
            return Response(protocol.canonical({"office": NAME}))
        if request.url.path == protocol.CHANGES:
            return await self.changes(request)
        if request.method == "POST" and request.url.path == protocol.FILES:
            return await self._create(request)
        upload = self.uploads.get(request.url.path.rsplit("/", 1)[1])
        if upload is None:
            return problem("not-found")
        if request.method == "HEAD":
            return self._told(upload, 200)
        if int(request.headers[protocol.OFFSET]) != len(upload.data):
            return problem("offset-conflict", **{protocol.OFFSET: str(len(upload.data))})
        return await self._take(upload, request, 204)

    async def _create(self, request: Request) -> Response:
        label = uploads.of_tus(request.headers[protocol.METADATA])
        assert label is not None
        known = next((one for one in self.uploads.values() if one.label.record == label.record), None)
        if known is not None and known.label.sha256 != label.sha256:
            return problem("digest-conflict")
        if known is not None and known.receipt:
            return self._told(known, 200)
        upload = known or Upload(label, int(request.headers[protocol.LENGTH]))
        self.uploads[upload.id] = upload
        if upload.data or request.headers.get("Content-Type") != protocol.TUS_TYPE:
            return self._told(upload, 201)
        return await self._take(upload, request, 201)

    async def _take(self, upload: Upload, request: Request, status: int) -> Response:
        async for block in request.stream():
            upload.data += block
            self.received += len(block)
            await asyncio.sleep(0)
        if len(upload.data) == upload.length:
            if hashlib.sha256(upload.data).hexdigest() != upload.label.sha256:
                del self.uploads[upload.id]
                return problem("digest-mismatch")
            upload.receipt = receipts.write(
                self.seal,
                id=upload.label.record,
                sha256=upload.label.sha256,
                received_at=datetime.now(UTC),
                office=NAME,
                van=VAN,
            )
        return self._told(upload, status)

    def _told(self, upload: Upload, status: int) -> Response:
        headers = {"Location": f"{protocol.FILES}/{upload.id}", protocol.OFFSET: str(len(upload.data))}
        if upload.receipt:
            headers[protocol.RECEIPT] = protocol.b64url(upload.receipt)
        return Response(status_code=status, headers=headers)


def problem(kind: str, /, **headers: str) -> Response:
    said = protocol.canonical({"type": protocol.PROBLEM_PREFIX + kind, "title": kind})
    return Response(said, protocol.PROBLEMS[kind], headers=headers, media_type=protocol.PROBLEM_TYPE)


@contextmanager
def small_office(**facts: Any) -> Iterator[SmallOffice]:
    office = SmallOffice(**facts)
    listener = socket.create_server(("127.0.0.1", 0))
    office.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        office,
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.005)
        yield office
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
