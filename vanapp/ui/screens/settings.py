"""Settings: each change takes effect at once; there is nothing to save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from vanapp.ui.fields.editors import LineEditor
from vanapp.ui.fields.picking import SearchEditor
from vanapp.ui.screens.camera_card import CameraCard
from vanapp.ui.screens.network_row import NetworkRow
from vanapp.ui.screens.packs_card import PacksCard
from vanapp.ui.screens.screen import Screen
from vanapp.ui.screens.settings_row import SettingRow
from vanapp.ui.theme import space
from vanapp.ui.theme.tokens import SCALES_PERCENT
from vanapp.ui.widgets import Card, Label, Rule
from vanapp.ui.widgets.segmented import Segmented
from vanapp.ui.words import joined

IDLE_MINUTES = (1, 3, 5, 10, 15)
DEFAULT_PRINTER = "default"


class NetworkLike(Protocol):
    """vanapp.networks.NetworkStanding, as this page sees it."""

    @property
    def named(self) -> bool: ...
    @property
    def tells(self) -> bool: ...
    @property
    def here(self) -> str: ...
    @property
    def other(self) -> bool: ...
    @property
    def may_allow(self) -> bool: ...
    @property
    def until(self) -> datetime | None: ...


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
    dedicated_apn: str = ""
    allowed_networks: tuple[str, ...] = ()  # beside the dedicated one, by the bureau
    languages: tuple[str, ...] = ()  # to choose from; (): all
    imposed: frozenset[str] = frozenset()  # names the bureau set
    imposed_on: date | None = None


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
        self._rules: dict[str, Rule] = {}  # above a row
        self._language, self._theme, self._scale = Segmented(), Segmented(), Segmented()
        self._idle, self._networks, self._width = Segmented(), Segmented(), Segmented()
        self._ground = Segmented()
        self._dedicated, self._printer = LineEditor(), SearchEditor(())
        self._apn = LineEditor()
        self.network = NetworkRow()
        self._tells = True
        self._values: Values | None = None
        outer = space(QVBoxLayout(self), (24, 16, 24, 12), 12)
        self._titles = [Label("", "heading") for _ in range(3)]
        groups: tuple[tuple[tuple[str, QWidget], ...], ...] = (
            (("language", self._language), ("theme", self._theme), ("scale", self._scale)),
            (
                *(("idle_minutes", self._idle), ("dedicated", self._dedicated), ("apn", self._apn)),
                *(("networks", self._networks), ("network", self.network)),
            ),
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
        self._show_row("network", False)
        self.refresh()

    def _group(self, title: Label, group: tuple[tuple[str, QWidget], ...]) -> Card:
        card = Card(margin=0, gap=3)
        space(card.body, (20, 12, 20, 10), 3)
        card.body.addWidget(title)
        for place, (name, control) in enumerate(group):
            if place:
                self._rules[name] = Rule()
                card.body.addWidget(self._rules[name])
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

        self._apn.editingFinished.connect(
            lambda: self.changed.emit("dedicated_apn", self._apn.text().strip())
        )

    def show_values(self, values: Values) -> None:
        self._values = values
        self._say_who_set()
        self._show_what_may_be_set()
        self._show_languages()
        self._apn.set_text(values.dedicated_apn)
        chosen = self._chosen()
        self._language.set_value(chosen["language"])
        self._theme.set_value(values.theme)
        self._scale.set_value(str(values.scale))
        self._idle.set_value(chosen["idle_minutes"])
        self._dedicated.set_text(values.dedicated_network)
        self._networks.set_value(chosen["allow_other_networks"])
        self._width.set_value(values.printer_width)
        self._ground.set_value(chosen["whiten_photo"])
        if values.printer and values.printer not in self._printers:
            self.show_printers((*self._printers, values.printer))
        self._printer.set_text(values.printer or DEFAULT_PRINTER)

    def _say_who_set(self) -> None:
        """What the bureau set cannot be changed here, and says so with its day."""
        values = self._values
        if values is None:
            return
        day = values.imposed_on.isoformat() if values.imposed_on else ""
        said = self.tr("由局里设定（{day}）").format(day=day)
        for name, row in (
            *(("language", "language"), ("idle_minutes", "idle_minutes"), ("dedicated_network", "dedicated")),
            *(("dedicated_apn", "apn"), ("allow_other_networks", "networks"), ("whiten_photo", "ground")),
        ):
            self._rows[row].set_by(said if name in values.imposed else "")
        also = self.tr("另外允许：{names}").format(names=joined(*values.allowed_networks))
        self._rows["networks"].add(also if values.allowed_networks else "")

    def show_network(self, standing: NetworkLike | None, until: datetime | None) -> None:
        """None: any network will do (training). until: the one we are in was allowed, local time."""
        self._tells = standing is None or standing.tells or not standing.named
        other = standing is not None and standing.other
        if standing is not None and other:
            self.network.show_other(standing.here, standing.may_allow, until)
        self._show_row("network", other)
        self._say_whether_it_tells()

    def _say_whether_it_tells(self) -> None:
        words = self.tr("这台电脑的系统说不出连的是哪个网络，这一项不起作用")
        self._rows["dedicated"].add("" if self._tells else words)

    def _show_row(self, name: str, there: bool) -> None:
        self._rows[name].setVisible(there)
        if (rule := self._rules.get(name)) is not None:
            rule.setVisible(there)

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
        rows["apn"].say(self.tr("专网接入点"), self.tr("APN；网卡名称常变时用它认出专网"))
        rows["network"].say(self.tr("现在的网络"), "")
        self._say_whether_it_tells()
        rows["networks"].say(self.tr("其他网络"), self.tr("不在专网时，是否允许收发"))
        rows["printer"].say(self.tr("打印机"), "")
        rows["printer_width"].say(self.tr("回执纸张"), "")
        rows["ground"].say(self.tr("相片背景"), self.tr("换成白色时，会在记录里注明"))
        self._show_languages()
        self._theme.show_choices(
            [
                ("system", self.tr("跟随系统")),
                ("light", self.tr("浅色")),
                ("dark", self.tr("深色")),
                ("contrast", self.tr("高对比")),
            ]
        )
        self._scale.show_choices([(str(n), f"{n}%") for n in SCALES_PERCENT])
        self._show_what_may_be_set()
        self._width.show_choices([("A4", "A4"), ("80", self.tr("80 毫米")), ("58", self.tr("58 毫米"))])
        self.show_printers(self._printers)
        self._say_who_set()

    def _show_languages(self) -> None:
        """Every language names itself, so that one can find the way back."""
        offered = self._values.languages if self._values else ()
        zh, en = self.tr("中文", "this language's own name"), self.tr("English", "its own name")
        own = [("zh", zh), ("en", en)]
        self._offer("language", self._language, [row for row in own if not offered or row[0] in offered])

    def _show_what_may_be_set(self) -> None:
        """The usual minutes and what the bureau set; the other choices it may have made."""
        set_now = {self._values.idle_minutes} if self._values else set()
        words = self.tr("{n} 分钟")
        minutes = [(str(n), words.format(n=n)) for n in sorted({*IDLE_MINUTES, *set_now})]
        self._offer("idle_minutes", self._idle, minutes)
        networks = [("no", self.tr("不允许")), ("yes", self.tr("允许"))]
        self._offer("allow_other_networks", self._networks, networks)
        ground = [("white", self.tr("换成白色")), ("as_taken", self.tr("保持原样"))]
        self._offer("whiten_photo", self._ground, ground)

    def _offer(self, name: str, control: Segmented, choices: Sequence[tuple[str, str]]) -> None:
        """All of them; of what the bureau set only that one: a choice that is greyed out shows no choice."""
        chosen = self._chosen().get(name) if self._values and name in self._values.imposed else None
        control.show_choices([row for row in choices if chosen in (None, row[0])])

    def _chosen(self) -> dict[str, str]:
        values = self._values
        if values is None:
            return {}
        return {
            "language": values.language,
            "idle_minutes": str(values.idle_minutes),
            "allow_other_networks": "yes" if values.allow_other_networks else "no",
            "whiten_photo": "white" if values.whiten_photo else "as_taken",
        }
