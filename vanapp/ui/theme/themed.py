"""What every widget of ours does when the look or the language changes at run time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QEvent

from vanapp.ui.theme.look import Look, current

if TYPE_CHECKING:
    from PyQt6.QtWidgets import QWidget as _Base
else:
    _Base = object


class Themed(_Base):
    """Mixed in before a Qt class: `class Chip(Themed, QLabel)`. Call `self.refresh()` last in `__init__`.

    Override `restyle` for what depends on colours or scale and `retranslate` for words; both run once at
    the start and again on every change.
    """

    _refreshed = False

    def restyle(self, look: Look) -> None:
        """Take colours and pixels from `look`."""

    def retranslate(self) -> None:
        """Say every word again, in the language in force."""

    def refresh(self) -> None:
        self._refreshed = True
        self.retranslate()
        self.restyle(current())

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is None or not self._refreshed:
            return
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle(current())
