"""Reads a PDF back as what lies on its first page: the frames in millimetres."""

from __future__ import annotations

from io import BytesIO

import pikepdf

MM_PER_PT = 25.4 / 72
Matrix = tuple[float, float, float, float, float, float]


def boxes_of(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """x, y, w, h of every stroked rectangle, from the paper's upper left corner."""
    with pikepdf.open(BytesIO(pdf)) as file:
        page = file.pages[0]
        height = float(page.MediaBox[3])
        ctm: Matrix = (1, 0, 0, 1, 0, 0)
        stack: list[Matrix] = []
        path: list[tuple[float, float]] = []
        found = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            numbers = [float(n) for n in operands] if name in {"cm", "re", "m", "l"} else []
            if name == "q":
                stack.append(ctm)
            elif name == "Q":
                ctm = stack.pop()
            elif name == "cm":
                ctm = _times(numbers, ctm)
            elif name == "re":
                x, y, w, h = numbers
                path = [(x, y), (x + w, y + h)]
            elif name == "m":
                path = [(numbers[0], numbers[1])]
            elif name == "l":
                path.append((numbers[0], numbers[1]))
            elif name in {"S", "s", "B", "b"} and path:
                points = [_moved(ctm, *point) for point in path]
                xs = [x * MM_PER_PT for x, _ in points]
                ys = [(height - y) * MM_PER_PT for _, y in points]
                found.append((min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))
                path = []
        return found


def _times(m: list[float], n: Matrix) -> Matrix:
    a, b, c, d, e, f = m
    return (
        a * n[0] + b * n[2],
        a * n[1] + b * n[3],
        c * n[0] + d * n[2],
        c * n[1] + d * n[3],
        e * n[0] + f * n[2] + n[4],
        e * n[1] + f * n[3] + n[5],
    )


def _moved(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return (x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5])
