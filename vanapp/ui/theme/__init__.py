"""How the program looks: token tables, one style sheet made of them, icons, fonts, scale."""

from __future__ import annotations

from PyQt6.QtGui import QIcon, QPixmap

from vanapp.ui.theme.icons import as_icon
from vanapp.ui.theme.look import Look, apply, current
from vanapp.ui.theme.spacing import size, space
from vanapp.ui.theme.themed import Themed

__all__ = ["Look", "Themed", "apply", "current", "icon", "pixmap", "size", "space"]


def pixmap(name: str, colour_token: str = "ink", side: int = 24, ratio: float = 1.0) -> QPixmap:
    """A Phosphor icon in a token's colour; `side` in pixels at 100 %."""
    look = current()
    return look._icons.pixmap(name, look.hex(colour_token), look.px(side), ratio)


def icon(name: str, colour_token: str = "ink", side: int = 24) -> QIcon:
    """The same as a QIcon, drawn at twice the size so that it stays sharp on dense screens."""
    return as_icon(pixmap(name, colour_token, side, 2.0))
