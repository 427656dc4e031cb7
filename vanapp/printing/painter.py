"""Paints a page of marks on any Qt device: preview, PDF and paper go through here and nothing else."""

from __future__ import annotations

from itertools import groupby

from PyQt6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PyQt6.QtGui import QColor, QGlyphRun, QImage, QPainter, QPen

from vanapp.printing.document import Box, Fill, Glyphs, Mark, Modules, Page, Picture, Rule
from vanapp.printing.faces import Cut, Faces

Used = dict[Cut, dict[int, str]]  # per cut: glyph -> the character it was drawn for, in order of first use


def paint(page: Page, painter: QPainter, dots_per_mm: float, used: Used | None = None) -> None:
    """Paints one page with its upper left corner at the painter's origin. Works in any thread.

    `used`, when given, learns which glyphs were drawn for which characters.
    """
    _Brush(painter, dots_per_mm, used).page(page)


class _Brush:
    def __init__(self, painter: QPainter, dots_per_mm: float, used: Used | None) -> None:
        self._p = painter
        self._k = dots_per_mm
        self._faces = Faces()
        self._used: Used = {} if used is None else used

    def page(self, page: Page) -> None:
        self._p.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        for mark in page.marks:
            self._mark(mark)

    def _mark(self, mark: Mark) -> None:
        match mark:
            case Box():
                self._p.setPen(self._pen(mark.line))
                self._p.setBrush(Qt.BrushStyle.NoBrush)
                self._p.drawRect(self._rect(mark.x, mark.y, mark.w, mark.h))
            case Rule():
                pen = self._pen(mark.line)
                if mark.dashes:
                    pen.setDashPattern(mark.dashes)
                self._p.setPen(pen)
                k = self._k
                self._p.drawLine(QLineF(mark.x1 * k, mark.y1 * k, mark.x2 * k, mark.y2 * k))
            case Fill():
                self._p.fillRect(self._rect(mark.x, mark.y, mark.w, mark.h), QColor(mark.ink))
            case Glyphs():
                self._glyphs(mark)
            case Picture():
                self._picture(mark)
            case Modules():
                self._modules(mark)

    def _glyphs(self, mark: Glyphs) -> None:
        if not mark.text:
            return
        self._p.save()
        self._p.setPen(QColor(mark.ink))
        self._p.translate(mark.xs[0] * self._k, mark.y * self._k)
        self._p.rotate(mark.angle)
        drawn = [
            (glyph, character, (x - mark.xs[0]) * self._k)
            for character, x in zip(mark.text, mark.xs, strict=True)
            if (glyph := self._faces.glyph(mark.face, character))
        ]
        for cut, group in groupby(drawn, key=lambda entry: entry[0].cut):
            entries = list(group)
            if mark.angle:  # a stamp is a drawing: its letters do not get between the words of the text layer
                design = self._faces.sized(cut, mark.em * self._k)
                for glyph, _, x in entries:
                    self._p.fillPath(design.pathForGlyph(glyph.index).translated(x, 0), QColor(mark.ink))
                continue
            known = self._used.setdefault(cut, {})
            for glyph, character, _ in entries:
                known.setdefault(glyph.index, character)
            run = QGlyphRun()
            run.setRawFont(self._faces.sized(cut, mark.em * self._k))
            run.setGlyphIndexes([glyph.index for glyph, _, _ in entries])
            run.setPositions([QPointF(x, 0) for _, _, x in entries])
            self._p.drawGlyphRun(QPointF(0, 0), run)
        self._p.restore()

    def _picture(self, mark: Picture) -> None:
        image = QImage.fromData(mark.data)
        if image.isNull():
            return
        size = QSizeF(image.size()).scaled(QSizeF(mark.w, mark.h), Qt.AspectRatioMode.KeepAspectRatio)
        left = mark.x + (mark.w - size.width()) / 2
        top = mark.y + (mark.h - size.height()) / 2
        is_line_art = mark.data.startswith(b"\x89PNG")  # strokes blur as JPEG, which PDF takes by default
        self._p.setRenderHint(QPainter.RenderHint.LosslessImageRendering, is_line_art)
        self._p.drawImage(self._rect(left, top, size.width(), size.height()), image)

    def _modules(self, mark: Modules) -> None:
        """Dark modules as runs on whole dots, so that no scaling blurs them on a thermal head."""
        size = mark.size * self._k
        left, top = round(mark.x * self._k), round(mark.y * self._k)
        self._p.save()
        self._p.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for row, bits in enumerate(mark.rows):
            y0, y1 = top + round(row * size), top + round((row + 1) * size)
            column = 0
            for bit, run in groupby(bits):
                wide = len(list(run))
                if bit == "1":
                    x0, x1 = left + round(column * size), left + round((column + wide) * size)
                    self._p.fillRect(QRectF(x0, y0, x1 - x0, y1 - y0), Qt.GlobalColor.black)
                column += wide
        self._p.restore()

    def _pen(self, line_mm: float) -> QPen:
        pen = QPen(Qt.GlobalColor.black, max(1.0, line_mm * self._k))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return pen

    def _rect(self, x: float, y: float, w: float, h: float) -> QRectF:
        k = self._k
        return QRectF(x * k, y * k, w * k, h * k)
