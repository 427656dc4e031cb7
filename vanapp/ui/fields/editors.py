"""One editor per way of answering. All speak alike: text, set_text, `typed`, `full`, and a focus."""

from __future__ import annotations

from typing import Protocol

from PyQt6.QtCore import Qt, pyqtBoundSignal, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from vanapp.ui.theme import Look, Themed, current, size
from vanapp.ui.theme.tokens import CONTROL
from vanapp.ui.widgets.action import ENTER


class Editor(Protocol):
    """What a FieldRow needs of the widget one answers with."""

    @property
    def typed(self) -> pyqtBoundSignal: ...  # (text) the officer changed it
    def widget(self) -> QWidget: ...
    def text(self) -> str: ...
    def set_text(self, text: str) -> None: ...
    def focus(self) -> None: ...


class LineEditor(QLineEdit):
    """One line of text."""

    typed = pyqtSignal(str)

    def __init__(self, max_length: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if max_length:
            # Room to see that it is too long: the answer is judged, never cut off.
            self.setMaxLength(max_length + 20)
        size(self, min_width=120)
        self.textEdited.connect(lambda _: self.typed.emit(self.text()))

    def widget(self) -> QWidget:
        return self

    def set_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text)

    def focus(self) -> None:
        self.setFocus(Qt.FocusReason.TabFocusReason)
        self.selectAll()


class GroupedEditor(LineEditor):
    """Digits shown in groups (6-8-4, 3-4-4, 4-2-2); the answer has no separators.

    Anything pasted that is not this many digits is left as it is: judging it is not the editor's business.
    """

    def __init__(self, groups: tuple[int, ...], separator: str = " ", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._groups, self._separator = groups, separator
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)

    @property
    def full_length(self) -> int:
        return sum(self._groups)

    def text(self) -> str:
        plain = super().text().replace(" ", "")
        bare = plain.replace(self._separator, "")
        return bare if self._is_ours(bare) else plain

    def set_text(self, text: str) -> None:
        if text != self.text():
            self.setText(self._grouped(text))

    def regroup(self) -> None:
        """Put the separators where they belong; the cursor stays behind the same digit."""
        shown = super().text()
        grouped = self._grouped(self.text())
        if grouped == shown:
            return
        before = len(shown[: self.cursorPosition()].replace(self._separator, "").replace(" ", ""))
        self.setText(grouped)
        place = 0
        while place < len(grouped) and before > 0:
            before -= grouped[place] != self._separator
            place += 1
        self.setCursorPosition(place)

    def cursor_at_end(self) -> bool:
        return self.cursorPosition() == len(self.displayText())

    def _grouped(self, text: str) -> str:
        if not self._is_ours(text):
            return text
        parts, start = [], 0
        for length in self._groups:
            if part := text[start : start + length]:
                parts.append(part)
            start += length
        return self._separator.join(parts)

    def _is_ours(self, text: str) -> bool:
        return len(text) <= self.full_length and text.isascii() and text.isalnum()


class TextEditor(Themed, QPlainTextEdit):
    """An address: one line, more when it is longer. Enter goes on (it has no line breaks), Tab leaves."""

    typed = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._silent, self._last = False, ""
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._changed)
        size(self, min_width=120)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.refresh()

    def restyle(self, look: Look) -> None:
        document = self.document()
        if document is not None:
            document.setDocumentMargin(look.px(2))
        self._grow()

    def widget(self) -> QWidget:
        return self

    def text(self) -> str:
        return self.toPlainText().replace("\n", "")

    def set_text(self, text: str) -> None:
        if text == self.text():
            return
        self._silent = True
        self.setPlainText(text)
        self._silent = False

    def focus(self) -> None:
        self.setFocus(Qt.FocusReason.TabFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in ENTER:
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        """As high as a line of text, or as two or three when the address needs them."""
        document = self.document()
        lines = round(document.size().height()) if document is not None else 1
        line = self.fontMetrics().lineSpacing()
        wanted = current().px(CONTROL) + (max(1, min(3, lines)) - 1) * line
        if wanted != self.maximumHeight():
            self.setFixedHeight(wanted)

    def _changed(self) -> None:
        """Qt calls a document changed when its margin or font is another: only other words are typed."""
        self._grow()
        text, before = self.text(), self._last
        self._last = text
        if text != before and not self._silent:
            self.typed.emit(text)
