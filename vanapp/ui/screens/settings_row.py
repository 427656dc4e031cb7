"""One row of a settings card: what it is and why on the left, the control on the right."""

from __future__ import annotations

from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vanapp.ui.theme import space
from vanapp.ui.widgets import Label


class SettingRow(QWidget):
    """Label and a quiet reason on the left, the control on the right."""

    def __init__(self, control: QWidget) -> None:
        super().__init__()
        self._control = control
        self._reason = self._who = self._more = ""
        line = space(QHBoxLayout(self), 0, 20)
        words = space(QVBoxLayout(), 0, 0)
        self._label, self._why = Label(), Label("", "muted_small", wrap=True)
        words.addStretch(1)
        words.addWidget(self._label)
        words.addWidget(self._why)
        words.addStretch(1)
        line.addLayout(words, 2)
        line.addWidget(control, 3)

    def say(self, label: str, why: str) -> None:
        self._label.setText(label)
        self._reason = why
        self._control.setAccessibleName(label)
        self._show()

    def set_by(self, who: str) -> None:
        """Somebody else set it: said instead of the reason, and the control only shows. "": nobody."""
        self._who = who
        self._control.setEnabled(not who)
        self._show()

    def add(self, more: str) -> None:
        """A further quiet word below; "" takes it away."""
        self._more = more
        self._show()

    def _show(self) -> None:
        why = "\n".join(part for part in (self._who or self._reason, self._more) if part)
        self._why.setText(why)
        self._why.setVisible(bool(why))
