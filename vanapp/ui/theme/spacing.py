"""Lengths that follow the scale at run time: a layout or widget remembers its pixels at 100 %."""

from __future__ import annotations

from typing import TypeVar

from PyQt6.QtCore import QCoreApplication, QSize
from PyQt6.QtWidgets import QAbstractButton, QGridLayout, QLayout, QWidget

L = TypeVar("L", bound=QLayout)
W = TypeVar("W", bound=QWidget)

_LAYOUT = "vanapp.space"
_WIDGET = "vanapp.size"


def space(
    layout: L, margins: tuple[int, int, int, int] | int = 0, gap: int = 0, *, lines: int | None = None
) -> L:
    """Margins (left, top, right, bottom, or one for all) and gap, in pixels at 100 %.

    lines: the gap between the lines of a grid, where it differs from the one between its columns.
    """
    sides = (margins,) * 4 if isinstance(margins, int) else margins
    layout.setProperty(_LAYOUT, (*sides, gap, gap if lines is None else lines))
    _lay(layout, _scale())
    return layout


def size(widget: W, **lengths: int) -> W:
    """Fix lengths in pixels at 100 %: width, height, min_width, min_height, max_width, max_height, icon."""
    widget.setProperty(_WIDGET, lengths)
    _measure(widget, _scale())
    return widget


def rescale(root: QWidget, scale: float) -> None:
    """Bring everything below `root` to a new scale."""
    for widget in (root, *root.findChildren(QWidget)):
        _measure(widget, scale)
    for layout in root.findChildren(QLayout):
        _lay(layout, scale)


def _scale() -> float:
    app = QCoreApplication.instance()
    look = app.property("vanapp.look") if app is not None else None
    return float(getattr(look, "scale", 1.0))


def _lay(layout: QLayout, scale: float) -> None:
    numbers = layout.property(_LAYOUT)
    if numbers is None:
        return
    left, top, right, bottom, gap, lines = (round(n * scale) for n in numbers)
    layout.setContentsMargins(left, top, right, bottom)
    if isinstance(layout, QGridLayout):
        layout.setHorizontalSpacing(gap)
        layout.setVerticalSpacing(lines)
    else:
        layout.setSpacing(gap)


def _measure(widget: QWidget, scale: float) -> None:
    lengths = widget.property(_WIDGET)
    if lengths is None:
        return
    setters = {
        "width": widget.setFixedWidth,
        "height": widget.setFixedHeight,
        "min_width": widget.setMinimumWidth,
        "min_height": widget.setMinimumHeight,
        "max_width": widget.setMaximumWidth,
        "max_height": widget.setMaximumHeight,
    }
    for name, length in lengths.items():
        pixels = round(length * scale)
        if name == "icon" and isinstance(widget, QAbstractButton):
            widget.setIconSize(QSize(pixels, pixels))
        else:
            setters[name](pixels)
