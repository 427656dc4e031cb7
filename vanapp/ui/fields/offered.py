"""Typing with offers: a list under the field that Enter takes from; the hand stays on the keyboard.

The list is a child of the window, not a window of its own: the field keeps the keys and the input method.
"""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QListWidget, QWidget

from vanapp.ui.fields.editors import LineEditor, TextEditor
from vanapp.ui.presenters.field_offers import Offer
from vanapp.ui.theme import current
from vanapp.ui.theme.tokens import TARGET
from vanapp.ui.widgets.action import ENTER
from vanapp.ui.words import joined

ASKS = ("/", chr(0xFF0F), chr(0x3001))
"""Begins the search for a character; the same key gives 、 while Chinese is typed. No name holds them."""
ROWS = 8
GAP = 4


class AddressEditor(TextEditor):
    """Every change asks for divisions; what is taken replaces the text."""

    asked = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.typed.connect(self.asked)

    def query(self) -> str:
        return self.text()

    def take(self, text: str) -> None:
        self.selectAll()
        self.insertPlainText(text)

    def help_words(self) -> str:
        return QCoreApplication.translate("FieldRow", "拼音、首字母或汉字选区划，↓ 看用过的地址")

    def lists_all(self) -> bool:
        """Does the arrow down ask for what was written before?"""
        return True


class NameEditor(LineEditor):
    """What stands behind a slash is a question, no part of the name; a character takes its place."""

    asked = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._told = ""
        self.textEdited.disconnect()
        self.textEdited.connect(self._edited)

    def text(self) -> str:
        """The name; a question is left out of it while it is being typed."""
        place = self._place()
        whole = super().text()
        return whole[:place] if place >= 0 and self.hasFocus() else whole

    def query(self) -> str:
        place = self._place()
        return super().text()[place + 1 :] if place >= 0 else ""

    def take(self, text: str) -> None:
        self.setText(super().text()[: self._place()] + text)
        self._tell()

    def help_words(self) -> str:
        return QCoreApplication.translate("FieldRow", "没有的字先打 / ，再打部件、笔画数、拼音或 U+ 码")

    def lists_all(self) -> bool:
        return False

    def set_text(self, text: str) -> None:
        super().set_text(text)
        self._told = self.text()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """A question nobody answered is told as it stands: the form refuses the sign and says where."""
        super().focusOutEvent(event)
        if self._place() >= 0:
            self._tell()

    def _place(self) -> int:
        return next((place for place, sign in enumerate(super().text()) if sign in ASKS), -1)

    def _edited(self) -> None:
        self._tell()
        self.asked.emit(self.query())

    def _tell(self) -> None:
        text = self.text()
        if text != self._told:
            self._told = text
            self.typed.emit(text)


class Offering(QObject):
    """The list of one editor: arrows choose, Enter or Tab takes, Esc puts it away."""

    wanted = pyqtSignal(str)

    def __init__(self, editor: AddressEditor | NameEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._offers: Sequence[Offer] = ()
        self._list: QListWidget | None = None
        editor.installEventFilter(self)
        editor.asked.connect(self._changed)

    def help_words(self) -> str:
        return self._editor.help_words()

    @property
    def open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def show_offers(self, typed: str, offers: Sequence[Offer]) -> None:
        if typed != self._editor.query() or not self._editor.hasFocus():
            return
        self._offers = offers
        if not offers:
            self.hide()
            return
        listed = self._listed()
        listed.clear()
        listed.addItems([_words(offer) for offer in offers])
        listed.setCurrentRow(0 if offers[0].sure else -1)
        self._lay(listed)
        listed.show()
        listed.raise_()

    def hide(self) -> None:
        if self._list is not None:
            self._list.hide()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None:
            if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Move, QEvent.Type.Hide):
                self.hide()
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._pressed(event.key())
        return super().eventFilter(watched, event)

    def _changed(self, typed: str) -> None:
        if typed:
            self.wanted.emit(typed)
        else:
            self.hide()

    def _pressed(self, key: int) -> bool:
        listed = self._list
        if listed is None or not listed.isVisible():
            if key == Qt.Key.Key_Down and self._editor.lists_all():
                self.wanted.emit(self._editor.query())
                return True
            return False
        here = listed.currentRow()
        match key:
            case Qt.Key.Key_Down | Qt.Key.Key_PageDown:
                step = 1 if key == Qt.Key.Key_Down else ROWS
                listed.setCurrentRow(min(here + step, listed.count() - 1))
            case Qt.Key.Key_Up | Qt.Key.Key_PageUp:
                step = 1 if key == Qt.Key.Key_Up else ROWS
                listed.setCurrentRow(max(here - step, 0))
            case Qt.Key.Key_Escape:
                listed.hide()
            case _ if key in (*ENTER, Qt.Key.Key_Tab) and here >= 0:
                self._take(here)
            case _:
                return False
        return True

    def _take(self, row: int) -> None:
        self.hide()
        self._editor.take(self._offers[row].text)

    def _listed(self) -> QListWidget:
        if self._list is None:
            listed = QListWidget(self._editor.window())
            listed.setObjectName("completions")
            listed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            listed.itemClicked.connect(lambda item: self._take(listed.row(item)))
            self._list = listed
        return self._list

    def _lay(self, listed: QListWidget) -> None:
        """Under the field, or above it where there is more room."""
        window, look = self._editor.window(), current()
        if window is None:
            return
        rows = min(ROWS, listed.count())
        high = rows * max(look.px(TARGET), listed.sizeHintForRow(0)) + look.px(2 * GAP) + 2
        top = self._editor.mapTo(window, QPoint(0, 0))
        below = top.y() + self._editor.height() + look.px(GAP)
        room_below, room_above = window.height() - below, top.y() - look.px(GAP)
        fits = high <= room_below or room_below >= room_above
        high = min(high, room_below if fits else room_above)
        wide = max(self._editor.width(), min(listed.sizeHintForColumn(0) + look.px(48), window.width()))
        left = max(0, min(top.x(), window.width() - wide))
        listed.setGeometry(left, below if fits else top.y() - look.px(GAP) - high, wide, high)


def _words(offer: Offer) -> str:
    """One row as the officer reads it."""
    translate = QCoreApplication.translate
    match offer.kind:
        case "hanzi":
            strokes = translate("FieldRow", "{count} 画").format(count=offer.strokes) if offer.strokes else ""
            return joined(offer.text, offer.sounds, strokes, offer.parts, offer.point)
        case "visit":
            return joined(offer.text, translate("FieldRow", "本次上门"))
        case "recent":
            return joined(offer.text, translate("FieldRow", "近期"))
        case _:
            return offer.text
