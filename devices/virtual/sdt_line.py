"""The resident-ID reader's model at the end of a serial line: a pseudo-terminal that pyserial opens.

Linux and macOS. The model is the one on the virtual USB bus (single pipe); here its frames flow as bytes, at
the pace of the line, and the line has faults of its own.
"""

from __future__ import annotations

import os
import pty
import threading
import time
import tty
from contextlib import suppress
from pathlib import Path
from select import select
from typing import ClassVar

from devices.drivers.sdt_frames import HEAD_LENGTH, PREAMBLE
from devices.virtual.cable import Gone
from devices.virtual.sdt_model import SdtModel

OUT, IN = 0x01, 0x82
LOOK_S = 0.02
NOISE = bytes.fromhex("00ff55aaaa96")
LONGEST_REQUEST = 64


class SdtLine(SdtModel):
    """`path` is where a driver finds it. Plug it in with `plug`, pull it with `unplug`; thread-safe."""

    FAULTS: ClassVar[frozenset[str]] = SdtModel.FAULTS | {
        "noise_before",  # some bytes of nothing in front of every answer
        "left_over",  # the end of an older answer lies on the line when we ask
        "half_answer",  # every answer stops in the middle
        "drip",  # one byte at a time
        "endless_noise",  # never stops, never says anything
        "echo",  # a line that sends back what we send
        "answer_twice",
    }

    def __init__(self, folder: Path) -> None:
        """folder: gets the link that keeps its name through plugs, as udev's /dev/serial/by-id does."""
        super().__init__(split=False)
        self._link = folder / "reader"
        self.path = str(self._link)
        self._master = -1
        self._asked = b""
        self._thread: threading.Thread | None = None

    def plug(self) -> None:
        """Make the port; it has a new device node each time."""
        self.power_up()
        self.gone, self._asked = False, b""
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(slave))
        os.close(slave)
        self._thread = threading.Thread(
            target=self._serve, args=(self._master,), name="sdt line", daemon=True
        )
        self._thread.start()

    def unplug(self) -> None:
        """Pull it: whoever reads gets an error at once."""
        self.gone = True
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(2)

    def _serve(self, master: int) -> None:
        try:
            while not self.gone:
                self._once(master)
        except Gone:
            self.gone = True
        finally:
            self._link.unlink(missing_ok=True)
            os.close(master)

    def _once(self, master: int) -> None:
        if "endless_noise" in self.faults:
            self._say(master, NOISE * 20)
        ready, _, _ = select([master], [], [], 0 if "endless_noise" in self.faults else LOOK_S)
        if not ready:
            return
        try:
            data = os.read(master, 256)
        except OSError:  # nobody has it open
            time.sleep(LOOK_S)
            return
        if "echo" in self.faults:
            self._say(master, data)
        self._asked += data
        while (request := self._request()) is not None:
            self._answer_to(master, request)

    def _request(self) -> bytes | None:
        """The next whole request; what cannot be one is thrown away."""
        start = self._asked.find(PREAMBLE)
        self._asked = self._asked[start if start >= 0 else -HEAD_LENGTH :]
        if start < 0 or len(self._asked) < HEAD_LENGTH:
            return None
        end = HEAD_LENGTH + int.from_bytes(self._asked[HEAD_LENGTH - 2 : HEAD_LENGTH], "big")
        if end > LONGEST_REQUEST:
            self._asked = self._asked[1:]
            return self._request()
        if len(self._asked) < end:
            return None
        request, self._asked = self._asked[:end], self._asked[end:]
        return request

    def _answer_to(self, master: int, request: bytes) -> None:
        with self.lock:
            if self.faults & {"silent", "endless_noise"}:
                return
            self.received(OUT, request)
            answer = b""
            while (piece := self._packet()) is not None:
                answer += piece
        if "removed_mid_read" in self.faults:
            self._say(master, answer[: len(answer) // 2])
            raise Gone
        if "stall" in self.faults:  # a UART cannot refuse: it says something that is none
            answer = b"\x00" * len(answer)
        if "half_answer" in self.faults:
            answer = answer[: len(answer) // 2]
        if "noise_before" in self.faults:
            answer = NOISE + answer
        if "babble" in self.faults:
            answer += bytes(4000)
        if "answer_twice" in self.faults:
            answer += answer
        step = 1 if "drip" in self.faults else 512
        for start in range(0, len(answer), step):
            self._say(master, answer[start : start + step])
        if "left_over" in self.faults:
            self._say(master, answer[-8:])

    def _packet(self) -> bytes | None:
        waiting = self._packets.get(IN)
        return waiting.popleft() if waiting else None

    def _say(self, master: int, data: bytes) -> None:
        """Bounded: a host that reads nothing loses what does not fit."""
        while data and not self.gone:
            _, ready, _ = select([], [master], [], LOOK_S)
            if not ready:
                return
            with suppress(BlockingIOError):
                data = data[os.write(master, data[:1024]) :]
