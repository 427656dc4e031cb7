"""A bad line between two network namespaces of this machine: rate or a recorded trace, delay, loss, outages.

    van 10.77.0.2 <-> this process <-> office 10.77.0.1

Each end is a TUN device in a namespace of its own; packets pass through here, so nothing of the machine's own
network is touched. Needs root and /dev/net/tun. Seeded: the same line every time. An outage may kill every
connection that was alive when it began (the modem comes back with another address): packets of such a
connection then vanish for good, as they do behind a carrier's address translation.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import random
import select
import signal
import struct
import subprocess
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OFFICE, VAN = "10.77.0.1", "10.77.0.2"
_CLONE_NEWNET = 0x40000000
_TUNSETIFF = 0x400454CA
_IFF_TUN_NO_PI = 0x1001
_SLOT_BYTES = 1500  # one opportunity of a trace carries this much (mahimahi's format)
_TCP = 6


@dataclass(frozen=True)
class Way:
    """One direction. bit_s: fixed rate; or trace: milliseconds at which 1500 bytes may pass, repeated."""

    bit_s: float = 0.0
    trace: tuple[int, ...] = ()


@dataclass(frozen=True)
class Profile:
    """delay_s: one way. loss: of 1, each way. outages: seconds up (from, to), seconds down (from, to)."""

    name: str
    up: Way
    down: Way
    delay_s: float = 0.1
    loss: float = 0.0
    queue_bytes: int = 256 * 1024
    outages: tuple[tuple[float, float], tuple[float, float]] | None = None


@dataclass
class Count:
    """Bytes of one direction. able: what the radio could have carried while it was up (IP bytes)."""

    able: int = 0
    passed: int = 0
    fresh: int = 0  # TCP payload seen for the first time
    again: int = 0  # TCP payload seen before
    lost: int = 0  # packets


@dataclass
class Outcome:
    """code: the client's exit code, None when it was stopped at `longest_s`."""

    code: int | None
    seconds: float
    up: Count
    outages: int
    waits_s: list[float] = field(default_factory=list)
    """After each outage: seconds until the first new payload passed."""

    def share(self, payload: int) -> float:
        """Of what the radio allowed."""
        return payload / max(self.up.able, 1)


class _Link:
    """One direction at work."""

    def __init__(self, way: Way, profile: Profile, chance: random.Random, outward: bool) -> None:
        self._way, self._profile, self._chance, self._outward = way, profile, chance, outward
        self._queue: deque[bytes] = deque()
        self._queued = 0
        self._flying: deque[tuple[float, bytes]] = deque()
        self._free_at = 0.0
        self._slot = 0
        self._spare = 0
        self._reached: dict[tuple[int, int], int] = {}
        self.dead: set[tuple[int, int]] = set()
        self.count = Count()

    def enter(self, packet: bytes, now: float) -> bool:
        """Whether new payload came in with it."""
        flow, fresh = self._account(packet)
        if flow in self.dead:
            return False
        lost = self._profile.loss and self._chance.random() < self._profile.loss
        if lost or self._queued + len(packet) > self._profile.queue_bytes:
            self.count.lost += 1
        else:
            if not self._queue:
                self._free_at = max(self._free_at, now)
            self._queue.append(packet)
            self._queued += len(packet)
        return fresh

    def _account(self, packet: bytes) -> tuple[tuple[int, int], bool]:
        if packet[0] >> 4 != 4 or packet[9] != _TCP:
            return (0, 0), False
        head = (packet[0] & 15) * 4
        here, there, number = struct.unpack_from("!HHI", packet, head)
        flow = (here, there) if self._outward else (there, here)
        size = len(packet) - head - (packet[head + 12] >> 4) * 4
        if packet[head + 13] & 2:  # SYN: the ports may be used again
            self.dead.discard(flow)
            self._reached[flow] = number + 1
        elif size > 0:
            ahead = (number + size - self._reached.get(flow, number)) & 0xFFFFFFFF
            fresh = min(ahead, size) if ahead < 0x80000000 else 0
            self.count.fresh += fresh
            self.count.again += size - fresh
            if fresh:
                self._reached[flow] = number + size
            return flow, fresh > 0
        return flow, False

    def flows(self) -> set[tuple[int, int]]:
        return set(self._reached)

    def drop_all(self) -> None:
        self.count.lost += len(self._queue) + len(self._flying)
        self._queue.clear()
        self._flying.clear()
        self._queued = self._spare = 0

    def move(self, now: float, begin: float, up: bool) -> float:
        """Let pass what may; when to look again (monotonic seconds)."""
        return self._by_trace(now, begin, up) if self._way.trace else self._by_rate(now, up)

    def _by_rate(self, now: float, up: bool) -> float:
        if not up:
            self._free_at = now
            return now + 1.0
        while self._queue:
            done = self._free_at + len(self._queue[0]) * 8 / self._way.bit_s
            if done > now:
                return done
            self._free_at = done
            self._launch(done)
        return now + 1.0

    def _by_trace(self, now: float, begin: float, up: bool) -> float:
        trace = self._way.trace
        while True:
            rounds, place = divmod(self._slot, len(trace))
            at = begin + (rounds * trace[-1] + trace[place]) / 1000
            if at > now:
                return at
            self._slot += 1
            if not up:
                continue
            self.count.able += _SLOT_BYTES
            self._spare += _SLOT_BYTES
            while self._queue and self._spare >= len(self._queue[0]):
                self._spare -= len(self._queue[0])
                self._launch(at)
            if not self._queue:
                self._spare = 0

    def _launch(self, at: float) -> None:
        packet = self._queue.popleft()
        self._queued -= len(packet)
        self._flying.append((at + self._profile.delay_s, packet))

    def land(self, now: float) -> Iterator[bytes]:
        while self._flying and self._flying[0][0] <= now:
            packet = self._flying.popleft()[1]
            self.count.passed += len(packet)
            yield packet

    def next_landing(self) -> float:
        return self._flying[0][0] if self._flying else float("inf")


