"""The camera's settings: which one for portraits and which for documents, how large, how focused and exposed.

What one sees while choosing is the camera's own picture: a number says nothing of sharpness.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from vanapp.ui.fields.picking import SearchEditor
from vanapp.ui.screens.settings_row import SettingRow
from vanapp.ui.theme import Themed, size, space
from vanapp.ui.widgets import ActionButton, Card, Label, Rule
from vanapp.ui.widgets.live_view import LiveView
from vanapp.ui.widgets.segmented import Segmented

AUTO = "auto"
"""The program's, or the camera's own choice."""


@dataclass(frozen=True)
class CameraValues:
    """What is chosen for `purpose`, AUTO for nothing, and what can be. missing: names of what is chosen and
    not there now ("camera", "size", "focus", "exposure").

    cameras: (id, label), the chosen one too. sizes: "1920x1080". focus "1".."5". exposures: "1/50".
    """

    purpose: str
    camera: str = AUTO
    size: str = AUTO
    focus: str = AUTO
    exposure: str = AUTO
    cameras: Sequence[tuple[str, str]] = ()
    sizes: Sequence[str] = ()
    focuses: Sequence[str] = ()
    exposures: Sequence[str] = ()
    missing: frozenset[str] = frozenset()


class CameraCard(Themed, Card):
    """Says what the officer chose; the presenter keeps it."""

    purpose_chosen = pyqtSignal(str)
    chosen = pyqtSignal(str, str)  # camera, size, focus, exposure; value or AUTO
    tried = pyqtSignal()  # the preview: begin it, or end it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=0, gap=3, parent=parent)
        space(self.body, (20, 12, 20, 10), 3)
        self._values = CameraValues("portrait")
        self._live = False
        self._title = Label("", "heading")
        self._purpose, self._focus = Segmented(), Segmented()
        self._camera, self._size, self._exposure = SearchEditor(()), SearchEditor(()), SearchEditor(())
        self._try = ActionButton(icon="camera")
        self._view = size(LiveView(guide=False), min_height=240)
        self._view.hide()
        controls: Mapping[str, QWidget] = {
            "purpose": self._purpose,
            "camera": self._camera,
            "size": self._size,
            "focus": self._focus,
            "exposure": self._exposure,
            "try": self._preview(),
        }
        self.body.addWidget(self._title)
        self._rows: dict[str, SettingRow] = {}
        for place, (name, control) in enumerate(controls.items()):
            if place:
                self.body.addWidget(Rule())
            self._rows[name] = SettingRow(control)
            self.body.addWidget(self._rows[name])
        self._purpose.picked.connect(self.purpose_chosen)
        self._focus.picked.connect(lambda value: self.chosen.emit("focus", value))
        self._camera.typed.connect(lambda value: self.chosen.emit("camera", value))
        self._size.typed.connect(lambda value: self.chosen.emit("size", value))
        self._exposure.typed.connect(lambda value: self.chosen.emit("exposure", value))
        self._try.clicked.connect(self.tried)
        self.refresh()

    def _preview(self) -> QWidget:
        both = QWidget()
        column = space(QVBoxLayout(both), 0, 8)
        column.addWidget(self._try)
        column.addWidget(self._view)
        return both

    # --- CameraView ---------------------------------------------------------------------------------------
    def show_values(self, values: CameraValues) -> None:
        self._values = values
        self.retranslate()

    def show_live(self, live: bool) -> None:
        """The preview begins or ends; it says nothing and shows nothing yet."""
        self._live = live
        self._view.show_frame(QImage())
        self._view.say("", "good", "")
        self._view.setVisible(live)
        self.retranslate()

    def show_frame(self, image: QImage) -> None:
        self._view.show_frame(image)

    def show_trouble(self, words: str) -> None:
        self._view.say(words, "attention", "plugs")

    # --- words --------------------------------------------------------------------------------------------
    def retranslate(self) -> None:
        values, rows = self._values, self._rows
        self._title.setText(self.tr("摄像头"))
        self._purpose.show_choices([("portrait", self.tr("拍人像")), ("document", self.tr("拍材料"))])
        self._purpose.set_value(values.purpose)
        self._offer(self._camera, "camera", values.cameras, self.tr("系统默认摄像头"))
        sizes = [(code, code.replace("x", " × ")) for code in values.sizes]
        self._offer(self._size, "size", sizes, self.tr("自动"))
        times = [(code, self.tr("{time} 秒").format(time=code)) for code in values.exposures]
        self._offer(self._exposure, "exposure", times, self.tr("自动"))
        self._focus.show_choices([(AUTO, self.tr("自动")), *((code, code) for code in values.focuses)])
        self._focus.set_value(values.focus)
        self._try.setText(self.tr("停止试看") if self._live else self.tr("试看"))
        self._view.setAccessibleName(self.tr("摄像头实时画面"))
        rows["purpose"].say(self.tr("用途"), "")
        rows["camera"].say(self.tr("使用哪一台"), self._gone("camera", self.tr("选定的一台没有接上")))
        rows["size"].say(self.tr("分辨率"), self._gone("size", self.tr("选定的分辨率现在没有")))
        none = self.tr("这台摄像头只能自动")
        focus = self.tr("固定在一档后不再变动；试看时选最清楚的一档") if values.focuses else none
        rows["focus"].say(self.tr("对焦"), self._gone("focus", self.tr("选定的一档现在没有")) or focus)
        exposure = self.tr("灯光下画面有条纹时，选 1/25、1/50 或 1/100") if values.exposures else none
        gone = self._gone("exposure", self.tr("选定的曝光时间现在没有"))
        rows["exposure"].say(self.tr("曝光"), gone or exposure)
        rows["try"].say(self.tr("试看"), self.tr("看看选好的样子；改动马上看得到"))

    def _gone(self, name: str, words: str) -> str:
        return words if name in self._values.missing else ""

    def _offer(self, editor: SearchEditor, name: str, found: Sequence[tuple[str, str]], auto: str) -> None:
        """The chosen one stays in the list also when it is not there."""
        chosen = getattr(self._values, name)
        options = [(AUTO, auto, ""), *((code, words, code) for code, words in found)]
        if chosen not in [code for code, _, _ in options]:
            options.append((chosen, chosen.replace("x", " × "), chosen))
        editor.show_options(options)
        editor.set_text(chosen)
