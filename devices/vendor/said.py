"""What a maker's library prints, kept for the log without anything about a person.

Nobody knows what a closed library prints, so nothing is let through but words from a short list and a
short number right behind one; everything else becomes a dot.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from pathlib import Path

MOST_LINES = 20
MOST_WORDS = 16
_WORD = re.compile(r"-?\d+|[A-Za-z_]+|[^\sA-Za-z_\d]+")
_NUMBER = re.compile(r"-?\d{1,3}")
_TIE = re.compile(r"[=:(\[#]+")
HIDDEN = "·"

KNOWN = frozenset((Path(__file__).parent / "harmless_words.txt").read_text("ascii").split())


def harmless(line: str) -> str:
    """The line with every word that is not known to be technical hidden."""
    shown: list[str] = []
    after_word = False
    for word in _WORD.findall(line)[:MOST_WORDS]:
        if _TIE.fullmatch(word):
            continue
        known = word.lower() in KNOWN
        shown.append(word if known or (after_word and _NUMBER.fullmatch(word)) else HIDDEN)
        after_word = known
    return " ".join(shown)


class Said:
    """The last lines of one child, harmless ones. Filled by one thread, read by another."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=MOST_LINES)
        self._lock = threading.Lock()
        self.bytes = 0

    def add(self, data: bytes) -> None:
        text = data.decode("ascii", errors="replace")
        with self._lock:
            self.bytes += len(data)
            self._lines.extend(harmless(line) for line in text.splitlines() if line.strip())

    def lines(self) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._lines)
