"""Settings: each change takes effect at once; there is nothing to save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from vanapp.ui.fields.editors import LineEditor
from vanapp.ui.fields.picking import SearchEditor
from vanapp.ui.screens.camera_card import CameraCard
from vanapp.ui.screens.packs_card import PacksCard
from vanapp.ui.screens.screen import Screen
from vanapp.ui.screens.settings_row import SettingRow
from vanapp.ui.theme import space
from vanapp.ui.theme.tokens import SCALES_PERCENT
from vanapp.ui.widgets import Card, Label, Rule
from vanapp.ui.widgets.segmented import Segmented

IDLE_MINUTES = (1, 3, 5, 10, 15)
DEFAULT_PRINTER = "default"


@dataclass(frozen=True)
class Values:
    """What is set now. scale in percent, printer "" for the system's own choice."""

    language: str
    theme: str
    scale: int
    idle_minutes: int
    dedicated_network: str
    printer: str
    printer_width: str
    allow_other_networks: bool
    whiten_photo: bool


class SettingsScreen(Screen):
    changed = pyqtSignal(str, object)  # name in vanapp.settings.Settings, value
    shown = pyqtSignal()
    hid = pyqtSignal()

    def __init__(
        self,
        camera: CameraCard | None = None,
        packs: PacksCard | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._printers: tuple[str, ...] = ()
        self._rows: dict[str, SettingRow] = {}
        self._language, self._theme, self._scale = Segmented(), Segmented(), Segmented()
        self._idle, self._networks, self._width = Segmented(), Segmented(), Segmented()
        self._ground = Segmented()
        self._dedicated, self._printer = LineEditor(), SearchEditor(())
        outer = space(QVBoxLayout(self), (24, 16, 24, 12), 12)
        self._titles = [Label("", "heading") for _ in range(3)]
        groups: tuple[tuple[tuple[str, QWidget], ...], ...] = (
            (("language", self._language), ("theme", self._theme), ("scale", self._scale)),
            (("idle_minutes", self._idle), ("dedicated", self._dedicated), ("networks", self._networks)),
            (("ground", self._ground), ("printer", self._printer), ("printer_width", self._width)),
        )
        for title, group in zip(self._titles, groups, strict=True):
            outer.addWidget(self._group(title, group))
        self.camera = camera
        if camera is not None:
            outer.addWidget(camera)
        if packs is not None:
            outer.addWidget(packs)
        outer.addStretch(1)
        self._wire()
        self.refresh()

    def _group(self, title: Label, group: tuple[tuple[str, QWidget], ...]) -> Card:
        card = Card(margin=0, gap=3)
        space(card.body, (20, 12, 20, 10), 3)
        card.body.addWidget(title)
        for place, (name, control) in enumerate(group):
            if place:
                card.body.addWidget(Rule())
            self._rows[name] = SettingRow(control)
            card.body.addWidget(self._rows[name])
        return card

    def _wire(self) -> None:
        self._language.picked.connect(lambda value: self.changed.emit("language", value))
        self._theme.picked.connect(lambda value: self.changed.emit("theme", value))
        self._scale.picked.connect(lambda value: self.changed.emit("scale", int(value)))
        self._idle.picked.connect(lambda value: self.changed.emit("idle_minutes", int(value)))
        self._networks.picked.connect(lambda value: self.changed.emit("allow_other_networks", value == "yes"))
        self._width.picked.connect(lambda value: self.changed.emit("printer_width", value))
        self._ground.picked.connect(lambda value: self.changed.emit("whiten_photo", value == "white"))
        self._printer.typed.connect(
            lambda value: self.changed.emit("printer", "" if value == DEFAULT_PRINTER else value)
        )
        self._dedicated.editingFinished.connect(
            lambda: self.changed.emit("dedicated_network", self._dedicated.text().strip())
        )

    def show_values(self, values: Values) -> None:
        self._language.set_value(values.language)
        self._theme.set_value(values.theme)
        self._scale.set_value(str(values.scale))
        self._idle.set_value(str(values.idle_minutes))
        self._dedicated.set_text(values.dedicated_network)
        self._networks.set_value("yes" if values.allow_other_networks else "no")
        self._width.set_value(values.printer_width)
        self._ground.set_value("white" if values.whiten_photo else "as_taken")
        if values.printer and values.printer not in self._printers:
            self.show_printers((*self._printers, values.printer))
        self._printer.set_text(values.printer or DEFAULT_PRINTER)

    def show_printers(self, names: Sequence[str]) -> None:
        """Printers this laptop knows."""
        self._printers = tuple(names)
        options = [(name, name, "") for name in self._printers]
        self._printer.show_options([(DEFAULT_PRINTER, self.tr("系统默认打印机"), ""), *options])

    def entered(self) -> None:
        self.shown.emit()
        self._language.focus_first()

    def left(self) -> None:
        self.hid.emit()

    def retranslate(self) -> None:
        self.set_title(self.tr("设置"))
        self.set_subtitle(self.tr("改动立即生效"))
        titles = (self.tr("显示"), self.tr("安全与网络"), self.tr("相片与打印"))
        for label, title in zip(self._titles, titles, strict=True):
            label.setText(title)
        rows = self._rows
        rows["language"].say(self.tr("语言"), "")
        rows["theme"].say(self.tr("外观"), self.tr("夜间用深色，强光下用高对比"))
        rows["scale"].say(self.tr("大小"), "")
        rows["idle_minutes"].say(self.tr("无人操作时锁定"), self.tr("锁定后页面和内容都保留"))
        rows["dedicated"].say(self.tr("办证专网"), self.tr("连接或网卡的名称；空着不限制"))
        rows["networks"].say(self.tr("其他网络"), self.tr("不在专网时，是否允许收发"))
        rows["printer"].say(self.tr("打印机"), "")
        rows["printer_width"].say(self.tr("回执纸张"), "")
        rows["ground"].say(self.tr("相片背景"), self.tr("换成白色时，会在记录里注明"))
        # Every language names itself, so that one can find the way back.
        self._language.show_choices(
            [("zh", self.tr("中文", "this language's own name")), ("en", self.tr("English", "its own name"))]
        )
        self._theme.show_choices(
            [
                ("system", self.tr("跟随系统")),
                ("light", self.tr("浅色")),
                ("dark", self.tr("深色")),
                ("contrast", self.tr("高对比")),
            ]
        )
        self._scale.show_choices([(str(n), f"{n}%") for n in SCALES_PERCENT])
        minutes = self.tr("{n} 分钟")
        self._idle.show_choices([(str(n), minutes.format(n=n)) for n in IDLE_MINUTES])
        self._networks.show_choices([("no", self.tr("不允许")), ("yes", self.tr("允许"))])
        self._width.show_choices([("A4", "A4"), ("80", self.tr("80 毫米")), ("58", self.tr("58 毫米"))])
        self._ground.show_choices([("white", self.tr("换成白色")), ("as_taken", self.tr("保持原样"))])
        self.show_printers(self._printers)
