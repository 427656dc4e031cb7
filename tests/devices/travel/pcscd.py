"""Starts the card service of pcscd_stand.py, lays virtual cards on its readers; or says why it cannot."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from devices.travel.pcsc_line import COMMAND

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
STAND = Path(__file__).with_name("pcscd_stand.py")
PATIENCE_S = 20.0
GET_ATR = b"\x04"

UNTIL_EMPTY = """
from smartcard.scard import *
_, context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)
_, names = SCardListReaders(context, [])
seen = [(name, SCARD_STATE_UNAWARE) for name in names]
while True:
    _, now = SCardGetStatusChange(context, 100, seen)
    seen = [(name, state) for name, state, _ in now]
    if all(state & SCARD_STATE_EMPTY and not (state >> 16) & 1 for _, state in seen):
        break
"""
"""Every card that came has gone, event by event: the count of a reader is odd while one lies there."""

Answer = Callable[[bytes], bytes | None]
"""A card: command -> answer; None: none ever comes."""


def why_not() -> str:
    """Why no card service can be started here; "" when it can."""
    if not DRIVER.exists() or not Path("/usr/sbin/pcscd").exists():
        return "pcscd and vpcd are not installed (apt: pcscd vsmartcard-vpcd)"
    if shutil.which("unshare") is None:
        return "unshare is not here"
    if _run([*COMMAND[:-1], "-c", "import smartcard"]):
        return "pyscard is not installed (apt: python3-pyscard)"
    if _run([*_unshared(), "mount", "--bind", "/tmp", "/mnt"]):
        return "this user may not make namespaces"
    return ""


def _run(command: list[str]) -> int:
    return subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE_S).returncode


def _unshared() -> list[str]:
    return ["unshare", "-m", "-n", *([] if os.geteuid() == 0 else ["--map-root-user"])]


class Card:
    """A virtual card on the reader, until `take`."""

    def __init__(self, path: Path, atr: bytes, answer: Answer) -> None:
        self._atr, self._answer = atr, answer
        self._wire = socket.socket(socket.AF_UNIX)
        self._wire.connect(str(path))
        threading.Thread(target=self._run, name="card", daemon=True).start()

    def take(self) -> None:
        with suppress(OSError):
            self._wire.shutdown(socket.SHUT_RDWR)
        self._wire.close()

    def _run(self) -> None:
        with suppress(OSError, ConnectionError):
            while True:
                said = self._exactly(*struct.unpack(">H", self._exactly(2)))
                answer = self._atr if said == GET_ATR else self._answer(said) if len(said) > 1 else None
                if answer is not None:
                    self._wire.sendall(struct.pack(">H", len(answer)) + answer)

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = self._wire.recv(count - len(data))
            if not part:
                raise ConnectionError
            data += part
        return data


class Stand:
    """A running card service with two readers."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes]) -> None:
        self._folder, self._process = folder, process
        self._cards: list[Card] = []

    @property
    def environment(self) -> Mapping[str, str]:
        return {**os.environ, "PCSCLITE_CSOCK_NAME": str(self._folder / "run" / "pcscd.comm")}

    def lay(self, atr: bytes, answer: Answer, slot: int = 0) -> Card:
        card = Card(self._folder / f"slot{slot}", atr, answer)
        self._cards.append(card)
        return card

    def kill(self) -> None:
        """The service dies, as in a crash."""
        with suppress(ProcessLookupError):
            os.kill(int((self._folder / "pid").read_text()), signal.SIGKILL)
        self._process.wait(PATIENCE_S)

    def clear(self) -> None:
        """Take every card away; returns once the service has seen it, which looks every 0.4 s."""
        for card in self._cards:
            card.take()
        self._cards.clear()
        watch = subprocess.run(
            [*COMMAND[:-1], "-c", UNTIL_EMPTY],
            env=self.environment,
            timeout=PATIENCE_S,
            capture_output=True,
            check=False,
        )
        assert watch.returncode == 0, watch.stderr.decode()

    def close(self) -> None:
        for card in self._cards:
            card.take()
        if self._process.poll() is None:
            self.kill()


@contextmanager
def stand() -> Iterator[Stand]:
    folder = Path(tempfile.mkdtemp(prefix="vanapp-pcscd-"))
    process = subprocess.Popen(
        [*_unshared(), sys.executable, str(STAND), str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    running = Stand(folder, process)
    try:
        end = time.monotonic() + PATIENCE_S
        while not ((folder / "run" / "pcscd.comm").exists() and (folder / "slot1").exists()):
            assert process.poll() is None, "the card service ended at once"
            assert time.monotonic() < end, "the card service does not come up"
            time.sleep(0.01)
        yield running
    finally:
        running.close()
        shutil.rmtree(folder, ignore_errors=True)
