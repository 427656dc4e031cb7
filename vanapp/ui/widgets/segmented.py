"""A handful of answers side by side: pick one (or several). Arrows move, Space picks, Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QPushButton, QWidget

from vanapp.ui.theme import space
from vanapp.ui.widgets.action import ENTER, ActionButton
from vanapp.ui.widgets.flow import FlowLayout

_STEP = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Segmented(QWidget):
    """`choices` are (code, words). Emits `picked(codes)`: one code; when `many`, several parted by spaces."""

    picked = pyqtSignal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]] = (), *, many: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._many = many
        self._row = space(FlowLayout(self), 0, 8)
        self._buttons: dict[str, _Segment] = {}
        # Its own place in the Tab order: the buttons come and go, and follow it.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.show_choices(choices)

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these; the same codes again only change their words."""
        if [code for code, _ in choices] != list(self._buttons):
            for button in self._buttons.values():
                self._row.removeWidget(button)
                button.hide()
                button.deleteLater()
            self._buttons = {code: self._make(code) for code, _ in choices}
            before: QWidget = self
            for button in self._buttons.values():
                QWidget.setTabOrder(before, button)
                before = button
        for code, words in choices:
            self._buttons[code].setText(words)
            self._buttons[code].updateGeometry()
        self._keep_tab_stop()

    def line_width(self) -> int:
        """Pixels all answers need beside each other."""
        widths = [button.sizeHint().width() for button in self._buttons.values()]
        return sum(widths) + self._row.spacing() * max(0, len(widths) - 1)

    def value(self) -> str:
        return " ".join(code for code, button in self._buttons.items() if button.isChecked())

    def set_value(self, value: str) -> None:
        """Show an answer; emits nothing."""
        chosen = value.split() if self._many else [value]
        for code, button in self._buttons.items():
            button.setChecked(code in chosen)
        self._keep_tab_stop()

    def set_kind(self, code: str, kind: str) -> None:
        """ "danger" words an answer that waits for the officer in the wrong colour; "plain" as usual."""
        self._buttons[code].set_kind(kind)

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        super().focusInEvent(event)
        self.focus_first()

    def focus_first(self) -> None:
        for button in self._buttons.values():
            if button.isChecked() or self._many:
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return
        for button in list(self._buttons.values())[:1]:
            button.setFocus(Qt.FocusReason.TabFocusReason)

    def _make(self, code: str) -> _Segment:
        button = _Segment(self)
        button.setCheckable(True)
        button.clicked.connect(lambda: self._clicked(code))
        self._row.addWidget(button)
        button.show()
        return button

    def _clicked(self, code: str) -> None:
        if not self._many:
            self.set_value(code)
        self.picked.emit(self.value())

    def step(self, button: QPushButton, by: int) -> None:
        """Move from `button` to its neighbour; of one-of-many answers, that also picks it."""
        codes = list(self._buttons)
        here = next(i for i, code in enumerate(codes) if self._buttons[code] is button)
        there = codes[(here + by) % len(codes)]
        self._buttons[there].setFocus(Qt.FocusReason.TabFocusReason)
        if not self._many:
            self._clicked(there)

    def _keep_tab_stop(self) -> None:
        """One Tab stop for the group (as radio buttons have), unless several may be picked."""
        stop = next((b for b in self._buttons.values() if b.isChecked()), None)
        for place, button in enumerate(self._buttons.values()):
            is_stop = self._many or button is stop or (stop is None and place == 0)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_stop else Qt.FocusPolicy.ClickFocus)


class _Segment(ActionButton):
    def __init__(self, parent: Segmented) -> None:
        self._group = parent
        super().__init__(parent=parent)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        key = Qt.Key(event.key())
        if key in ENTER:
            event.ignore()
        elif key in _STEP:
            self._group.step(self, _STEP[key])
        else:
            super().keyPressEvent(event)
