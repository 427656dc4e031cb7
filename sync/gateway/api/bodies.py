"""Taking a body off the line: counted, bounded in size and in time, never held in memory whole."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive

from sync.gateway.errors import Problem
from sync.gateway.office import Limits


class Body:
    """One request's body. size: what Content-Length announced, in bytes."""

    def __init__(self, request: Request, limits: Limits) -> None:
        """Raises Problem: length-required, too-large."""
        text = request.headers.get("Content-Length", "")
        if not (text.isascii() and text.isdigit()):
            raise Problem("length-required")
        self.size = int(text)
        if self.size > limits.body_bytes:
            raise Problem("too-large", max_body=limits.body_bytes)
        self._silence_s = limits.silence_s
        self._end = time.monotonic() + max(limits.grace_s, self.size / limits.floor_bytes_s)
        self._stream = request.stream()
        self._over = False

    async def blocks(self) -> AsyncIterator[bytes]:
        """As they come. Raises Problem slow-body; ClientDisconnect when the line dies."""
        while not self._over:
            left_s = min(self._silence_s, self._end - time.monotonic())
            try:
                block = await asyncio.wait_for(anext(self._stream, None), max(left_s, 0.001))
            except TimeoutError:
                self._over = True
                raise Problem("slow-body") from None
            if block is None:
                self._over = True
            elif block:
                yield block

    async def drain(self) -> None:
        """Read what nobody wants, so that its sender comes to read our answer instead of a reset."""
        try:
            async for _ in self.blocks():
                pass
        except (Problem, ClientDisconnect):
            return


class Ear:
    """Hears a request's messages, and remembers whether its body has come to its end."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.over = False

    async def __call__(self) -> Message:
        message = await self._receive()
        self.over = message["type"] != "http.request" or not message.get("more_body", False)
        return message


def listened(request: Request) -> Request:
    """The same request, for whoever may have to `drain` it."""
    ear = Ear(request.receive)
    again = Request(request.scope, ear)
    again.state.ear = ear
    return again


async def drain(request: Request, limits: Limits) -> None:
    """The rest of a body nobody wants, as far as is honest: its sender shall read our answer, not a reset."""
    ear: Ear = request.state.ear
    received, end = 0, time.monotonic() + limits.grace_s
    with suppress(TimeoutError):
        while not ear.over and received <= limits.body_bytes and time.monotonic() < end:
            message = await asyncio.wait_for(ear(), limits.silence_s)
            received += len(message.get("body", b""))


async def small_body(request: Request, most: int) -> bytes:
    """Raises Problem too-large."""
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > most:
            raise Problem("too-large", max_body=most)
    return bytes(body)
