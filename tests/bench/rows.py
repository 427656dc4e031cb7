"""One line of the bench's table, and how it travels from a sub-bench's own process to the table."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

MARK = "row: "


@dataclass(frozen=True)
class Row:
    """What was measured. budget None: told, but nothing was promised. `at_least`: more is better."""

    what: str
    measured: float
    unit: str = "ms"
    budget: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def ok(self) -> str:
        if self.budget is None:
            return ""
        kept = self.measured >= self.budget if self.at_least else self.measured <= self.budget
        return "ok" if kept else "OVER"

    @property
    def promise(self) -> str:
        if self.budget is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {self.budget:g} {self.unit}"

    @property
    def figure(self) -> str:
        digits = 0 if self.measured >= 100 else 1 if self.measured >= 10 else 2
        whole = self.measured == int(self.measured)
        return f"{self.measured:.{0 if whole else digits}f} {self.unit}".strip()


def tell(*rows: Row) -> None:
    """Said at once by a sub-bench, so that a later crash loses nothing."""
    for row in rows:
        sys.stdout.write(MARK + json.dumps(asdict(row), ensure_ascii=False) + "\n")
        sys.stdout.flush()


def heard(output: str) -> list[Row]:
    lines = (line.removeprefix(MARK) for line in output.splitlines() if line.startswith(MARK))
    return [Row(**json.loads(line)) for line in lines]


def table(rows: Sequence[Row]) -> str:
    """As Markdown, so that it can stand in the README as it was printed."""
    lines = ["| what | measured | budget | | note |", "|---|---:|---:|---|---|"]
    lines += [f"| {r.what} | {r.figure} | {r.promise} | {r.ok} | {r.note} |" for r in rows]
    return "\n".join(lines)


def quantile(values: Sequence[float], part: float) -> float:
    """The value that `part` (0..1) of all stay at or below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
