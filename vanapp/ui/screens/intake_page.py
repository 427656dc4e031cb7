"""What every intake page has: its content, its row of actions, its own keys."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QKeySequence
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from vanapp.ui.theme import Themed, space
from vanapp.ui.widgets import ActionButton, Label
from vanapp.ui.widgets.flow import FlowLayout
from vanapp.ui.widgets.room import Room

Language = Callable[[], str]
"""Which texts of forms are shown now: "zh" or "en"."""


class UndoIsOurs(QObject):
    """Ctrl+Z in a text field takes back the last thing of the application, not the last letter of the field.

    A line of text claims the key for itself and, once its text was set by the program, has nothing to undo.
    """

    def watch(self, widget: QWidget) -> None:
        for part in (widget, *widget.findChildren(QWidget)):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
            and event.matches(QKeySequence.StandardKey.Undo)
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class PageStack(QStackedWidget):
    """Needs the room of the page in front, not of the widest of all."""

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()

    def show_page(self, page: QWidget) -> None:
        for place in range(self.count()):
            other = self.widget(place)
            if other is not None and other is not page:
                other.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCurrentWidget(page)
        self.updateGeometry()


class IntakePage(Themed, QWidget):
    """`column` takes the content and scrolls where it must; the actions below it stay in sight.

    `tools` takes the buttons between back (Esc) and on (Enter), `help` a word about the question in hand.
    """

    went_on = pyqtSignal()
    went_back = pyqtSignal()

    room_wanted = pyqtSignal()  # `wide` has changed

    wide = False
    """A wide page has no person panel beside it."""

    def __init__(self, name: str, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.undo_is_ours = UndoIsOurs(self)
        self.setObjectName(f"intake_{name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        whole = space(QVBoxLayout(self), 0, 16)
        content = QWidget()
        self.column = space(QVBoxLayout(content), 0, 14)
        self.room = Room(content)
        whole.addWidget(self.room, 1)
        self.back = ActionButton(key=Qt.Key.Key_Escape, icon="arrow-left")
        self.back.setObjectName("back")
        self.forth = ActionButton(key=Qt.Key.Key_Return, icon="arrow-right", icon_after=True, kind="primary")
        self.forth.setObjectName("next")
        row = space(QHBoxLayout(), 0, 12)
        self.tools = space(FlowLayout(one_line=True), 0, 12)
        self.tools.addWidget(self.back)
        row.addLayout(self.tools)
        self.help = Label("", "muted_small", wrap=True)
        self.help.setObjectName("help")
        row.addWidget(self.help, 1)
        self.aside = space(QHBoxLayout(), 0, 12)
        row.addLayout(self.aside)
        row.addWidget(self.forth)
        whole.addLayout(row)
        self.back.clicked.connect(self.went_back)
        self.forth.clicked.connect(self.went_on)

    def add_action(self, name: str, key: Qt.Key | None, icon: str = "") -> ActionButton:
        """A secondary action, left of the primary one; `name` is its object name."""
        button = ActionButton(key=key, icon=icon)
        button.setObjectName(name)
        self.tools.addWidget(button)
        return button

    def says_absent(self, code: str) -> bool:
        """Its instrument is not there: True when the page says so itself, and no banner is wanted."""
        return False

    def press(self, key: int) -> bool:
        """A key of this page alone (digits, letters, arrows); True when it was taken."""
        return False

    def retranslate(self) -> None:
        self.back.setText(QCoreApplication.translate("IntakePage", "上一步"))
        self.forth.setText(QCoreApplication.translate("IntakePage", "下一步"))