class _End:
    """A namespace with its TUN device."""

    def __init__(self, address: str, peer: str) -> None:
        _check(_libc().unshare(_CLONE_NEWNET))
        self.namespace = os.open("/proc/self/ns/net", os.O_RDONLY)
        self.tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(self.tun, _TUNSETIFF, struct.pack("16sH22x", b"radio", _IFF_TUN_NO_PI))
        for words in (
            "link set lo up",
            f"addr add {address} peer {peer} dev radio",
            "link set radio mtu 1500 txqueuelen 1000 up",
        ):
            subprocess.run(["ip", *words.split()], check=True)
        for name, value in (("tcp_congestion_control", "cubic"), ("tcp_no_metrics_save", "1")):
            # Laptops run CUBIC. Where the machine does not allow it to namespaces, its own stays.
            with contextlib.suppress(OSError):
                Path(f"/proc/sys/net/ipv4/{name}").write_text(value)

    def start(self, command: Sequence[str], **more: Any) -> subprocess.Popen[bytes]:
        def enter() -> None:
            _check(_libc().setns(self.namespace, _CLONE_NEWNET))
            os.setsid()

        return subprocess.Popen(command, preexec_fn=enter, **more)

    def close(self) -> None:
        os.close(self.tun)
        os.close(self.namespace)


class Emulator:
    """Made once per process: it leaves the process in a namespace of its own."""

    def __init__(self) -> None:
        allow_cubic()
        self.van = _End(VAN, OFFICE)
        self.office = _End(OFFICE, VAN)

    def close(self) -> None:
        self.van.close()
        self.office.close()

    def run(
        self,
        profile: Profile,
        client: Sequence[str],
        *,
        seed: int = 1,
        longest_s: float = 1200.0,
        kill_at_s: Sequence[float] = (),
        **more: Any,
    ) -> Outcome:
        """Until the client ends. kill_at_s: kill -9 it at these moments and start it again."""
        chance = random.Random(seed)
        out = _Link(profile.up, profile, chance, outward=True)
        back = _Link(profile.down, profile, chance, outward=False)
        begin = time.monotonic()
        process = self.van.start(client, **more)
        kills = sorted(kill_at_s)
        changes = _outages(profile, random.Random(seed))
        change = next(changes, float("inf"))
        up, outages, up_s, last = True, 0, 0.0, begin
        waits: list[float] = []
        returned: float | None = None
        poll = select.epoll()
        for end in (self.van, self.office):
            poll.register(end.tun, select.EPOLLIN)
        looked = begin
        try:
            while True:
                now = time.monotonic()
                up_s += now - last if up else 0.0
                last = now
                if now - looked > 0.02:
                    looked = now
                    if kills and now - begin >= kills[0]:
                        kills.pop(0)
                        _end(process, signal.SIGKILL)
                        process = self.van.start(client, **more)
                    if process.poll() is not None or now - begin > longest_s:
                        break
                if now - begin >= change:
                    up, change = not up, next(changes)
                    if up:
                        returned = now
                    else:
                        outages += 1
                        for link in (out, back):
                            link.drop_all()
                            link.dead |= out.flows() | back.flows()
                again = min(out.move(now, begin, up), back.move(now, begin, up))
                for link, target in ((out, self.office), (back, self.van)):
                    for packet in link.land(now):
                        with contextlib.suppress(OSError):
                            os.write(target.tun, packet)
                again = min(again, out.next_landing(), back.next_landing(), now + 0.02)
                for handle, _ in poll.poll(max(0.0, again - time.monotonic())):
                    link = out if handle == self.van.tun else back
                    for packet in _packets(handle):
                        if not up:
                            continue
                        if link.enter(packet, time.monotonic()) and link is out and returned is not None:
                            waits.append(time.monotonic() - returned)
                            returned = None
        finally:
            poll.close()
            code = process.poll()
            _end(process, signal.SIGKILL)
        if not profile.up.trace:
            out.count.able = int(up_s * profile.up.bit_s / 8)
        return Outcome(code, time.monotonic() - begin, out.count, outages, waits)


def _packets(tun: int) -> Iterator[bytes]:
    for _ in range(64):
        try:
            yield os.read(tun, 2048)
        except BlockingIOError:
            return


def _outages(profile: Profile, chance: random.Random) -> Iterator[float]:
    """Seconds from the begin at which the radio goes and comes, in turn; endless."""
    at = 0.0
    while profile.outages is not None:
        for span in profile.outages:
            at += chance.uniform(*span)
            yield at
    yield float("inf")


def _end(process: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    process.wait()


def allow_cubic() -> None:
    """Let namespaces choose CUBIC, where the machine has it and we may say so."""
    allowed = Path("/proc/sys/net/ipv4/tcp_allowed_congestion_control")
    with contextlib.suppress(OSError):
        if "cubic" not in allowed.read_text():
            allowed.write_text(f"{allowed.read_text().strip()} cubic")


def read_trace(path: Path) -> Way:
    return Way(trace=tuple(int(line) for line in path.read_text().split()))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
