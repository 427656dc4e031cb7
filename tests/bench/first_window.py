"""From the command to the painted sign-in page, in a fresh process: offscreen, and under an X server.

Warm: the program was started before, files are in the page cache.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.rows import Row, tell

ROUNDS = 7
BUDGET_MS = 600

# The program as `python -m vanapp` runs it; only its first paint is watched.
CHILD = """
import os, sys, time
from vanapp import bootstrap
from vanapp.bootstrap import Program

class Watched(Program):
    def open(self):
        super().open()
        from PyQt6.QtCore import QEvent, QObject, QTimer
        class Eye(QObject):
            seen = False
            def eventFilter(self, watched, event):
                if event.type() == QEvent.Type.Paint and not self.seen:
                    self.seen = True
                    QTimer.singleShot(0, done)
                return False
        def done():
            print(time.monotonic(), flush=True)
            os._exit(0)
        self.eye = Eye()
        page = self.shell.window.page("sign_in")
        page.installEventFilter(self.eye)

bootstrap.Program = Watched
sys.argv = ["vanapp"]
from vanapp.__main__ import main
main([])
"""


def once_ms(environment: dict[str, str]) -> float:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", CHILD], env=environment, capture_output=True, text=True, check=True
    )
    return (float(done.stdout.split()[-1]) - began) * 1000


def cpu_ms() -> float:
    """Of all children that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


@contextmanager
def x_server() -> Iterator[str | None]:
    """A display of our own, None where there is no Xvfb."""
    if shutil.which("Xvfb") is None:
        yield None
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as said:
            display = said.readline().strip()
        yield f":{display}"
        server.terminate()


def measure(platform: str, environment: dict[str, str]) -> Row:
    with tempfile.TemporaryDirectory() as home:
        own = {**os.environ, **environment, "VANAPP_HOME": home, "QT_QPA_PLATFORM": platform}
        own["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
        first = once_ms(own)
        before = cpu_ms()
        found = [once_ms(own) for _ in range(ROUNDS)]
        cpu = (cpu_ms() - before) / ROUNDS
    note = (
        f"best {min(found):.0f}, worst {max(found):.0f}, the very first {first:.0f}; {cpu:.0f} ms of CPU each"
    )
    return Row(f"first window, {platform}", statistics.median(found), budget=BUDGET_MS, note=note)


def main() -> None:
    tell(measure("offscreen", {}))
    with x_server() as display:
        if display is not None:
            tell(measure("xcb", {"DISPLAY": display}))


if __name__ == "__main__":
    main()
