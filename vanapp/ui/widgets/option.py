"""A choice among a few: each option is a button that shows its key, its words and whether it is the one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PyQt6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from vanapp.ui.theme import Look, Themed, current, pixmap, space
from vanapp.ui.theme.tokens import CONTROL, RADIUS, RING, ROW, TEXT, TEXT_SMALL

_FOLDED = QEvent.Type(QEvent.registerEventType())

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Choice:
    """One option. key: the character that chooses it ("1", "A"), "" for none."""

    id: str
    key: str
    words: str
    summary: str = ""
    badge: str = ""
    icon: str = ""


class Option(Themed, QAbstractButton):
    """Painted whole, so that words, key and mark keep their places in every theme and scale."""

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = choice
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.refresh()

    def show_choice(self, choice: Choice) -> None:
        self.choice = choice
        self.setText(choice.words)
        self.setAccessibleDescription(choice.summary)
        self.setObjectName(f"option_{choice.id}")
        self.updateGeometry()
        self.update()

    def restyle(self, look: Look) -> None:
        self.setFont(look.font(TEXT))
        self.show_choice(self.choice)

    def sizeHint(self) -> QSize:
        look = current()
        return QSize(self.full_width(), look.px(ROW + 4) if self.choice.summary else look.px(CONTROL))

    def full_width(self) -> int:
        """Pixels it needs to say everything on one line."""
        look = current()
        words = QFontMetrics(look.font(TEXT, bold=True)).horizontalAdvance(self.choice.words)
        summary = QFontMetrics(look.font(TEXT_SMALL)).horizontalAdvance(self.choice.summary)
        badge = self._badge_width(look)
        width = self._left(look) + max(words + (badge + look.px(10) if badge else 0), summary)
        return width + look.px(46 if self.isChecked() else 22)

    def words_width(self) -> int:
        """Pixels its words need; the mark of the chosen one aside."""
        look = current()
        return self.full_width() - look.px(46 if self.isChecked() else 22) + look.px(12)

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(90), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in ENTER:
            event.ignore()  # Enter goes on; Space and the option's own key choose
            return
        super().keyPressEvent(event)

    def _left(self, look: Look) -> int:
        return (
            look.px(12) + (look.px(34) if self.choice.key else 0) + (look.px(32) if self.choice.icon else 0)
        )

    def _badge_width(self, look: Look) -> int:
        if not self.choice.badge:
            return 0
        return QFontMetrics(look.font(12, bold=True)).horizontalAdvance(self.choice.badge) + look.px(16)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), look.px(RING)))
            painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), look.px(RADIUS), look.px(RADIUS))
            body.adjust(look.px(4), look.px(4), -look.px(4), -look.px(4))
        edge = "primary" if chosen else "edge"
        painter.setPen(QPen(look.colour(edge if chosen or self.underMouse() else "line"), 2 if chosen else 1))
        painter.setBrush(look.colour("primary_soft" if chosen else "surface"))
        painter.drawRoundedRect(body, look.px(RADIUS), look.px(RADIUS))
        left = look.px(12)
        if self.choice.key:
            self._paint_key(painter, left, chosen)
            left += look.px(34)
        if self.choice.icon:
            side = look.px(22)
            token = "primary" if chosen else "muted"
            picture = pixmap(self.choice.icon, token, 22, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - side) // 2, picture)
            left += look.px(32)
        self._paint_words(painter, left, chosen)
        if chosen:
            side = look.px(22)
            mark = pixmap("check-circle", "primary", 22, self.devicePixelRatioF())
            painter.drawPixmap(self.width() - side - look.px(14), (self.height() - side) // 2, mark)

    def _paint_key(self, painter: QPainter, left: int, chosen: bool) -> None:
        look = current()
        side = look.px(24)
        box = QRectF(left + 0.5, (self.height() - side) / 2 + 0.5, side, side)
        painter.setPen(QPen(look.colour("primary" if chosen else "edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, look.px(5), look.px(5))
        painter.setFont(look.font(TEXT_SMALL, bold=chosen))
        painter.setPen(look.colour("primary" if chosen else "muted"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.choice.key)

    def _paint_words(self, painter: QPainter, left: int, chosen: bool) -> None:
        look = current()
        room = self.width() - left - look.px(42 if chosen else 12)
        strong = look.font(TEXT, bold=chosen or bool(self.choice.summary))
        painter.setFont(strong)
        ink = "ink" if self.isEnabled() else "muted"
        painter.setPen(look.colour("primary" if chosen else ink))
        metrics = QFontMetrics(strong)
        words = metrics.elidedText(self.choice.words, Qt.TextElideMode.ElideRight, room)
        if words != self.choice.words:
            self.setToolTip(self.choice.words)
        middle = self.height() / 2
        height = metrics.height()
        top = middle - height - look.px(1) if self.choice.summary else middle - height / 2
        painter.drawText(QRectF(left, top, room, height), int(Qt.AlignmentFlag.AlignVCenter), words)
        if self.choice.badge:
            width = self._badge_width(look)
            box = QRectF(left + metrics.horizontalAdvance(words) + look.px(10), 0, width, look.px(22))
            box.moveTop(top + (height - box.height()) / 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("good_soft"))
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
            painter.setPen(look.colour("good"))
            painter.setFont(look.font(12, bold=True))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.choice.badge)
        if self.choice.summary:
            small = look.font(TEXT_SMALL)
            painter.setFont(small)
            painter.setPen(look.colour("muted"))
            summary = QFontMetrics(small).elidedText(self.choice.summary, Qt.TextElideMode.ElideRight, room)
            line = QRectF(left, middle + look.px(3), room, QFontMetrics(small).height())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), summary)


class Folding(Option):
    """Words that are too long for the line take two, where no summary stands below them."""

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        self._folded = False
        super().__init__(choice, parent)

    def show_choice(self, choice: Choice) -> None:
        super().show_choice(choice)
        self._fold()

    def sizeHint(self) -> QSize:
        plain = super().sizeHint()
        return QSize(min(plain.width(), self.width()), current().px(ROW + 4)) if self._folded else plain

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent | None) -> bool:
        if event is not None and event.type() == _FOLDED:
            self.updateGeometry()
            return True
        return super().event(event)

    def _fold(self) -> None:
        # The mark of the chosen one does not count: choosing must not move anything.
        least = self.full_width() - (current().px(24) if self.isChecked() else 0)
        folded = not self.choice.summary and not self.choice.badge and least > self.width()
        if folded is not self._folded:
            self._folded = folded
            # Not now: a layout that is just sizing its widgets would forget that it was asked to do it again.
            QCoreApplication.postEvent(self, QEvent(_FOLDED))

    def _paint_words(self, painter: QPainter, left: int, chosen: bool) -> None:
        if not self._folded:
            super()._paint_words(painter, left, chosen)
            return
        look = current()
        room = self.width() - left - look.px(42 if chosen else 12)
        font = look.font(TEXT, bold=chosen)
        painter.setFont(font)
        ink = "ink" if self.isEnabled() else "muted"
        painter.setPen(look.colour("primary" if chosen else ink))
        metrics = QFontMetrics(font)
        lines = self._lines(metrics, room)
        top = (self.height() - len(lines) * metrics.height()) / 2
        for line, text in enumerate(lines):
            box = QRectF(left, top + line * metrics.height(), room, metrics.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _lines(self, metrics: QFontMetrics, room: int) -> list[str]:
        """At most two; what a second one does not hold ends in an ellipsis and is shown as a tool tip."""
        words = self.choice.words
        end = len(words)
        while end > 1 and metrics.horizontalAdvance(words[:end]) > room:
            end -= 1
        if " " in words[:end] and end < len(words):
            end = words.rfind(" ", 0, end + 1) + 1 or end
        rest = metrics.elidedText(words[end:].strip(), Qt.TextElideMode.ElideRight, room)
        if rest != words[end:].strip():
            self.setToolTip(words)
        return [text for text in (words[:end].strip(), rest) if text]


class Options(QWidget):
    """Options below or beside each other. Emits `chosen(id)`; the caller shows the new choice."""

    chosen = pyqtSignal(str)

    def __init__(
        self,
        *,
        beside: bool = False,
        columns: int = 1,
        gap: int = 8,
        folds: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """beside: all in one line while every word has room; else `columns` in a line. folds: Folding."""
        super().__init__(parent)
        self._box = space(QGridLayout(self), 0, gap)
        self._beside, self._columns = beside, columns
        self._across = 0
        self._kind = Folding if folds else Option
        self._options: list[Option] = []

    def set_columns(self, columns: int) -> None:
        self._columns = columns
        self._turn()

    def show_choices(self, choices: Sequence[Choice], chosen: str) -> None:
        while len(self._options) < len(choices):
            option = self._kind(choices[len(self._options)], self)
            option.clicked.connect(lambda _=False, option=option: self._clicked(option))
            self._options.append(option)
            self._across = 0
        for option, choice in zip(self._options, choices, strict=False):
            option.show_choice(choice)
            option.setChecked(choice.id == chosen)
            option.setVisible(True)
        for option in self._options[len(choices) :]:
            option.hide()
        self._turn()

    def show_open(self, open_ones: Sequence[str]) -> None:
        """Only these can be chosen now; the others are greyed. `show_choices` does not change it."""
        for option in self._options:
            option.setEnabled(option.choice.id in open_ones)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._turn()

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(120), super().minimumSizeHint().height())

    def _turn(self) -> None:
        shown = [option for option in self._options if not option.isHidden()]
        across = self._fitting(shown)
        widths = [max(1, option.full_width()) for option in shown]
        even = self._room(max(widths, default=0) * across, across)
        for column in range(max(across, self._box.columnCount())):
            wide = 0 if column >= across else 1 if even else widths[column]
            self._box.setColumnStretch(column, wide)
        if across == self._across and self._box.count() == len(shown):
            return
        while self._box.takeAt(0) is not None:
            pass
        self._across = across
        for place, option in enumerate(shown):
            self._box.addWidget(option, place // across, place % across)
        self.updateGeometry()

    def _fitting(self, shown: Sequence[Option]) -> int:
        """How many options go in one line."""
        widths = [option.full_width() for option in shown]
        if self._beside and self._room(sum(widths), len(shown)):
            return max(1, len(shown))
        return next((n for n in range(self._columns, 1, -1) if self._room(max(widths, default=0) * n, n)), 1)

    def _room(self, width: int, across: int) -> bool:
        return width + self._box.horizontalSpacing() * (across - 1) <= self.width()

    def press(self, key: int) -> bool:
        """Choose by key; False when no option here has it."""
        if not self.isVisible():
            return False
        for option in self._options:
            usable = option.isEnabled() and not option.isHidden()
            if usable and option.choice.key and key == ord(option.choice.key):
                self._clicked(option)
                return True
        return False

    def _clicked(self, option: Option) -> None:
        option.setChecked(True)
        self.chosen.emit(option.choice.id)
