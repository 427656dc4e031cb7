"""Bytes off the line into an upload, as they come; a dead or slow writer makes room for the next one.

Whatever way a body ends (its last byte, a cut line, silence, eviction), what came of it is kept before anyone
is told an offset. What comes between two flushes (`FLUSH_BYTES`, `FLUSH_S`) is in memory only: the price of a
kill -9.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager, suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive

from sync.gateway.doors import still
from sync.gateway.errors import Problem
from sync.gateway.office import Limits, Office
from sync.gateway.partials import Evicted
from sync.gateway.uploads import Lease

FLUSH_BYTES = 1024 * 1024
FLUSH_S = 0.5
GOODBYE_S = 5.0  # how long an evicted writer may take to put down what it has


ASK_S = 1.0  # how often a writer is asked whether its van still may


class TooLong(Exception):
    """More bytes than the upload was to have."""


class Desks:
    """Who writes to what in this process. Used in the event loop's thread only."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._at: dict[str, Desk] = {}

    def __len__(self) -> int:
        return len(self._at)

    async def vacate(self, upload: str) -> None:
        """Whoever writes there puts down what it has and goes."""
        desk = self._at.get(upload)
        if desk is not None:
            desk.evict()
            with suppress(TimeoutError):
                await asyncio.wait_for(desk.left.wait(), GOODBYE_S)

    @contextmanager
    def at(self, upload: str, van: str) -> Iterator[Desk]:
        """Raises Problem: busy (too many write at once), too-many (this van alone does)."""
        if len(self._at) >= self._limits.uploads:
            raise Problem("busy")
        if van and sum(desk.van == van for desk in self._at.values()) >= self._limits.van_uploads:
            raise Problem("too-many")
        desk = Desk(van)
        self._at[upload] = desk
        try:
            yield desk
        finally:
            if self._at.get(upload) is desk:
                del self._at[upload]
            desk.left.set()


class Desk:
    """left: its writer has put down what it had."""

    def __init__(self, van: str) -> None:
        self.van = van
        self.left = asyncio.Event()
        self._evicted = False
        self._waits: asyncio.Timeout | None = None

    def evict(self) -> None:
        """Its writer goes, also while it waits for more."""
        self._evicted = True
        if self._waits is not None and not self._waits.expired():
            self._waits.reschedule(asyncio.get_running_loop().time())

    async def hear(self, receive: Receive, pause_s: float) -> Message | None:
        """What comes next; None: nothing for so long. Raises Evicted.

        No task is made for it: on a slow line a record comes in hundreds of pieces.
        """
        message = None
        try:
            async with asyncio.timeout(pause_s) as self._waits:
                message = await receive()
        except TimeoutError:
            pass
        finally:
            self._waits = None
        if self._evicted:
            raise Evicted
        return message


class Pen:
    """What one writer adds to one upload."""

    def __init__(
        self, office: Office, lease: Lease, progress: Callable[[int], None] = lambda _size: None
    ) -> None:
        """progress: called with what is kept, after a flush."""
        self._progress = progress
        self._partials = office.uploads.partials
        self.limits = office.limits
        self.lease = lease
        self._kept = lease.offset
        self._tail = bytearray()
        self._since = 0.0

    @property
    def size(self) -> int:
        return self._kept + len(self._tail)

    @property
    def put_down(self) -> bool:
        """Whether any of it lies among the partials."""
        return self._kept > 0

    async def add(self, block: bytes) -> None:
        if not self._tail:
            self._since = time.monotonic()
        self._tail += block
        if len(self._tail) >= FLUSH_BYTES or time.monotonic() - self._since > FLUSH_S:
            await self.flush()

    async def flush(self) -> None:
        """Raises Evicted; Problem disk-full, busy."""
        if self._tail:
            body = bytes(self._tail)
            arguments = (self.lease.upload.id, self.lease.generation, self._kept, body)
            await run_in_threadpool(self._partials.append, *arguments)
            self._kept += len(body)
            del self._tail[: len(body)]
            self._progress(self._kept)

    async def whole(self) -> bytes:
        before = b""
        if self._kept:
            before = await run_in_threadpool(self._partials.read, self.lease.upload.id)
        return before + bytes(self._tail)


async def take(request: Request, pen: Pen, desk: Desk, *, most: int) -> None:
    """The request's body, to its end. most: how long the upload may become, in bytes.

    Raises TooLong, Evicted, ClientDisconnect; Problem slow-body, disk-full, busy. What came before is kept.
    """
    try:
        async with aclosing(blocks(request, pen, desk)) as stream:
            async for block in stream:
                if pen.size + len(block) > most:
                    raise TooLong
                await pen.add(block)
    except (ClientDisconnect, Evicted, Problem):
        await pen.flush()
        raise


async def all_at_once(request: Request, pen: Pen, desk: Desk, *, most: int) -> bytes:
    """The body of a request whose bytes count only when all are there and right (a checksum came with it)."""
    body = bytearray()
    async with aclosing(blocks(request, pen, desk)) as stream:
        async for block in stream:
            body += block
            if pen.size + len(body) > most:
                raise TooLong
    return bytes(body)


async def _may_go_on(request: Request, van: str) -> None:
    """Raises Evicted: revoked meanwhile. Its connection ends, the next question hears why."""
    try:
        await still(request, van)
    except Problem as error:
        if error.kind == "device-revoked":
            raise Evicted from None


async def blocks(request: Request, pen: Pen, desk: Desk) -> AsyncGenerator[bytes, None]:
    """As they come; in a pause what is there already is put down."""
    limits, van = pen.limits, pen.lease.upload.van
    began = heard = asked = time.monotonic()
    received, pause_s = 0, min(FLUSH_S, limits.silence_s)
    more = True
    while more:
        message = await desk.hear(request.receive, pause_s)
        now = time.monotonic()
        if now - asked > ASK_S:
            await _may_go_on(request, van)
            asked = now
        if message is None:
            await pen.flush()
            if now - heard > limits.silence_s:
                raise Problem("slow-body")
            continue
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        block, more = message.get("body", b""), message.get("more_body", False)
        heard, received = now, received + len(block)
        if now - began > limits.grace_s + received / limits.floor_bytes_s:
            raise Problem("slow-body")
        if block:
            yield block
