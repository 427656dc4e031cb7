"""The settings' card of packs and updates: what is in use, what is ready, what was refused, a USB stick."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from vanapp.ui.presenters.packs import Told
from vanapp.ui.screens.settings_row import SettingRow
from vanapp.ui.theme import Themed, space
from vanapp.ui.widgets import ActionButton, Card, Label, Rule


class PacksCard(Themed, Card):
    """Says that a stick shall be read; the presenter reads it."""

    stick_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=0, gap=3, parent=parent)
        space(self.body, (20, 12, 20, 10), 3)
        self._title = Label("", "heading")
        self._told = Told("", "")
        self._using, self._update, self._refused = (Label("", wrap=True) for _ in range(3))
        self._progress = Label("", "muted", wrap=True)
        self._stick = ActionButton(icon="usb", kind="plain")
        self._stick.clicked.connect(self.stick_asked)
        taking = QWidget()
        line = space(QHBoxLayout(taking), 0, 12)
        line.addWidget(self._progress, 1)
        line.addWidget(self._stick)
        self._update.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows = {
            "using": SettingRow(self._using),
            "refused": SettingRow(self._refused),
            "update": SettingRow(self._update),
            "stick": SettingRow(taking),
        }
        self._rules = {name: Rule() for name in self._rows}
        self.body.addWidget(self._title)
        for name, row in self._rows.items():
            self.body.addWidget(self._rules[name])
            self.body.addWidget(row)
        self._rules["using"].hide()
        self.refresh()

    def show_told(self, told: Told) -> None:
        self._told = told
        self._say()

    def show_taking(self, taking: bool, said: str) -> None:
        self._stick.setEnabled(not taking)
        self._progress.setText(said)

    def retranslate(self) -> None:
        self._title.setText(self.tr("办事依据与更新"))
        self._stick.setText(self.tr("从 U 盘更新"))
        self._say()

    def _say(self) -> None:
        told = self._told
        self._using.setText("\n".join(line for line in (told.using, told.next) if line))
        self._rows["using"].say(self.tr("情形与材料"), told.source)
        self._refused.setText(told.refused)
        self._rows["refused"].say(self.tr("没有采用的"), "")
        self._update.setText("\n".join(line for line in (told.update, told.install) if line))
        self._rows["update"].say(self.tr("程序新版本"), "")
        self._rows["stick"].say(self.tr("U 盘"), self.tr("没有网络时，局里用 U 盘送来的更新"))
        for name, there in (("refused", bool(told.refused)), ("update", bool(told.update))):
            self._rows[name].setVisible(there)
            self._rules[name].setVisible(there)
