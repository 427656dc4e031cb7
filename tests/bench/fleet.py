"""Vans by the hundred in one process: each with its token, its device, a line of its own speed.

asyncio, no library between it and the wire. Used by `tests.bench.gateway`.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from sync import protocol, uploads
from sync.gateway.office import Office, enrol_van
from tests.sync.sealed import Press, Sealed

BLOCK = 16 * 1024


@dataclass
class Seen:
    """What the fleet saw. Seconds; delivered: until the receipt was there."""

    delivered: list[float] = field(default_factory=list)
    probed: list[float] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    receipts: set[str] = field(default_factory=set)
    reconnected: int = 0

    def refusal(self, status: int) -> None:
        self.refused[str(status)] = self.refused.get(str(status), 0) + 1


@dataclass
class Line:
    """One kept-alive connection. rate: bytes per second up; 0 = as fast as it goes."""

    port: int
    rate: float = 0.0
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes = b""
    ) -> tuple[int, dict[str, str]]:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._reader, self._writer
        assert reader is not None
        lines = [
            f"{method} {path} HTTP/1.1",
            "Host: x",
            *(f"{name}: {said}" for name, said in headers.items()),
        ]
        writer.write("\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode())
        for start in range(0, len(body), BLOCK):
            writer.write(body[start : start + BLOCK])
            await writer.drain()
            if self.rate:
                await asyncio.sleep(BLOCK / self.rate)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        told = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        if method != "HEAD":
            await reader.readexactly(int(told.get("content-length", "0")))
        return int(head[0].split()[1]), told

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = self._reader = None


@dataclass
class FleetVan:
    press: Press
    token: str

    def headers(self) -> dict[str, str]:
        said = {protocol.VAN: self.press.van, protocol.PROTOCOL: "2", protocol.NONCE: "A" * 22}
        return {**said, "Authorization": f"Bearer {self.token}"}

    async def deliver(self, line: Line, one: Sealed, seen: Seen) -> None:
        """Until the receipt is there; put off for as long as it is told."""
        began = time.monotonic()
        headers = {
            **self.headers(),
            protocol.TUS: protocol.TUS_VERSION,
            protocol.LENGTH: str(len(one.body)),
            protocol.METADATA: uploads.to_tus(one.label),
            "Content-Type": protocol.TUS_TYPE,
        }
        while one.id not in seen.receipts:
            try:
                status, told = await line.ask("POST", protocol.FILES, headers, one.body)
            except (OSError, asyncio.IncompleteReadError):
                line.close()  # it was kept for too long
                seen.reconnected += 1
                continue
            if protocol.RECEIPT.lower() in told:
                seen.receipts.add(one.id)
                seen.delivered.append(time.monotonic() - began)
            else:
                seen.refusal(status)
                assert status in (429, 503), f"refused with {status}"
                await asyncio.sleep(float(told.get("retry-after", "1")))

    async def watch(self, port: int, seen: Seen, every_s: float) -> None:
        """The probe, and a held question for news, until cancelled."""
        line, news = Line(port), Line(port)

        async def hold() -> None:
            while True:
                await news.ask("GET", f"{protocol.CHANGES}?cursor=0&wait=25", self.headers())
                await asyncio.sleep(every_s)

        held = asyncio.create_task(hold())
        try:
            while True:
                await asyncio.sleep(random.uniform(0, 2 * every_s))
                began = time.monotonic()
                await line.ask("HEAD", protocol.HELLO, self.headers())
                seen.probed.append(time.monotonic() - began)
        finally:
            held.cancel()
            line.close()
            news.close()


def fleet(office: Office, count: int) -> list[FleetVan]:
    names = [f"D{number:04}" for number in range(count)]
    return [FleetVan(Press(office, name), str(enrol_van(office, name, "")["token"])) for name in names]


async def rush(vans: Sequence[FleetVan], ports: Sequence[int], parcels: Sequence[Sequence[Sealed]]) -> Seen:
    """Every van sends all its parcels, as fast as it goes, on one connection; gateways in turn."""
    seen = Seen()

    async def send(number: int) -> None:
        line = Line(ports[number % len(ports)])
        for one in parcels[number]:
            await vans[number].deliver(line, one, seen)
        line.close()

    await asyncio.gather(*(send(number) for number in range(len(vans))))
    return seen


async def day(
    vans: Sequence[FleetVan],
    ports: Sequence[int],
    *,
    records: int,
    size: int,
    seconds: float,
    rate: float,
) -> Seen:
    """A fleet at work: each van sends `records` at chance moments in `seconds`, probes, waits for news."""
    seen = Seen()

    async def work(number: int) -> None:
        van, port = vans[number], ports[number % len(ports)]
        watch = asyncio.create_task(van.watch(port, seen, every_s=15))
        line = Line(port, rate)
        for moment in sorted(random.uniform(0, seconds) for _ in range(records)):
            await asyncio.sleep(max(0.0, began + moment - time.monotonic()))
            await van.deliver(line, van.press.parcel(size), seen)
        line.close()
        watch.cancel()

    began = time.monotonic()
    await asyncio.gather(*(work(number) for number in range(len(vans))))
    return seen
