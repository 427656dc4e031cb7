"""Training only: the invisible hands. Place a card, press a finger, sit down, unplug, break something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from vanapp.ui.fields.picking import SearchEditor
from vanapp.ui.theme import Themed, size, space
from vanapp.ui.widgets import ActionButton, Card, Label
from vanapp.ui.widgets.flow import FlowLayout
from vanapp.ui.widgets.segmented import Segmented
from vanapp.ui.words import instrument_word

USB = ("silent", "stall", "babble", "removed_mid_read", "busy", "not_permitted")
FAULTS: Mapping[str, tuple[str, ...]] = {
    "card": ("not_trusted", "gone_at_read", *USB),
    "finger": ("lifted_early", "black_frame", *USB),
    "camera": ("dark", "bright", "blurred", "black", "patterned_wall"),
    "still": ("no_card", "card_full", "will_not_release", *USB),
    "scanner": ("jam", "jam_later", "cover_open", "empty", "silent", "busy", "not_permitted"),
    "signature": USB,
    "chip": ("card_gone", "silent", "busy", "no_service"),
    "receipt": ("paper_out", "cover_open", "jam", *USB),
}
"""What can be broken, and how; devices.virtual has more, which look the same to the officer."""

ABOUT_THE_PERSON = ("place_card", "take_card", "sit", "stand", "lay_passport", "take_passport", "sign")
ABOUT_PAPERS = ("feed_document", "lay_document", "take_documents")
ACTS = (*ABOUT_THE_PERSON, "lift", *ABOUT_PAPERS)
"""Names of devices.virtual.desk.TrainingDesk's own verbs."""


class DeskCard(Themed, Card):
    """Says what the officer did; the presenter moves the desk."""

    person_chosen = pyqtSignal(str)  # key of a TrainingPerson
    auto_chosen = pyqtSignal(bool)
    done = pyqtSignal(str)  # one of ACTS: what the desk's hands do
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
        self._acts = {name: ActionButton() for name in ACTS}
        self._presses = {name: ActionButton() for name in ("good", "dry", "wet", "worn", "partial", "empty")}
        self._press_label, self._papers_label = Label("", "muted_small"), Label("", "muted_small")
        self._documents: Sequence[str] = ()
        self._papers = SearchEditor(())
        self._break_label, self._kinds, self._faults = Label("", "muted_small"), Segmented(), SearchEditor(())
        self._pull, self._plug = ActionButton(icon="plugs"), ActionButton(icon="plugs-connected")
        self._lay_out()
        self._wire()
        self.refresh()
        self._kinds.set_value(self._kind)
        self._faults.set_text("none")

    def _lay_out(self) -> None:
        presses = space(FlowLayout(), 0, 8)
        for button in (*self._presses.values(), self._acts["lift"]):
            presses.addWidget(button)
        self.body.addLayout(_beside(self._title, self._auto))
        self.body.addWidget(self._about)
        self.body.addLayout(_beside(self._person_label, self._person))
        self.body.addLayout(self._row(ABOUT_THE_PERSON))
        self.body.addWidget(self._press_label)
        self.body.addLayout(presses)
        self.body.addLayout(_beside(self._papers_label, self._papers))
        self.body.addLayout(self._row(ABOUT_PAPERS))
        self.body.addWidget(self._break_label)
        self.body.addWidget(self._kinds)
        last = space(QHBoxLayout(), 0, 8)
        last.addWidget(self._faults, 1)
        last.addWidget(self._pull)
        last.addWidget(self._plug)
        self.body.addLayout(last)
        self.body.addStretch(1)

    def _row(self, names: Sequence[str]) -> FlowLayout:
        row = space(FlowLayout(), 0, 8)
        for name in names:
            row.addWidget(self._acts[name])
        return row

    def _wire(self) -> None:
        self._person.typed.connect(self.person_chosen)
        self._auto.picked.connect(lambda value: self.auto_chosen.emit(value == "auto"))
        for name, button in self._acts.items():
            button.clicked.connect(lambda _=False, name=name: self.done.emit(name))
        for name, button in self._presses.items():
            button.clicked.connect(lambda _=False, name=name: self.pressed.emit(name))
        self._papers.typed.connect(self.document_shown)
        self._acts["take_documents"].clicked.connect(lambda: self._papers.set_text(""))
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
        self._documents = tuple(names)
        self._show_documents()

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
            ("lay_passport", self.tr("放护照")),
            ("take_passport", self.tr("取走护照")),
            ("sign", self.tr("在签名板上签名")),
            ("feed_document", self.tr("放进扫描仪")),
            ("lay_document", self.tr("放到玻璃板上")),
            ("take_documents", self.tr("收走材料")),
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
        self._show_documents()
        self._break_label.setText(self.tr("制造故障"))
        self._kinds.show_choices([(kind, instrument_word(kind)) for kind in FAULTS])
        self._show_faults()
        self._faults.setAccessibleName(self._break_label.text())
        self._pull.setText(self.tr("拔下"))
        self._plug.setText(self.tr("插上"))

    def _choose_kind(self, kind: str) -> None:
        self._kind = kind
        self._show_faults()
        self._faults.set_text("none")

    def _show_documents(self) -> None:
        words = {
            "household_register": self.tr("户口簿"),
            "guardian_register": self.tr("监护人的户口簿"),
            "letter": self.tr("证明信"),
            "passport": self.tr("护照的资料页"),
        }
        self._papers.show_options([(name, words.get(name, name), name) for name in self._documents])

    def _show_faults(self) -> None:
        words = {
            "none": self.tr("没有故障"),
            "silent": self.tr("不应答"),
            "stall": self.tr("拒绝命令"),
            "babble": self.tr("应答乱码"),
            "removed_mid_read": self.tr("读到一半拔掉"),
            "busy": self.tr("被别的程序占用"),
            "not_permitted": self.tr("没有权限"),
            "not_trusted": self.tr("证件仿冒或磨损"),
            "gone_at_read": self.tr("证件过早拿开"),
            "lifted_early": self.tr("手指过早抬起"),
            "black_frame": self.tr("画面全黑"),
            "dark": self.tr("光线太暗"),
            "bright": self.tr("光线太亮"),
            "blurred": self.tr("画面模糊"),
            "black": self.tr("镜头被盖住"),
            "patterned_wall": self.tr("背景有花纹"),
            "no_card": self.tr("没有存储卡"),
            "card_full": self.tr("存储卡已满"),
            "will_not_release": self.tr("没有拍成"),
            "jam": self.tr("卡纸"),
            "jam_later": self.tr("扫到第二张卡纸"),
            "cover_open": self.tr("盖子开着"),
            "empty": self.tr("扫出空白页"),
            "card_gone": self.tr("护照过早拿开"),
            "no_service": self.tr("系统服务没有运行"),
            "paper_out": self.tr("缺纸"),
        }
        names = ("none", *FAULTS[self._kind])
        self._faults.show_options([(name, words[name], name) for name in names])


def _beside(label: QWidget, control: QWidget) -> QHBoxLayout:
    line = space(QHBoxLayout(), 0, 12)
    line.addWidget(size(label, min_width=110))
    line.addWidget(control, 1)
    return line
