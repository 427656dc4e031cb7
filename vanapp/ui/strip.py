"""The strip at the foot, always there: line, waiting, every instrument, saved at, who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PyQt6.QtCore import QCoreApplication, QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PyQt6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from forms.days import CHINA
from vanapp.ui.theme import Look, Themed, current, pixmap, size, space
from vanapp.ui.theme.tokens import RING, STRIP, TEXT_SMALL
from vanapp.ui.widgets.action import ENTER
from vanapp.ui.words import instrument_word, line_word, short_line_word, signal_word

LINES = {
    "up": ("wifi-high", "good"),
    "down": ("wifi-slash", "attention"),
    "wrong_network": ("network-x", "attention"),
    "shut_out": ("prohibit", "wrong"),
    "unknown": ("wifi-slash", "muted"),
}
INSTRUMENT_ICONS = {
    "card": "identification-card",
    "finger": "fingerprint",
    "camera": "camera",
    "scanner": "scan",
    "signature": "signature",
    "printer": "printer",
    "chip": "cpu",
    "receipt": "receipt",
    "still": "camera",
}


@dataclass(frozen=True)
class InstrumentFact:
    """kind: a devices.contract.Kind value. words: what is the matter, "" when it is ready."""

    kind: str
    ready: bool
    words: str = ""


class Strip(Themed, QFrame):
    """36 px. A clicked fact emits `chosen(screen name)`: line, waiting: outbox; instrument: instruments."""

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        size(self, height=STRIP)
        self._line_state, self._waiting, self._tight = "unknown", 0, False
        self._signal: tuple[str, str, str, int | None] = ("", "", "", None)
        self._saved_at: datetime | None = None
        self._facts: tuple[InstrumentFact, ...] = ()
        line = space(QHBoxLayout(self), (12, 1, 12, 0), 4)
        self._line, self._tray = _Fact(), _Fact()
        self._saved, self._officer = _Fact(), _Fact()
        self._line.clicked.connect(lambda: self.chosen.emit("outbox"))
        self._tray.clicked.connect(lambda: self.chosen.emit("outbox"))
        self._officer.clicked.connect(lambda: self.chosen.emit("lock"))
        line.addWidget(self._line)
        line.addWidget(self._tray)
        self._instruments = space(QHBoxLayout(), 0, 4)
        line.addLayout(self._instruments)
        line.addStretch(1)
        line.addWidget(self._saved)
        line.addWidget(self._officer)
        self._saved.setEnabled(False)
        self._saved.hide()
        self._officer.hide()
        self.refresh()

    def show_line(self, state: str) -> None:
        """state: up, down, wrong_network, unknown."""
        self._line_state = state
        self.retranslate()

    def show_signal(self, code: str, operator: str, technology: str, percent: int | None) -> None:
        """What the modem hears; all empty: no modem, or it hears nothing. See words.signal_word."""
        self._signal = (code, operator, technology, percent)
        self.retranslate()

    def show_waiting(self, count: int) -> None:
        self._waiting = count
        self.retranslate()

    def show_instruments(self, facts: Sequence[InstrumentFact]) -> None:
        self._facts = tuple(facts)
        while self._instruments.count() < len(self._facts):
            fact = _Fact()
            fact.clicked.connect(lambda: self.chosen.emit("instruments"))
            self._instruments.addWidget(fact)
        self.retranslate()

    def show_saved(self, at: datetime) -> None:
        self._saved_at = at
        self.retranslate()

    def show_officer(self, name: str, number: str) -> None:
        self._officer.show_fact("user", f"{name} {number}".strip(), "muted")
        self._officer.setVisible(bool(name or number))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.retranslate()

    def retranslate(self) -> None:
        """Too little room (a large scale): what is ready shows its icon alone, all else keeps its words."""
        self._tight = False
        self._say()
        facts = [fact for fact in self.findChildren(_Fact) if not fact.isHidden()]
        gap = current().px(4)
        if sum(fact.sizeHint().width() + gap for fact in facts) + current().px(24) > self.width():
            self._tight = True
            self._say()

    def _say(self) -> None:
        translate = QCoreApplication.translate
        icon, token = LINES.get(self._line_state, LINES["unknown"])
        said = short_line_word(self._line_state) if self._tight else line_word(self._line_state)
        heard = signal_word(*self._signal)
        self._line.show_fact(icon, said if self._tight or not heard else f"{said} · {heard}", token)
        self._line.setToolTip(f"{line_word(self._line_state)} · {heard}" if heard else "")
        waiting = translate("Strip", "待发 {n} 件").format(n=self._waiting)
        self._tray.show_fact("tray", str(self._waiting) if self._tight else waiting, "muted")
        self._tray.setToolTip(waiting)
        for place in range(self._instruments.count()):
            item = self._instruments.itemAt(place)
            fact = item.widget() if item is not None else None
            if isinstance(fact, _Fact):
                self._say_instrument(fact, place)
        if self._saved_at is not None:
            at = self._saved_at.astimezone(CHINA).strftime("%H:%M:%S")
            self._saved.show_fact("floppy-disk", translate("Strip", "已保存 {time}").format(time=at), "muted")
            self._saved.show()
        lock = translate("Strip", "锁定屏幕")
        self._officer.setToolTip(f"{lock}  Ctrl+L")

    def _say_instrument(self, fact: _Fact, place: int) -> None:
        fact.setVisible(place < len(self._facts))
        if place >= len(self._facts):
            return
        known = self._facts[place]
        name = instrument_word(known.kind)
        words = name if known.ready else f"{name} {known.words}".strip()
        fact.setToolTip(words)
        if self._tight and known.ready:
            words = ""
        fact.show_fact(
            INSTRUMENT_ICONS.get(known.kind, "plug"), words, "good" if known.ready else "attention"
        )


class _Fact(Themed, QAbstractButton):
    """Icon, word, colour. The text is live, hence no accessible name."""

    def __init__(self) -> None:
        super().__init__()
        self._icon_name, self._token = "circle", "muted"
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.refresh()

    def show_fact(self, icon: str, words: str, token: str) -> None:
        if (icon, words, token) == (self._icon_name, self.text(), self._token):
            return
        self._icon_name, self._token = icon, token
        self.setText(words)
        self.updateGeometry()
        self.update()

    def restyle(self, look: Look) -> None:
        self.setFont(look.font(TEXT_SMALL))
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in ENTER:
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        look = current()
        width = look.px(18 + 6 + 12) + self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(max(width if self.text() else 0, look.px(44)), look.px(STRIP) - 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(18 + 12), current().px(STRIP) - 1)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, left = look.px(18), look.px(6)
        picture = pixmap(self._icon_name, self._token, 18, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - side) // 2, picture)
        painter.setPen(look.colour(self._token))
        painter.setFont(self.font())
        box = QRect(left + side + look.px(6), 0, self.width() - left - side - look.px(6), self.height())
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus():
            edge = look.px(RING) // 2 + 1
            painter.setPen(QPen(look.colour("focus"), look.px(RING)))
            painter.drawRoundedRect(self.rect().adjusted(edge, edge, -edge, -edge), 4, 4)
