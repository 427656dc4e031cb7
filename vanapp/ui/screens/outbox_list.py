"""Rows of outbox and lists: a model that asks for the next page ahead of the end, and how a row is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from PyQt6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    pyqtSignal,
)
from PyQt6.QtGui import QPainter, QPen
from PyQt6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from vanapp.ui.theme import Look, Themed, current, pixmap
from vanapp.ui.theme.tokens import RADIUS, RING, ROW, TEXT, TEXT_SMALL
from vanapp.ui.widgets.chip import TONES

_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class RowWords:
    """One row as it is read."""

    number: str
    name: str
    matter: str
    when: str
    state: str
    icon: str
    tone: str
    note: str


class Row(Protocol):
    """Whatever a list shows a line of."""

    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=Row)


class RowsModel(QAbstractListModel, Generic[R]):
    """Rows fetched so far. `more_wanted` is emitted once per page; `add_page` answers it.

    Keyset paging: the next page is asked after the last row's key, so page 500 costs what page 1 costs.
    """

    more_wanted = pyqtSignal()

    def __init__(self, say: Callable[[R], RowWords], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._rows: list[R] = []
        self._words: dict[int, RowWords] = {}
        self._has_more = self._asked = False

    def start(self) -> None:
        """Forget everything; a new question is under way."""
        self.beginResetModel()
        self._rows.clear()
        self._words.clear()
        self._has_more = self._asked = False
        self.endResetModel()

    def replace(self, rows: tuple[R, ...], has_more: bool) -> None:
        """The first page of a new answer."""
        self.beginResetModel()
        self._rows = list(rows)
        self._words.clear()
        self._has_more, self._asked = has_more, False
        self.endResetModel()

    def merge(self, rows: tuple[R, ...], has_more: bool) -> None:
        """The first page once more, because something moved: rows change in place, new ones come on top.

        Only when the order itself changed does it begin anew; the officer's row must not jump away.
        """
        known = [row.id for row in self._rows]
        fresh = next((i for i, row in enumerate(rows) if known and row.id == known[0]), None)
        if fresh is None or [row.id for row in rows[fresh:]] != known[: len(rows) - fresh]:
            self.replace(rows, has_more)
            return
        if fresh:
            self.beginInsertRows(_NOWHERE, 0, fresh - 1)
            self._rows[:0] = rows[:fresh]
            self._words.clear()
            self.endInsertRows()
        self._rows[: len(rows)] = rows
        for place in range(len(rows)):
            self._words.pop(place, None)
        self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def add_page(self, rows: tuple[R, ...], has_more: bool) -> None:
        if rows:
            self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()
        self._has_more, self._asked = has_more, False

    def say_again(self) -> None:
        """The language or the clock's day changed."""
        self._words.clear()
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def row(self, index: QModelIndex) -> R | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def place_of(self, id: str) -> int:
        """Where one stands among the rows fetched so far; -1 when it does not."""
        return next((i for i, row in enumerate(self._rows) if row.id == id), -1)

    def words(self, index: QModelIndex) -> RowWords:
        place = index.row()
        if place not in self._words:
            if len(self._words) > 2000:
                self._words.clear()
            self._words[place] = self._say(self._rows[place])
        return self._words[place]

    def rowCount(self, parent: QModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        said = self.words(index)
        return " ".join((said.number, said.name, said.matter, said.when, said.state, said.note))

    def canFetchMore(self, parent: QModelIndex) -> bool:
        return self._has_more and not self._asked

    def fetchMore(self, parent: QModelIndex) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()


class RowsList(Themed, QListView):
    """The view: rows of one height, drawn by one delegate; asks ahead of the scroll bar's end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setItemDelegate(RowDelegate(self))
        bar = self.verticalScrollBar()
        if bar is not None:
            bar.valueChanged.connect(self._ask_ahead)
        self.refresh()

    def restyle(self, look: Look) -> None:
        self.scheduleDelayedItemsLayout()

    def _ask_ahead(self, value: int) -> None:
        bar, model = self.verticalScrollBar(), self.model()
        near_end = bar is not None and bar.maximum() - value < 4 * self.height()
        if near_end and model is not None:
            model.fetchMore(_NOWHERE)


# Where the columns begin, in pixels at 100 %.
_WIDE = {"number": 20, "name": 90, "matter": 220, "when": 440, "state": 530, "note": 700}
_MIDDLE = {"name": 16, "matter": 110, "when": 280, "state": 345, "note": 505}
_NARROW = {"name": 16, "matter": 130, "when": 290, "state": 370}  # 200 %: the tool tip has the rest


class RowDelegate(QStyledItemDelegate):
    """number, name, matter, when, state chip, note; each shortened to its column."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(current().px(600), current().px(ROW))

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        model = index.model()
        if painter is None or not isinstance(model, RowsModel):
            return
        look, box, said = current(), option.rect, model.words(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hover:
            painter.fillRect(box, look.colour("background"))
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if selected and not focused:
            painter.fillRect(QRect(box.left(), box.top(), look.px(4), box.height()), look.colour("primary"))
        rule = QRect(box.left() + look.px(20), box.bottom(), box.width() - look.px(40), 1)
        painter.fillRect(rule, look.colour("line"))
        plain, bold, small = look.font(TEXT), look.font(TEXT, bold=True), look.font(TEXT_SMALL)
        cells = (
            ("number", said.number, "muted", plain),
            ("name", said.name, "ink", bold),
            ("matter", said.matter, "ink", plain),
            ("when", said.when, "muted", plain),
            ("note", said.note, "muted", plain),
        )
        edges = self._edges(look, box)
        for column, text, token, font in cells:
            if column not in edges:
                continue
            painter.setFont(font)
            painter.setPen(look.colour(token))
            cell = edges[column]
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, cell.width())
            painter.drawText(cell, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.setFont(small)
        self._paint_chip(painter, look, edges["state"], said)
        if selected and focused:
            edge = look.px(RING) / 2
            painter.setPen(QPen(look.colour("focus"), look.px(RING)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(box).adjusted(edge, edge, -edge, -edge)
            painter.drawRoundedRect(ring, look.px(RADIUS), look.px(RADIUS))
        painter.restore()

    @staticmethod
    def _edges(look: Look, box: QRect) -> dict[str, QRect]:
        width = box.width() / look.scale
        columns = _WIDE if width >= 900 else _MIDDLE if width >= 640 else _NARROW
        starts = [look.px(start) for start in columns.values()]
        ends = [*starts[1:], box.width()]
        return {
            column: QRect(box.left() + start, box.top(), end - start - look.px(10), box.height())
            for column, start, end in zip(columns, starts, ends, strict=True)
        }

    @staticmethod
    def _paint_chip(painter: QPainter, look: Look, cell: QRect, said: RowWords) -> None:
        ink, ground = TONES[said.tone]
        metrics = painter.fontMetrics()
        icon, pad = look.px(18), look.px(11)
        width = min(cell.width(), metrics.horizontalAdvance(said.state) + icon + look.px(6) + 2 * pad)
        height = look.px(28)
        chip = QRect(cell.left(), cell.center().y() - height // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(ground))
        painter.drawRoundedRect(chip, height / 2, height / 2)
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        spot = QPoint(chip.left() + pad, chip.center().y() - icon // 2 + 1)
        painter.drawPixmap(spot, pixmap(said.icon, ink, 18, ratio))
        painter.setPen(look.colour(ink))
        words = chip.adjusted(pad + icon + look.px(6), 0, -look.px(4), 0)
        shown = metrics.elidedText(said.state, Qt.TextElideMode.ElideRight, words.width() + look.px(4))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown)
