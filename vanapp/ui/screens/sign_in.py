"""The first page: officer's number and pass-phrase. In training mode it shows both."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vanapp.ui.fields.editors import LineEditor
from vanapp.ui.screens.screen import Screen
from vanapp.ui.theme import Look, pixmap, size, space
from vanapp.ui.widgets import ActionButton, Card, Chip, Label


class SignInScreen(Screen):
    asked = pyqtSignal(str, str)  # officer's number, pass-phrase
    language_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint: tuple[str, str] | None = None
        outer = space(QVBoxLayout(self), 24, 16)
        corner = QHBoxLayout()
        self._training = Chip("", "student", "solid")
        self._language = ActionButton(key=Qt.Key.Key_F10, icon="translate", kind="quiet")
        self._language.clicked.connect(self.language_asked)
        corner.addWidget(self._training)
        corner.addStretch(1)
        corner.addWidget(self._language)
        outer.addLayout(corner)
        outer.addStretch(1)
        # A column of its own: an aligned item would get its size hint, too low for words that wrap.
        middle = QHBoxLayout()
        column_box = size(QWidget(), width=460)
        column = space(QVBoxLayout(column_box), 0, 16)
        column.addWidget(self._card())
        column.addWidget(self._hint_card())
        middle.addStretch(1)
        middle.addWidget(column_box)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)
        self.show_hint(None)
        self.refresh()

    def _card(self) -> Card:
        card = Card(margin=32, gap=6)
        self._mark, self._name, self._what = Label(), Label("", "instruction"), Label("", "muted", wrap=True)
        self._officer_label, self._phrase_label = Label("", "muted_small"), Label("", "muted_small")
        self._officer, self._phrase = LineEditor(), LineEditor()
        self._phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._trouble = Label("", "wrong", wrap=True)
        self._go = ActionButton(key=Qt.Key.Key_Return, icon="sign-in", kind="primary")
        self._go.clicked.connect(self._ask)
        for widget in (self._mark, self._name, self._what):
            card.body.addWidget(widget)
        card.body.addSpacing(16)
        for label, editor in ((self._officer_label, self._officer), (self._phrase_label, self._phrase)):
            card.body.addWidget(label)
            card.body.addWidget(editor)
            card.body.addSpacing(6)
            label.setBuddy(editor)
        card.body.addWidget(size(self._trouble, min_height=22))
        card.body.addWidget(self._go)
        return card

    def _hint_card(self) -> Card:
        self._hint_box = Card(margin=16, gap=4)
        line = space(QHBoxLayout(), 0, 12)
        self._hint_words = Label("", "", wrap=True)
        self._fill = ActionButton(key=Qt.Key.Key_F2)
        self._fill.clicked.connect(self._fill_in)
        line.addWidget(self._hint_words, 1)
        line.addWidget(self._fill)
        self._hint_box.body.addLayout(line)
        return self._hint_box

    def show_hint(self, hint: tuple[str, str] | None) -> None:
        """Training: (officer's number, pass-phrase), shown and filled in with one key."""
        self._hint = hint
        self._hint_box.setVisible(hint is not None)
        self._training.setVisible(hint is not None)
        self.retranslate()

    def show_officer(self, number: str) -> None:
        """The last one who signed in here."""
        self._officer.set_text(number)

    def show_busy(self, busy: bool) -> None:
        self._go.setEnabled(not busy)
        self._officer.setEnabled(not busy)
        self._phrase.setEnabled(not busy)

    def show_trouble(self, text: str) -> None:
        """One sentence under the fields; the pass-phrase is asked again."""
        self._trouble.setText(text)
        if text:
            self._phrase.focus()

    def entered(self) -> None:
        (self._phrase if self._officer.text() else self._officer).focus()

    def retranslate(self) -> None:
        self.set_title(self.tr("登录"))
        self._training.setText(self.tr("训练模式"))
        self._training.updateGeometry()
        self._language.setText(self.tr("English", "the other language, in its own words"))
        self._name.setText(self.tr("流动办证"))
        self._what.setText(self.tr("居民身份证 · 上门、流动车、校园"))
        self._officer_label.setText(self.tr("警号"))
        self._phrase_label.setText(self.tr("口令"))
        self._go.setText(self.tr("登录"))
        self._fill.setText(self.tr("填入"))
        if self._hint is not None:
            officer, phrase = self._hint
            words = self.tr("练习用，人物和数据都是虚构的。\n警号 {officer} · 口令 {phrase}")
            self._hint_words.setText(words.format(officer=officer, phrase=phrase))

    def restyle(self, look: Look) -> None:
        self._mark.setPixmap(pixmap("van", "primary", 48, self.devicePixelRatioF()))

    def _fill_in(self) -> None:
        if self._hint is not None:
            self._officer.set_text(self._hint[0])
            self._phrase.set_text(self._hint[1])
            self._phrase.focus()

    def _ask(self) -> None:
        officer, phrase = self._officer.text().strip(), self._phrase.text()
        if not officer:
            self._officer.focus()
        elif not phrase:
            self._phrase.focus()
        else:
            self.asked.emit(officer, phrase)
            self._phrase.clear()
