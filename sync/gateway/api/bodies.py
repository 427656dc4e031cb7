"""Taking a body off the line: counted, bounded in size and in time, never held in memory whole."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

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
