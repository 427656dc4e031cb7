"""The process that speaks SANE. Runs under Debian's own Python with python3-sane; imports nothing of ours.

One question (a JSON line on standard input), then messages: a JSON line each, "page" followed by its bytes.
When standard input ends, the scan is cancelled. Scanners' libraries print to the terminal: their output goes
to standard error, never between our messages.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

MAX_PAGE_BYTES = 256 * 1024 * 1024


class Line:
    """Where messages go: a private copy of standard output."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        self._lock = threading.Lock()

    def say(self, message: dict[str, Any], payload: bytes = b"") -> None:
        with self._lock:
            self._out.write(json.dumps(message).encode() + b"\n" + payload)
            self._out.flush()


def listing(sane: Any, line: Line) -> None:
    found = [[str(part) for part in device] for device in sane.get_devices(True)]
    line.say({"say": "list", "devices": found})


def sources(sane: Any, line: Line, name: str) -> None:
    """Where the paper may lie, in the model's words: "Flatbed", "Automatic Document Feeder"."""
    offered = options_of(sane.open(name)).get("source")
    line.say({"say": "sources", "sources": offered if isinstance(offered, list | tuple) else []})


def options_of(device: Any) -> dict[str, Any]:
    """What it offers: name -> constraint (a list of words or numbers, (min, max, step), or null)."""
    return {option[1].replace("-", "_"): option[8] for option in device.dev.get_options() if option[1]}


def scan(sane: Any, line: Line, asked: dict[str, Any]) -> None:
    device = sane.open(asked["device"])
    threading.Thread(target=cancel_at_end, args=(device,), daemon=True).start()
    offered = options_of(device)
    refused = []
    for name, value in asked["options"]:
        if name not in offered:
            refused.append(name)
            continue
        setattr(device, name, value)
    line.say({"say": "opened", "refused": refused})
    resolution = getattr(device, "resolution", 0) if "resolution" in offered else 0
    for number in range(1, asked["pages"] + 1):
        try:
            device.start()
        except sane._sane.error as error:
            if number > 1 and str(error) == "Document feeder out of documents":
                break
            raise
        line.say({"say": "scanning", "page": number})
        data, width, height, samples, sample_bytes = device.dev.snap(asked["pages"] > 1, False, told(line))
        data = bytes(data)[:MAX_PAGE_BYTES]
        line.say(
            {
                "say": "page",
                "bytes": len(data),
                "width": width,
                "height": height,
                "samples": samples,
                "sample_bytes": sample_bytes,
                "dpi": resolution,
            },
            data,
        )
    device.cancel()
    line.say({"say": "done"})
    os._exit(0)  # closing some makers' backends hangs; all pages are out


def told(line: Line) -> Any:
    """At most 20 notes a page, and none of unknown length."""
    last = [-1]

    def progress(done: int, lines: int) -> None:
        step = done * 20 // lines if lines > 0 else 0
        if step != last[0]:
            last[0] = step
            line.say({"say": "progress", "percent": min(100, step * 5)})

    return progress


def cancel_at_end(device: Any) -> None:
    """The program lets go of us: stop the scanner's lamp and carriage."""
    sys.stdin.buffer.read()
    device.cancel()


def main() -> int:
    line = Line()
    asked = json.loads(sys.stdin.buffer.readline())
    try:
        import sane  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        line.say({"say": "failed", "status": "missing"})
        return 0
    try:
        sane.init()
        if asked["do"] == "list":
            listing(sane, line)
        elif asked["do"] == "sources":
            sources(sane, line, asked["device"])
        else:
            scan(sane, line, asked)
    except sane._sane.error as error:
        line.say({"say": "failed", "status": str(error)})
    except (AttributeError, TypeError, ValueError) as error:
        line.say({"say": "failed", "status": "option", "kind": type(error).__name__})
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
