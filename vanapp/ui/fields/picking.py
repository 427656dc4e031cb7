"""Answers that are picked: a few as segments, many from a list one can search by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PyQt6.QtWidgets import QComboBox, QCompleter, QWidget

from vanapp.ui.theme import size
from vanapp.ui.widgets.segmented import Segmented

# (code, words shown, further words to search by)
Option = tuple[str, str, str]

_SEARCHED = Qt.ItemDataRole.UserRole + 1


class SegmentEditor(Segmented):
    """A handful of answers."""

    typed = pyqtSignal(str)

    def __init__(
        self, options: Sequence[Option], *, many: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__([(code, words) for code, words, _ in options], many=many, parent=parent)
        self.picked.connect(self.typed)

    def show_options(self, options: Sequence[Option]) -> None:
        self.show_choices([(code, words) for code, words, _ in options])

    def widget(self) -> QWidget:
        return self

    def text(self) -> str:
        return self.value()

    def set_text(self, text: str) -> None:
        self.set_value(text)

    def focus(self) -> None:
        self.focus_first()


class SearchEditor(QComboBox):
    """A long list (56 peoples, divisions): type any part of the words, the code or the other language."""

    typed = pyqtSignal(str)

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(8)
        size(self, min_width=120)
        self._listed = QStandardItemModel(self)
        self.setModel(self._listed)
        completer = _Completer(self._listed, self)
        completer.setCompletionRole(_SEARCHED)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = completer.popup()
        if popup is not None:
            popup.setObjectName("completions")
        self.setCompleter(completer)
        self._code = ""
        self.show_options(options)
        self.activated.connect(self._activated)
        line = self.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._settle)

    def show_options(self, options: Sequence[Option]) -> None:
        """Offer these; the chosen one stays, and so does a search under the officer's hand."""
        searched = self.currentText() if self._is_searched() else None
        self._listed.clear()
        for code, words, also in options:
            item = QStandardItem(words)
            item.setData(code, Qt.ItemDataRole.UserRole)
            item.setData(f"{words} {also} {code}", _SEARCHED)
            self._listed.appendRow(item)
        self._show_chosen()
        if searched is not None:
            self.setEditText(searched)

    def widget(self) -> QWidget:
        return self

    def text(self) -> str:
        return self._code

    def set_text(self, text: str) -> None:
        if text == self._code and self._is_searched():
            return  # what is being typed is newer than what the store says again
        self._code = text
        self._show_chosen()

    def _show_chosen(self) -> None:
        place = self.findData(self._code)
        self.setCurrentIndex(place)
        if place < 0:
            self.setEditText("")

    def _is_searched(self) -> bool:
        """The officer has typed and not picked yet."""
        line = self.lineEdit()
        place = self.findData(self._code)
        shown = self.itemText(place) if place >= 0 else ""
        return line is not None and line.hasFocus() and self.currentText() != shown

    def focus(self) -> None:
        self.setFocus(Qt.FocusReason.TabFocusReason)
        line = self.lineEdit()
        if line is not None:
            line.selectAll()

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        super().focusInEvent(event)
        line = self.lineEdit()
        if line is not None:
            line.selectAll()

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Scrolling the page over a list must not change an answer."""
        if event is not None:
            event.ignore()

    def _activated(self, place: int) -> None:
        self._take(str(self.itemData(place)))

    def _settle(self) -> None:
        """Typed text picks the only answer that contains it; anything else goes back to what stood there."""
        wanted = self.currentText().strip().casefold()
        exact = [i for i in range(self.count()) if self.itemText(i).casefold() == wanted]
        near = [
            i for i in range(self.count()) if wanted and wanted in str(self.itemData(i, _SEARCHED)).casefold()
        ]
        found = exact or near
        if exact or len(near) == 1:
            self.setCurrentIndex(found[0])
            self._take(str(self.itemData(found[0])))
        else:
            self.set_text(self._code)

    def _take(self, code: str) -> None:
        if code != self._code:
            self._code = code
            self.typed.emit(code)


class _Completer(QCompleter):
    """Searches one text and shows another."""

    def pathFromIndex(self, index: QModelIndex) -> str:  # noqa: N802
        return str(index.data(Qt.ItemDataRole.DisplayRole))
