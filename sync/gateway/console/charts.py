"""Charts as SVG, drawn here: columns and lines over time, bars of kinds. Colours: classes of style.css.

Each has its axis, its unit and its numbers; the table below says the same, for who cannot see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import Markup, escape

HEIGHT = 260
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 34, 26
BAR, GAP, WORDS = 22, 8, 200  # of a bar of kinds: height, space, room for its name
MOST_LABELS = 10
_HEAD = Markup(
    '<svg class="chart" role="img" aria-labelledby="{}-title" viewBox="0 0 {} {}">'
    '<title id="{}-title">{}</title>'
)
_DOT = Markup('<circle class="dot series-{}" cx="{:.1f}" cy="{:.1f}" r="3"><title>{}</title></circle>')
_KEY = Markup('<rect class="series-{}" x="{:.1f}" y="8" width="12" height="12" rx="2"/>')


@dataclass(frozen=True)
class Series:
    """values: one for each place; None: nothing was measured there. look: a class, `series-<look>`."""

    name: str
    values: Sequence[float | None]
    look: str


@dataclass(frozen=True)
class Chart:
    """id: of this page's elements. title and unit are read out; places: what stands under the axis."""

    id: str
    title: str
    unit: str
    places: Sequence[str]
    wide: int = 560  # as the page gives it room, so that its words come out as large as the page's


def columns(chart: Chart, stacked: Sequence[Series], line: Series | None = None) -> Markup:
    """Series on top of each other, each place a column; `line` over them, for what was expected."""
    sums = [sum(one.values[at] or 0 for one in stacked) for at in range(len(chart.places))]
    over = [value or 0 for value in line.values] if line else []
    scale = _Scale(max([*sums, *over, 0]))
    parts = [*_axes(chart, scale)]
    wide = _step(chart)
    for at in range(len(chart.places)):
        base = 0.0
        for one in stacked:
            value = one.values[at] or 0
            if value:
                top, low = scale.y(base + value), scale.y(base)
                box = (_x(chart, at) - wide * 0.35, top, wide * 0.7, low - top)
                parts.append(_box(box, one.look, f"{chart.places[at]} {one.name}: {_number(value)}"))
            base += value
    if line is not None:
        parts += _line(chart, scale, line)
    return _svg(chart, HEIGHT, [*parts, *_legend([*stacked, *([line] if line else [])])])


def lines(chart: Chart, series: Sequence[Series]) -> Markup:
    """What goes up and down over time."""
    scale = _Scale(max([value for one in series for value in one.values if value is not None] or [0]))
    parts = [*_axes(chart, scale)]
    for one in series:
        parts += _line(chart, scale, one)
    return _svg(chart, HEIGHT, [*parts, *_legend(series)])


def bars(chart: Chart, values: Sequence[float], look: str = "1") -> Markup:
    """One bar for each kind, its number behind it."""
    most = max([*values, 0]) or 1
    room = chart.wide - WORDS - 80
    parts = []
    for at, (name, value) in enumerate(zip(chart.places, values, strict=True)):
        y = 4 + at * (BAR + GAP)
        long = room * value / most
        said = f"{_number(value)} {chart.unit}"
        parts.append(_text(WORDS - 8, y + BAR * 0.7, _short(name, WORDS - 12), "end", "name"))
        parts.append(_box((WORDS, y, max(long, 1), BAR), look, f"{name}: {said}"))
        parts.append(_text(WORDS + long + 6, y + BAR * 0.7, said, "start", "value"))
    return _svg(chart, 4 + len(values) * (BAR + GAP), parts)


class _Scale:
    """From nothing to a round number above the most, in about four steps."""

    def __init__(self, most: float) -> None:
        rough = max(most, 1) / 4
        power: float = 10.0 ** floor(log10(rough))
        factor = next(one for one in (1, 2, 2.5, 5, 10) if one * power >= rough)
        self.step = max(factor * power, 1) if most >= 4 else max(factor * power, 0.25)
        self.top = self.step * max(1, ceil(most / self.step))

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / self.top

    def ticks(self) -> list[float]:
        return [self.step * n for n in range(round(self.top / self.step) + 1)]


def _step(chart: Chart) -> float:
    return (chart.wide - LEFT - RIGHT) / max(1, len(chart.places))


def _x(chart: Chart, at: int) -> float:
    return LEFT + _step(chart) * (at + 0.5)


def _axes(chart: Chart, scale: _Scale) -> Iterator[Markup]:
    for value in scale.ticks():
        y = scale.y(value)
        yield Markup('<line class="grid" x1="{}" y1="{:.1f}" x2="{}" y2="{:.1f}"/>').format(
            LEFT, y, chart.wide - RIGHT, y
        )
        yield _text(LEFT - 6, y + 4, _number(value), "end")
    yield _text(2, TOP - 16, chart.unit, "start", "unit")
    every = max(1, ceil(len(chart.places) / MOST_LABELS))
    for at in range(0, len(chart.places), every):
        yield _text(_x(chart, at), HEIGHT - BOTTOM + 18, chart.places[at], "middle")


def _line(chart: Chart, scale: _Scale, series: Series) -> list[Markup]:
    """Broken where nothing was measured; each point can be pointed at."""
    points = [(_x(chart, at), value) for at, value in enumerate(series.values)]
    path, pen = [], "M"
    for x, value in points:
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{x:.1f} {scale.y(value):.1f}")
        pen = "L"
    drawn = [Markup('<path class="line series-{}" d="{}"/>').format(series.look, " ".join(path))]
    for at, (x, value) in enumerate(points):
        if value is not None:
            said = f"{chart.places[at]} {series.name}: {_number(value)} {chart.unit}"
            drawn.append(_DOT.format(series.look, x, scale.y(value), said))
    return drawn


def _legend(series: Sequence[Series]) -> Iterator[Markup]:
    x = float(LEFT + 12)
    for one in series:
        yield _KEY.format(one.look, x)
        yield _text(x + 17, 18, one.name, "start", "name")
        x += 32 + _long(one.name)


def _long(words: str) -> int:
    """About how many pixels at 12: Chinese signs are as wide as they are high."""
    return sum(12 if ord(sign) > 0x2E80 else 7 for sign in words)


def _short(words: str, most: int) -> str:
    """What fits; the whole stands in the table, and is said when the bar is pointed at."""
    if _long(words) <= most:
        return words
    while _long(words) > most - 12:
        words = words[:-1]
    return words.rstrip() + "…"


def _box(box: tuple[float, float, float, float], look: str, said: str) -> Markup:
    shape = Markup('<rect class="series-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">')
    return shape.format(look, *box) + Markup("<title>{}</title></rect>").format(said)


def _text(x: float, y: float, words: str, anchor: str, look: str = "axis") -> Markup:
    shape = Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')
    return shape.format(look, x, y, anchor, words)


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value - round(value)) < 0.005 else f"{value:.1f}".rstrip("0").rstrip(".")


def _svg(chart: Chart, height: int, parts: Sequence[Markup]) -> Markup:
    """role img: a screen reader says the title; the numbers are in the table."""
    said = f"{chart.title} ({chart.unit})"
    head = _HEAD.format(chart.id, chart.wide, height, chart.id, said)
    return head + Markup("").join(escape(part) for part in parts) + Markup("</svg>")
