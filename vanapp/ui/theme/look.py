"""The look in force: which table, which scale. It belongs to the application object, not to a module."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from PyQt6.QtCore import QCoreApplication, Qt
from PyQt6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PyQt6.QtWidgets import QApplication

from vanapp.ui.theme import icons, spacing, style
from vanapp.ui.theme.tokens import COLOURS, FAMILIES, TEXT, Theme

_PROPERTY = "vanapp.look"


@dataclass(frozen=True)
class Look:
    """One theme at one scale. `scale` is a factor: 1.0, 1.25, 1.5, 2.0."""

    theme: Theme = "light"
    scale: float = 1.0
    _icons: icons.Drawer = field(default_factory=icons.Drawer, compare=False, repr=False)

    def px(self, at_100: float) -> int:
        """Pixels at this scale, of a length given at 100 %."""
        return round(at_100 * self.scale)

    def hex(self, token: str) -> str:
        return COLOURS[self.theme][token]

    def colour(self, token: str, alpha: int = 255) -> QColor:
        colour = QColor(self.hex(token))
        colour.setAlpha(alpha)
        return colour

    def font(self, size: int = TEXT, *, bold: bool = False) -> QFont:
        """Our family list; `size` in pixels at 100 %."""
        font = QFont(list(FAMILIES))
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        return font


def current() -> Look:
    """The look in force; the light one at 100 % before any was applied."""
    app = QCoreApplication.instance()
    look = app.property(_PROPERTY) if app is not None else None
    return look if isinstance(look, Look) else Look()


def resolve(theme: str) -> Theme:
    """A theme's table: "system" asks the desktop; an unknown name is light."""
    if theme == "system":
        hints = QGuiApplication.styleHints()
        dark = hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"
    return cast(Theme, theme) if theme in COLOURS else "light"


def apply(app: QApplication, theme: str = "light", scale: float = 1.0) -> Look:
    """Put a theme and a scale in force for every window, at run time. Widgets hear StyleChange."""
    look = Look(resolve(theme), scale)
    rescaled = current().scale != scale
    app.setProperty(_PROPERTY, look)
    if app.style() is None or app.style().objectName().lower() != "fusion":  # type: ignore[union-attr]
        app.setStyle("Fusion")
    app.setFont(look.font())
    app.setPalette(_palette(look))
    app.setStyleSheet(style.sheet(look.px, COLOURS[look.theme]))
    if rescaled:
        for window in app.topLevelWidgets():
            spacing.rescale(window, scale)
    return look


def _palette(look: Look) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for where, token in (
        (role.Window, "background"),
        (role.Base, "surface"),
        (role.AlternateBase, "background"),
        (role.Button, "surface"),
        (role.WindowText, "ink"),
        (role.Text, "ink"),
        (role.ButtonText, "ink"),
        (role.PlaceholderText, "muted"),
        (role.Highlight, "primary"),
        (role.HighlightedText, "on_primary"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "ink"),
        (role.Link, "primary"),
    ):
        palette.setColor(where, look.colour(token))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, look.colour("muted"))
    return palette
