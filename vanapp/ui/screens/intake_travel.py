"""The card for a passport or permit: a field for its machine-readable zone, and the state of its chip."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFontDatabase
from PyQt6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from vanapp.ui.theme import Look, Themed, space
from vanapp.ui.widgets import ActionButton, Card, Chip, Label

LINES = 3
CHIP_LOOKS = {
    "absent": ("plugs", "attention"),
    "waiting": ("cpu", "primary"),
    "other_card": ("warning", "attention"),
    "reading": ("hourglass", "primary"),
    "done": ("check-circle", "good"),
}


class TravelCard(Themed, Card):
    """A swipe reader types into the field as a keyboard does, line ends included."""

    typed = pyqtSignal(str)
    accepted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=16, gap=8, parent=parent)
        self._zone, self._chip = "", ""
        self._title = Label("", "strong")
        self._hint = Label("", "muted", wrap=True)
        self.field = QPlainTextEdit()
        self.field.setObjectName("field_zone")
        self.field.setTabChangesFocus(True)
        self.field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.field.textChanged.connect(lambda: self.typed.emit(self.field.toPlainText()))
        self._title.setBuddy(self.field)
        self._said = Label("", "muted", wrap=True)
        self._said.setObjectName("zone_state")
        self._accept = ActionButton()
        self._accept.setObjectName("accept_zone")
        self._accept.clicked.connect(self.accepted)
        self._state = Chip("", "cpu")
        self._state.setObjectName("chip_state")
        below = space(QHBoxLayout(), 0, 12)
        below.addWidget(self._said, 1)
        below.addWidget(self._accept)
        below.addWidget(self._state)
        for widget in (self._title, self._hint, self.field):
            self.body.addWidget(widget)
        self.body.addLayout(below)
        self.body.addStretch(1)
        self.refresh()

    def begin(self) -> None:
        """Empty, and under the hand."""
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_zone(self, state: str) -> None:
        self._zone = state
        self._said.set_role({"wrong": "wrong", "read": "good"}.get(state, "muted"))
        self.refresh()

    def show_chip(self, state: str) -> None:
        self._chip = state
        self.refresh()

    def restyle(self, look: Look) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(look.font(18).pixelSize())
        self.field.setFont(font)
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * LINES + look.px(28))

    def retranslate(self) -> None:
        self._title.setText(self.tr("护照、通行证的机读码"))
        self._hint.setText(self.tr("输入证件上印有“<”的那几行，或用刷码器刷一下；输完自动填入"))
        self.field.setAccessibleName(self._title.text())
        self._said.setText(
            {
                "wrong": self.tr("校验位不符，请对照证件核对"),
                "read": self.tr("已按机读码填入，请与证件核对"),
            }.get(self._zone, "")
        )
        self._accept.setText(self.tr("照样填入"))
        self._accept.setVisible(self._zone == "wrong")
        words = {
            "absent": self.tr("芯片读写器未连接"),
            "waiting": self.tr("请把证件放在芯片读写器上"),
            "other_card": self.tr("这张卡不是旅行证件"),
            "reading": self.tr("正在读芯片，不要移动"),
            "done": self.tr("已读芯片"),
        }
        self._state.setVisible(self._chip in words)
        if self._chip in words:
            self._state.show_state(words[self._chip], *CHIP_LOOKS[self._chip])
