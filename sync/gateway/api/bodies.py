"""Taking a body off the line: counted, bounded in size and in time, never held in memory whole."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

from starlette.requests import Request
from starlette.types import Message, Receive

from sync.gateway.errors import Problem
from sync.gateway.office import Limits


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
