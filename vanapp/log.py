"""The log: ids, codes, counts, sizes, durations. Whatever else slips in is scrubbed before it is written."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from vanapp.privacy import scrub

SIZE_BYTES = 1_000_000
KEPT = 5
_LINE = "%(asctime)s %(levelname)s %(name)s %(threadName)s %(message)s"


class ScrubbingFormatter(logging.Formatter):
    """Formats as usual, tracebacks included, then takes personal data out."""

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record))


def configure(folder: Path, level: int = logging.INFO) -> logging.Handler:
    """Send the root logger to a rotating file in `folder`. Returns the handler (tests take it off again)."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "vanapp.log", maxBytes=SIZE_BYTES, backupCount=KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(ScrubbingFormatter(_LINE))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for chatty in ("urllib3", "apscheduler", "PIL", "usb"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return handler
