"""A print that is ready: pages of simple marks in millimetres. Preview, PDF and paper are painted from it.

Nothing here is a Qt object, so a Document may go from thread to thread. Its repr shows no text and no
picture: it may stand in a log.
"""

from __future__ import annotations

from dataclasses import dataclass, field

BLACK = "#000000"


@dataclass(frozen=True)
class Box:
    """A frame; `line` is the width of its stroke, centred on the edge."""

    x: float
    y: float
    w: float
    h: float
    line: float = 0.2


@dataclass(frozen=True)
class Rule:
    """A straight line; `dashes` are lengths of dash and gap in line widths, empty for a full line."""

    x1: float
    y1: float
    x2: float
    y2: float
    line: float = 0.2
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True)
class Fill:
    """A filled rectangle."""

    x: float
    y: float
    w: float
    h: float
    ink: str = BLACK


@dataclass(frozen=True)
class Glyphs:
    """One line of text. `xs` has the left edge of every character, `y` is the baseline, `em` the size.

    `angle` in degrees, clockwise, turns the line around its first character.
    """

    text: str = field(repr=False)
    xs: tuple[float, ...] = field(repr=False)
    y: float
    em: float
    face: str = "song"
    ink: str = BLACK
    angle: float = 0.0


@dataclass(frozen=True)
class Picture:
    """A JPEG or PNG, scaled into the rectangle with its proportions kept, centred."""

    x: float
    y: float
    w: float
    h: float
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Modules:
    """A two-dimensional code: rows of "0" and "1", each module `size` millimetres wide."""

    x: float
    y: float
    size: float
    rows: tuple[str, ...] = field(repr=False)


Mark = Box | Rule | Fill | Glyphs | Picture | Modules


@dataclass(frozen=True)
class Page:
    width_mm: float
    height_mm: float
    marks: tuple[Mark, ...] = field(repr=False)


@dataclass(frozen=True)
class Document:
    """`unsupported`: code points ("U+3134A") no installed font draws; they are printed as that text."""

    kind: str  # "form", "receipt"
    layout: str  # "<layout id>@<version>"
    title: str
    training: bool
    pages: tuple[Page, ...] = field(repr=False)
    unsupported: tuple[str, ...] = ()
