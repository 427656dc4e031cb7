"""Lines of print put into rows: what stands beside one another belongs together, whatever the page's lean."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from devices.ocr.reader import Line

_SAME_ROW = 0.55  # of a line's height: whose middles are nearer stand in one row

Row = tuple[Line, ...]


def rows(lines: Sequence[Line]) -> tuple[Row, ...]:
    """Top to bottom, each left to right."""
    if not lines:
        return ()
    lean = median(line.slope for line in lines)
    placed = sorted(lines, key=lambda line: level(line, lean))
    found: list[list[Line]] = []
    for line in placed:
        near = found[-1] if found else []
        if near and level(line, lean) - level(near[0], lean) < _SAME_ROW * min(line.height, near[0].height):
            near.append(line)
        else:
            found.append([line])
    return tuple(tuple(sorted(row, key=lambda line: line.left)) for row in found)


def level(line: Line, lean: float) -> float:
    """Where the line's middle would stand on a page that does not lean."""
    return line.middle - lean * (line.left + line.right) / 2
