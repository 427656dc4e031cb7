"""The last net: an error nobody expected becomes a report without personal data, and the program goes on.

Without an excepthook an exception in a Qt slot ends a PyQt6 process (exit 134, measured). The only place
where `except Exception` may stand.
"""

from __future__ import annotations

import faulthandler
import itertools
import json
import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from vanapp.privacy import scrub

log = logging.getLogger(__name__)

KEPT = 50  # reports; older ones go
_numbers = itertools.count(1)


@dataclass
class CrashNet:
    """The hooks, and the file faulthandler writes to. `told` is called after each report, in its thread."""

    folder: Path
    told: Callable[[Path, BaseException], None] | None
    trace_file: IO[str]

    def report(self, error: BaseException, where: str) -> Path | None:
        """Write one report. Never raises: a net that tears is worse than none."""
        try:
            path = _write(self.folder, error, where)
            log.error("unexpected %s in %s: %s", type(error).__name__, where, path.name)
            if self.told is not None:
                self.told(path, error)
        except Exception:  # noqa: BLE001 - the net itself
            return None
        return path

    def _main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error.with_traceback(trace), "main")

    def _thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self.report(args.exc_value, args.thread.name if args.thread else "thread")

    def take_down(self) -> None:
        """Put the interpreter's own hooks back (tests)."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        faulthandler.disable()
        self.trace_file.close()


def install(folder: Path, told: Callable[[Path, BaseException], None] | None = None) -> CrashNet:
    """Hang the net; before the first widget. A segfault leaves its trace in `folder`/fault.txt."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    trace_file = (folder / "fault.txt").open("a", encoding="utf-8")
    faulthandler.enable(trace_file, all_threads=True)
    net = CrashNet(folder, told, trace_file)
    sys.excepthook = net._main
    threading.excepthook = net._thread
    return net


def _write(folder: Path, error: BaseException, where: str) -> Path:
    now = datetime.now(UTC)
    report = {
        "format": "vanapp.crash/1",
        "at": now.isoformat(timespec="milliseconds"),
        "where": where,
        "errors": [_link(link) for link in _chain(error)],
        "python": platform.python_version(),
        "system": platform.system(),
    }
    path = folder / f"{now:%Y%m%dT%H%M%S}-{next(_numbers):03d}.json"
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False), "utf-8")
    for old in sorted(folder.glob("*.json"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what it came from, at most ten."""
    found: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in found and len(found) < 10:
        found.append(link)
        link = link.__cause__ or link.__context__
    return found


def _link(error: BaseException) -> dict[str, object]:
    """Names and lines of our code only: no message, no value of a variable, no source line."""
    return {
        "type": type(error).__name__,
        "code": scrub(str(getattr(error, "code", ""))),
        "frames": [
            f"{scrub(Path(frame.filename).name)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ],
    }
