"""The questions of one section, side by side where their answers find room, on a grid of 24 columns."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PyQt6.QtGui import QFontMetrics, QResizeEvent
from PyQt6.QtWidgets import QGridLayout, QWidget

from vanapp.ui.fields.picking import SegmentEditor
from vanapp.ui.fields.row import FieldRow
from vanapp.ui.theme import Look, Themed, current, space
from vanapp.ui.theme.tokens import TEXT_SMALL

PARTS = 24
GAP = 16
WIDTHS = {
    "name": 210,
    "phone": 220,
    "date": 180,
    "past_date": 180,
    "date_or_long": 250,
    "id_number": 240,
    "choice": 175,
    "text": 150,
    "address": 340,
}
"""Pixels at 100 % an answer of this kind needs; others take a whole line."""


class Questions(Themed, QWidget):
    """Lays rows out anew when its width, the scale or the language changes."""

    def __init__(self, rows: Sequence[FieldRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._grid = space(QGridLayout(self), 0, GAP, lines=8)
        self._spans: tuple[int, ...] = ()
        for part in range(PARTS):
            self._grid.setColumnStretch(part, 1)
        self.refresh()

    def restyle(self, look: Look) -> None:
        self.lay()

    def retranslate(self) -> None:
        self.lay()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.lay()

    def lay(self) -> None:
        """Words have changed: perhaps more or fewer fit beside each other."""
        part = (self.width() + self._grid.horizontalSpacing()) / PARTS
        spans = tuple(self._span(row, part) for row in self._rows)
        if spans == self._spans:
            return
        self._spans = spans
        line = place = 0
        for row, span in zip(self._rows, spans, strict=True):
            if place + span > PARTS:
                line, place = line + 1, 0
            self._grid.addWidget(row, line, place, 1, span)
            place += span

    def _span(self, row: FieldRow, part: float) -> int:
        wanted = self._wanted(row) + self._grid.horizontalSpacing()
        return max(1, min(PARTS, ceil(wanted / max(1.0, part))))

    @staticmethod
    def _wanted(row: FieldRow) -> int:
        look = current()
        label = QFontMetrics(look.font(TEXT_SMALL)).horizontalAdvance(row.label) + look.px(8)
        if isinstance(row.editor, SegmentEditor):
            return max(label, row.editor.line_width() + look.px(16))
        return max(label, look.px(WIDTHS.get(row.field.kind, 4000)))
