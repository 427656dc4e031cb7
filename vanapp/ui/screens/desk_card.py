"""Training only: the invisible hands. Place a card, press a finger, sit down, unplug, break something."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from vanapp.ui.fields.picking import SearchEditor
from vanapp.ui.theme import Themed, size, space
from vanapp.ui.widgets import ActionButton, Card, Label
from vanapp.ui.widgets.flow import FlowLayout
from vanapp.ui.widgets.segmented import Segmented
from vanapp.ui.words import instrument_word

KINDS = ("card", "finger", "camera")


class DeskCard(Themed, Card):
    """Says what the officer did; the presenter moves the desk."""

    person_chosen = pyqtSignal(str)  # key of a TrainingPerson
    auto_chosen = pyqtSignal(bool)
    done = pyqtSignal(str)  # place_card, take_card, lift, sit, stand
    pressed = pyqtSignal(str)  # how the finger is: good, dry, wet, worn, partial, empty
    document_shown = pyqtSignal(str)
    plug_pulled = pyqtSignal(str)  # kind
    plugged = pyqtSignal(str)  # kind
    fault_chosen = pyqtSignal(str, str)  # kind, fault ("" heals)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=8, parent=parent)
        self._kind = "card"
        self._title, self._about = Label("", "heading"), Label("", "muted_small", wrap=True)
        # In the order they are read: it is also the order Tab takes.
        self._auto = Segmented()
        self._person_label, self._person = Label("", "muted_small"), SearchEditor(())
        self._acts = {name: ActionButton() for name in ("place_card", "take_card", "sit", "stand", "lift")}
        self._presses = {name: ActionButton() for name in ("good", "dry", "wet", "worn", "partial", "empty")}
        self._press_label, self._papers_label = Label("", "muted_small"), Label("", "muted_small")
        self._papers = SearchEditor(())
        self._break_label, self._kinds, self._faults = Label("", "muted_small"), Segmented(), SearchEditor(())
        self._pull, self._plug = ActionButton(icon="plugs"), ActionButton(icon="plugs-connected")
        self._lay_out()
        self._wire()
        self.refresh()
        self._kinds.set_value(self._kind)
        self._faults.set_text("none")

    def _lay_out(self) -> None:
        acts, presses = space(FlowLayout(), 0, 8), space(FlowLayout(), 0, 8)
        for button in self._acts.values():
            acts.addWidget(button)
        for button in self._presses.values():
            presses.addWidget(button)
        self.body.addLayout(_beside(self._title, self._auto))
        self.body.addWidget(self._about)
        self.body.addLayout(_beside(self._person_label, self._person))
        self.body.addLayout(acts)
        self.body.addWidget(self._press_label)
        self.body.addLayout(presses)
        self.body.addLayout(_beside(self._papers_label, self._papers))
        self.body.addWidget(self._break_label)
        self.body.addWidget(self._kinds)
        last = space(QHBoxLayout(), 0, 8)
        last.addWidget(self._faults, 1)
        last.addWidget(self._pull)
        last.addWidget(self._plug)
        self.body.addLayout(last)
        self.body.addStretch(1)

    def _wire(self) -> None:
        self._person.typed.connect(self.person_chosen)
        self._auto.picked.connect(lambda value: self.auto_chosen.emit(value == "auto"))
        for name, button in self._acts.items():
            button.clicked.connect(lambda _=False, name=name: self.done.emit(name))
        for name, button in self._presses.items():
            button.clicked.connect(lambda _=False, name=name: self.pressed.emit(name))
        self._papers.typed.connect(self.document_shown)
        self._kinds.picked.connect(self._choose_kind)
        self._faults.typed.connect(
            lambda fault: self.fault_chosen.emit(self._kind, fault.removeprefix("none"))
        )
        self._pull.clicked.connect(lambda: self.plug_pulled.emit(self._kind))
        self._plug.clicked.connect(lambda: self.plugged.emit(self._kind))

    def show_people(self, people: Sequence[tuple[str, str]], current: str) -> None:
        """(key, name) of the invented residents, and who stands at the counter."""
        self._person.show_options([(key, name, key) for key, name in people])
        self._person.set_text(current)

    def show_documents(self, names: Sequence[str]) -> None:
        self._papers.show_options([(name, name.replace("_", " "), name) for name in names])

    def show_auto(self, auto: bool) -> None:
        self._auto.set_value("auto" if auto else "hand")

    def focus_first(self) -> None:
        self._auto.focus_first()

    def retranslate(self) -> None:
        self._title.setText(self.tr("训练台"))
        self._about.setText(self.tr("用虚拟设备练习：替来办证的人放证、按手指、坐到镜头前。"))
        self._auto.show_choices([("auto", self.tr("自动配合")), ("hand", self.tr("由我操作"))])
        self._person_label.setText(self.tr("柜台前的人"))
        self._person.setAccessibleName(self._person_label.text())
        for name, words in (
            ("place_card", self.tr("放身份证")),
            ("take_card", self.tr("取走身份证")),
            ("sit", self.tr("坐到镜头前")),
            ("stand", self.tr("离开镜头")),
            ("lift", self.tr("抬起手指")),
        ):
            self._acts[name].setText(words)
        self._press_label.setText(self.tr("按手指"))
        for name, words in (
            ("good", self.tr("正常")),
            ("dry", self.tr("偏干")),
            ("wet", self.tr("偏湿")),
            ("worn", self.tr("磨损")),
            ("partial", self.tr("偏位")),
            ("empty", self.tr("没按上")),
        ):
            self._presses[name].setText(words)
        self._papers_label.setText(self.tr("镜头下的材料"))
        self._papers.setAccessibleName(self._papers_label.text())
        self._break_label.setText(self.tr("制造故障"))
        self._kinds.show_choices([(kind, instrument_word(kind)) for kind in KINDS])
        faults = (
            ("none", self.tr("没有故障")),
            ("silent", self.tr("不应答")),
            ("stall", self.tr("拒绝命令")),
            ("babble", self.tr("应答乱码")),
            ("removed_mid_read", self.tr("读到一半拔掉")),
            ("busy", self.tr("被别的程序占用")),
            ("not_permitted", self.tr("没有权限")),
        )
        self._faults.show_options([(name, words, name) for name, words in faults])
        self._faults.setAccessibleName(self._break_label.text())
        self._pull.setText(self.tr("拔下"))
        self._plug.setText(self.tr("插上"))

    def _choose_kind(self, kind: str) -> None:
        self._kind = kind
        self._faults.set_text("none")


def _beside(label: QWidget, control: QWidget) -> QHBoxLayout:
    line = space(QHBoxLayout(), 0, 12)
    line.addWidget(size(label, min_width=110))
    line.addWidget(control, 1)
    return line
