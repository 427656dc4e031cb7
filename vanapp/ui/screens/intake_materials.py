"""The documents page: the list of this situation at the left of the camera, ticked as pages are scanned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QImage, QKeyEvent
from PyQt6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from forms.record import Capture
from vanapp.ui.presenters.intake_materials import here
from vanapp.ui.presenters.intake_ports import ItemLike
from vanapp.ui.screens.intake_page import IntakePage, Language
from vanapp.ui.screens.intake_words import size_word
from vanapp.ui.theme import Look, size, space
from vanapp.ui.widgets import ActionButton, Card, Chip, Label, PictureView
from vanapp.ui.widgets.advice import AdviceStrip
from vanapp.ui.widgets.flow import FlowLayout
from vanapp.ui.widgets.live_view import LiveView
from vanapp.ui.widgets.material_row import MaterialRow
from vanapp.ui.widgets.room import Room

HUGE = 2.0
"""From this scale on the camera is below the list."""


class MaterialsPage(IntakePage):
    """Implements MaterialsView."""

    shot = pyqtSignal()
    scanned = pyqtSignal()
    uncut = pyqtSignal()
    read = pyqtSignal()
    chosen = pyqtSignal(str)
    stepped = pyqtSignal(int)
    seen = pyqtSignal()
    dropped = pyqtSignal()
    reused = pyqtSignal()
    promised = pyqtSignal()
    held = pyqtSignal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("materials", language, parent)
        self._items: Sequence[ItemLike] = ()
        self._chosen = ""
        self._pages: Mapping[str, Sequence[Capture]] = {}
        self._live = self._scanner = False
        self._rows: list[MaterialRow] = []
        self._reusable: Mapping[str, int] = {}
        line = self._line = space(QBoxLayout(QBoxLayout.Direction.LeftToRight), 0, 14)
        line.addWidget(self._make_list(), 5)
        line.addWidget(self._make_camera(), 6)
        self.column.addLayout(line, 1)
        self._shoot = self.add_action("shoot", Qt.Key.Key_Space, "camera")
        self._shoot.clicked.connect(self.shot)
        self._scan = self.add_action("scan", Qt.Key.Key_S, "scan")
        self._scan.clicked.connect(self.scanned)
        self._scan.hide()
        self.refresh()

    def _make_list(self) -> QWidget:
        card = Card(margin=12, gap=8)
        top = space(QHBoxLayout(), (4, 0, 4, 0), 8)
        self._title = Label("", "heading")
        self._sum = Chip("", "", "primary")
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self._sum)
        card.body.addLayout(top)
        inside = QWidget()
        self._list = space(QVBoxLayout(inside), 0, 6)
        self._list.addStretch(1)
        card.body.addWidget(Room(inside), 1)
        return card

    def _make_camera(self) -> QWidget:
        whole = QWidget()
        column = space(QVBoxLayout(whole), 0, 10)
        self._says = AdviceStrip()
        self.live = LiveView(guide=False)
        self._last = size(PictureView(empty_icon="file-text"), height=110)
        column.addWidget(self._says)
        column.addWidget(self.live, 3)
        column.addWidget(self._last)
        row = space(FlowLayout(), 0, 10)
        self._tick = ActionButton(key=Qt.Key.Key_T, icon="eye")
        self._tick.setObjectName("seen")
        self._tick.clicked.connect(self.seen)
        self._whole = ActionButton(key=Qt.Key.Key_O, icon="image")
        self._whole.setObjectName("uncut")
        self._whole.clicked.connect(self.uncut)
        self._read = ActionButton(key=Qt.Key.Key_R, icon="text-aa")
        self._read.setObjectName("read_page")
        self._read.clicked.connect(self.read)
        self._drop = ActionButton(key=Qt.Key.Key_Delete, icon="trash")
        self._drop.setObjectName("drop")
        self._drop.clicked.connect(self.dropped)
        self._reuse = ActionButton(key=Qt.Key.Key_G, icon="users")
        self._reuse.setObjectName("reuse")
        self._reuse.clicked.connect(self.reused)
        self._reuse.hide()
        self._later = ActionButton(key=Qt.Key.Key_L, icon="calendar-blank")
        self._later.setObjectName("later")
        self._later.clicked.connect(self.promised)
        self._later.hide()
        self._hold = ActionButton(key=Qt.Key.Key_K, icon="tray")
        self._hold.setObjectName("hold")
        self._hold.clicked.connect(self.held)
        row.addWidget(self._reuse)
        row.addWidget(self._later)
        row.addWidget(self._tick)
        row.addWidget(self._whole)
        row.addWidget(self._read)
        row.addWidget(self._drop)
        row.addWidget(self._hold)
        column.addLayout(row)
        column.addStretch(0)
        self._last.hide()
        return whole

    # --- MaterialsView -----------------------------------------------------------------------------------
    def show_items(
        self, items: Sequence[ItemLike], chosen: str, pages: Mapping[str, Sequence[Capture]]
    ) -> None:
        if chosen != self._chosen and not self.live.isHidden():
            self._last.hide()  # it shows a page of another document
        self._items, self._chosen, self._pages = items, chosen, pages
        self._draw()

    def show_frame(self, image: QImage) -> None:
        self.live.show_frame(image)

    def show_pages(self, captures: Sequence[Capture], picture: bytes) -> None:
        self._last.show_bytes(picture)
        self._last.show()
        words = self.tr("已保存 {pages} 页（{size}）。还有下一页请再拍或再扫，没有请按 Enter")
        size_ = size_word(sum(capture.size for capture in captures))
        self._says.say(words.format(pages=len(captures), size=size_), "check-circle", "good")

    def show_camera(self, live: bool) -> None:
        self.live.setVisible(live)
        self._last.setVisible(not live and not self._last.image.isNull())
        self._enable(live)
        self._draw()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_all_there(self, passing_on: bool) -> None:
        self.live.hide()
        self._last.setVisible(not self._last.image.isNull())
        self._enable(False)
        words = self.tr("材料齐全，随后自动继续；按 Esc 停在本页") if passing_on else self.tr("材料齐全")
        self._says.say(words, "check-circle", "good")
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_missing(self, item: ItemLike) -> None:
        name = item.material.words.say(self.language())
        words = self.tr("还缺：{name}。请放到镜头下按空格拍摄，或看过原件后按 T").format(name=name)
        self._says.say(words, "warning", "attention")

    def show_scanner(self, there: bool) -> None:
        self._scanner = there
        self._enable(self._live)

    def show_reusable(self, pages: Mapping[str, int]) -> None:
        """Of each document: how many pages another application of this visit has."""
        self._reusable = pages
        self._draw()

    def show_scanning(self, pages: int) -> None:
        words = self.tr("正在扫描，已完成 {pages} 页；按 Esc 停止").format(pages=pages)
        self._says.say(words, "hourglass", "primary")
        self._scan.setEnabled(False)

    def show_scan_ended(self) -> None:
        self._scan.setEnabled(True)
        self._ask()

    def show_reading(self) -> None:
        self._says.say(self.tr("正在识别这一页的文字，大约需要一秒"), "hourglass", "primary")
        self._read.setEnabled(False)

    def show_held(self, held: Any) -> None:
        words = self.tr("原件已代管，编号 {number}。封存后打印收据，标签可在“账物”里打印")
        self._says.say(words.format(number=held.number), "tray", "good")

    def show_read(self, fields: int, doubts: int) -> None:
        self._read.setEnabled(True)
        none = self.tr("这一页没有可以补填的内容，已录入的没有改动")
        said = self.tr("已从这一页补填 {count} 项，其中 {doubts} 项看不准；请在申请信息页核对")
        self._says.say((said if fields else none).format(count=fields, doubts=doubts), "text-aa", "good")

    def show_not_read(self) -> None:
        self._read.setEnabled(True)
        self._ask()

    def says_absent(self, code: str) -> bool:
        self.live.show_frame(QImage())
        if self._scanner:
            self._says.say(self.tr("摄像头未连接；请放好材料，按 S 用扫描仪"), "plugs", "attention")
        else:
            self._says.say(self.tr("摄像头未连接，插好后会自动继续"), "plugs", "attention")
        return True

    def flash(self) -> None:
        self._says.say(self.tr("正在保存这一页"), "hourglass", "primary")

    # --- keys and words --------------------------------------------------------------------------------
    def press(self, key: int) -> bool:
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
            return True
        for row in self._rows:
            if row.key and key == ord(row.key):
                self.chosen.emit(row.material)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and not event.isAutoRepeat() and self.press(event.key()):
            return
        super().keyPressEvent(event)

    def _enable(self, live: bool) -> None:
        self._live = live
        for button in (self._shoot, self._tick, self._whole, self._read, self._drop, self._hold):
            button.setVisible(live)
        self._scan.setVisible(live and self._scanner)
        self._offer()

    def _offer(self) -> None:
        pages = 0 if self._pages.get(self._chosen) else self._reusable.get(self._chosen, 0)
        self._reuse.setText(self.tr("用本次已扫的 {pages} 页").format(pages=pages))
        self._reuse.setVisible(self._live and pages > 0)
        chosen = next((item for item in self._items if item.material.id == self._chosen), None)
        waits = chosen if chosen is not None and chosen.may_wait and not chosen.done else None
        promised = waits is not None and waits.promised is not None
        self._later.setText(self.tr("不再容缺") if promised else self.tr("容缺，稍后补交"))
        self._later.setVisible(self._live and waits is not None)

    def _draw(self) -> None:
        while len(self._rows) < len(self._items):
            row = MaterialRow()
            row.clicked.connect(lambda _=False, row=row: self.chosen.emit(row.material))
            self._list.insertWidget(self._list.count() - 1, row)
            self._rows.append(row)
        language, number = self.language(), 0
        for row, item in zip(self._rows, self._items, strict=False):
            number += here(item)
            row.show_item(
                item.material.id,
                item.material.words.say(language),
                self._state_words(item),
                done=item.done,
                chosen=item.material.id == self._chosen,
                key=str(number) if here(item) and number <= 9 else "",
            )
            row.show()
        for row in self._rows[len(self._items) :]:
            row.hide()
        missing = sum(here(item) and not item.done for item in self._items)
        later = sum(item.promised is not None for item in self._items)
        if not missing and later:
            self._sum.show_state(
                self.tr("容缺 {count} 件").format(count=later), "calendar-blank", "attention"
            )
        elif missing:
            words = self.tr("还缺 {count} 件").format(count=missing)
            self._sum.show_state(words, "list-checks", "attention")
        else:
            self._sum.show_state(self.tr("齐全"), "check", "good")
        self._offer()
        self._ask()

    def _ask(self) -> None:
        """For the document in hand, while it is missing."""
        current = next((item for item in self._items if item.material.id == self._chosen), None)
        if current is not None and current.promised is not None:
            words = self.tr("已容缺，{month} 月 {day} 日前补交；现在有就拍摄")
            day = current.promised
            self._says.say(words.format(month=day.month, day=day.day), "calendar-blank", "attention")
        elif current is not None and not current.done and not self.live.isHidden():
            words = self.tr("请把「{name}」放到镜头下，按空格拍摄")
            if self._scanner:
                words = self.tr("请把「{name}」放到镜头下按空格拍摄，或放入扫描仪按 S")
            name = current.material.words.say(self.language())
            self._says.say(words.format(name=name), "scan", "primary")

    def _state_words(self, item: ItemLike) -> str:
        pages = len(self._pages.get(item.material.id, ()))
        if pages:
            size_ = size_word(sum(capture.size for capture in self._pages[item.material.id]))
            return self.tr("已保存 {pages} 页 · {size}").format(pages=pages, size=size_)
        if item.promised is not None:
            words = self.tr("容缺：{month} 月 {day} 日前补交")
            return words.format(month=item.promised.month, day=item.promised.day)
        by = {
            "card": self.tr("已由读卡器读取"),
            "licence": self.tr("电子证照"),
            "officer": self.tr("民警已核对原件"),
            "office": self.tr("由局里联网核查，不用提交"),
            "sign": self.tr("签名后由本机生成"),
            "capture": self.tr("现场采集"),
            "scan": self.tr("已扫描"),
        }
        if item.by in by:
            return by[item.by]
        modes = {
            "V": self.tr("核对原件并扫描"),
            "O": self.tr("收取原件"),
            "F": self.tr("由本机生成，现场签名"),
            "N": self.tr("由局里联网核查，不用提交"),
            "P": self.tr("现场采集"),
        }
        return modes.get(item.material.mode, "")

    def restyle(self, look: Look) -> None:
        way = QBoxLayout.Direction.TopToBottom if look.scale >= HUGE else QBoxLayout.Direction.LeftToRight
        self._line.setDirection(way)

    def retranslate(self) -> None:
        super().retranslate()
        self._title.setText(self.tr("收件清单"))
        self._shoot.setText(self.tr("拍一页"))
        self._scan.setText(self.tr("扫描仪"))
        self._whole.setText(self.tr("不裁切"))
        self._tick.setText(self.tr("已看原件"))
        self._read.setText(self.tr("读这一页"))
        self._drop.setText(self.tr("去掉末页"))
        self._hold.setText(self.tr("代管原件"))
        self.live.setAccessibleName(self.tr("证件材料画面"))
        self._last.setAccessibleName(self.tr("最近保存的一页"))
        self._draw()
