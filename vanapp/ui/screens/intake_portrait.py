"""The portrait page: the live picture, the guide, one reason in words, the countdown, the shutter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from vanapp.ui.presenters.intake_ports import FindingLike
from vanapp.ui.screens.intake_page import IntakePage, Language
from vanapp.ui.screens.intake_words import problem_words
from vanapp.ui.theme import Look, current, size, space
from vanapp.ui.widgets import ActionButton, Card, Chip, Label, PictureView
from vanapp.ui.widgets.live_view import LiveView
from vanapp.ui.widgets.option import Choice, Options

LARGE = 1.5
"""From this scale on the marks under the picture are numbers and icons, as with a still camera beside."""


class PortraitPage(IntakePage):
    """Implements PortraitView."""

    shutter = pyqtSignal()
    released = pyqtSignal()
    overridden = pyqtSignal(str)
    move_asked = pyqtSignal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("portrait", language, parent)
        self._findings: Sequence[FindingLike] = ()
        self._advice, self._level, self._count = "", "warn", 0
        self._asked: Sequence[str] = ()
        self._mode = "live"
        self.live = LiveView()
        self.live.setObjectName("live")
        self.column.addWidget(self.live, 1)
        self._kept = self._make_kept()
        self.column.addWidget(self._kept, 1)
        self._why = Card(margin=20, gap=10)
        self._why_title = Label("", "heading", wrap=True)
        self._reasons = Options(gap=8, columns=2)
        self._reasons.chosen.connect(self.overridden)
        self._why.body.addWidget(self._why_title)
        self._why.body.addWidget(self._reasons)
        self.column.addWidget(self._why)
        self._shoot = self.add_action("shutter", Qt.Key.Key_Space, "camera")
        self._shoot.clicked.connect(self.shutter)
        self._still = self.add_action("still", Qt.Key.Key_C, "camera")
        self._still.clicked.connect(self.released)
        self._still.hide()
        self._has_still = False
        self._move = self._make_move()
        self._move_of, self._move_state = "", ""
        self._chips = (Chip("", "ruler", "muted"), Chip("", "sun", "muted"), Chip("", "image", "muted"))
        for chip in self._chips:
            self.aside.addWidget(chip)
        self._why.hide()
        self._set_mode("live")
        self.refresh()

    def _make_move(self) -> ActionButton:
        """On the picture: it is optional, and the row of actions has no room for it."""
        button = ActionButton(key=Qt.Key.Key_B, icon="eye")
        button.setObjectName("ask_to_move")
        button.clicked.connect(self.move_asked)
        top_right = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        space(QVBoxLayout(self.live), 12, 0).addWidget(button, 0, top_right)
        return button

    def _make_kept(self) -> QWidget:
        card = Card(margin=24, gap=12)
        self._picture = size(PictureView(empty_icon="user"), min_height=170)
        self._kept_words = Label("", "instruction")
        self._kept_words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._kept_hint = Label("", "muted")
        self._kept_hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = space(QVBoxLayout(), 0, 6)
        column.addWidget(self._kept_words)
        column.addWidget(self._kept_hint)
        card.body.addWidget(self._picture, 1)
        card.body.addLayout(column)
        return card

    # --- PortraitView ----------------------------------------------------------------------------------
    def show_frame(self, image: QImage) -> None:
        self.live.show_frame(image)

    def show_findings(self, findings: Sequence[FindingLike]) -> None:
        self._findings = findings
        self._draw_chips()
        self._draw_mark()

    def show_advice(self, code: str, level: str) -> None:
        self._advice, self._level = code, level
        self._say()

    def says_absent(self, code: str) -> bool:
        self._findings = ()
        self._draw_chips()
        self._level = "absent"
        self._advice, self._count = "", 0
        self.live.show_frame(QImage())
        self._say()
        return True

    def show_count(self, count: int) -> None:
        self._count = count
        self._say()

    def show_taken(self, jpeg: bytes) -> None:
        self._picture.show_bytes(jpeg)
        self._picture.set_frame("good")
        self._set_mode("kept")

    def show_live(self) -> None:
        self._advice, self._level, self._count = "", "wait", 0
        self._findings = ()
        self._set_mode("live")
        self._draw_chips()
        self._say()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_overrides(self, reasons: Sequence[str], code: str) -> None:
        self._asked = reasons
        self._advice = code or self._advice  # what is wrong stays written on the picture
        self._why.show()
        self._shoot.hide()
        self._still.hide()
        self._move.hide()
        self.retranslate()

    def hide_overrides(self) -> None:
        self._why.hide()
        self._shoot.show()
        self._still.setVisible(self._has_still)
        self._move.show()

    def flash(self) -> None:
        self.live.say(self.tr("正在处理"), "good", "hourglass")

    def show_still_camera(self, there: bool) -> None:
        self._has_still = there
        self._still.setVisible(there and self._why.isHidden())
        self._draw_chips()
        self._say()

    def show_shooting(self) -> None:
        self._advice, self._level = "", "shooting"
        self._say()

    def show_still(self, jpeg: bytes) -> None:
        self.live.show_frame(QImage.fromData(jpeg))

    def show_asked(self, asked: str, state: str) -> None:
        self._move_of, self._move_state = asked, state
        self._draw_move()
        self._say()

    # --- drawing -----------------------------------------------------------------------------------------
    def _set_mode(self, mode: str) -> None:
        self._mode = mode
        self.live.setVisible(mode == "live")
        self._kept.setVisible(mode == "kept")
        self.forth.setVisible(mode == "kept")
        for chip in self._chips:
            chip.setVisible(mode == "live")
        self.retranslate()
        if mode == "kept":
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw_mark(self) -> None:
        """What is told is also shown: where in the picture it is."""
        told = self._advice if not self._count else ""
        marks = [f.mark for f in self._findings if f.code == told and f.mark is not None]
        shape, points = (marks[0].shape, marks[0].points) if marks else ("", ())
        self.live.point_at(shape, points)

    def _say(self) -> None:
        self._draw_mark()
        if self._count:
            self.live.say(self.tr("请保持不动"), "good", "check-circle", self._count)
        elif self._move_state == "asking":
            self.live.say(self._request(), "attention", "eye")
        elif self._advice:
            words = problem_words(self._advice, self._values(), self.language())
            self.live.say(words, "attention", "user-focus")
        elif self._level == "absent" and self._has_still:
            self.live.say(self.tr("摄像头未连接；请对准人像，按 C 用照相机拍"), "attention", "plugs")
        elif self._level == "absent":
            self.live.say(self.tr("摄像头未连接，插好后会自动继续"), "attention", "plugs")
        elif self._level == "shooting":
            self.live.say(self.tr("照相机正在拍，请保持不动"), "good", "hourglass")
        elif self._level == "wait":
            self.live.say(self.tr("请正对镜头坐好"), "attention", "user-focus")

    def _request(self) -> str:
        return {"blink": self.tr("请慢慢眨一下眼"), "turn": self.tr("请向一侧转头，再转回来")}[self._move_of]

    def _draw_move(self) -> None:
        """What came of it, or what the key does next."""
        moved, state = self._move_of, self._move_state
        offered = {"blink": self.tr("转头"), "turn": self.tr("不问")}
        words, icon = (self.tr("眨眼"), "eye") if state != "asking" else (offered[moved], "eye")
        told = self.tr("可选：请本人眨眼或转头。只记录民警看到了什么，不作活体判定")
        if state in ("seen", "missed"):
            move = {"blink": self.tr("眨眼"), "turn": self.tr("转头")}[moved]
            seen = state == "seen"
            words, icon = (self.tr("已见"), "check-circle") if seen else (self.tr("未见"), "warning")
            said = self.tr("已见{move}。按 B 再问") if seen else self.tr("未见{move}，已送复核。按 B 再问")
            told = said.format(move=move)
        self._move.setText(words)
        self._move.set_icon(icon)
        self._move.setToolTip(told)
        self._move.setAccessibleName(words)

    def _values(self) -> dict[str, Any]:
        for finding in self._findings:
            if finding.code == self._advice:
                limit = getattr(finding, "limit", (0, 0))
                return {"value": round(finding.value), "low": limit[0], "high": limit[1]}
        return {}

    def _draw_chips(self) -> None:
        """Three numbers the officer uses: head width, exposure, background; each with its mark."""
        by_code = {finding.code: finding for finding in self._findings}
        groups = (
            (self.tr("头宽"), "ruler", ("photo.head_width", "photo.too_small", "photo.too_large"), True),
            (self.tr("曝光"), "sun", ("photo.exposure", "photo.dark", "photo.bright"), False),
            (self.tr("背景"), "image", ("photo.wall", "photo.background"), False),
        )
        for chip, (words, icon, codes, numbered) in zip(self._chips, groups, strict=True):
            found = [by_code[code] for code in codes if code in by_code]
            bad = next((f for f in found if f.level != "ok"), None)
            tone = "attention" if bad else "good" if found else "muted"
            number = f" {round(found[0].value)}" if numbered and found else ""
            short = current().scale >= LARGE or self._has_still  # its button needs the room
            chip.show_state(number.strip() if short else f"{words}{number}", icon, tone)
            chip.setToolTip(words)
            chip.setAccessibleName(f"{words}{number}")

    def press(self, key: int) -> bool:
        return self._reasons.press(key)

    def restyle(self, look: Look) -> None:
        self._draw_chips()

    def retranslate(self) -> None:
        super().retranslate()
        kept = self._mode == "kept"
        self._shoot.setText(self.tr("重拍") if kept else self.tr("拍摄"))
        self._still.setText(self.tr("相机"))
        self._still.setToolTip(self.tr("用照相机拍"))
        self._draw_move()
        self.live.setAccessibleName(self.tr("摄像头实时画面"))
        self._picture.setAccessibleName(self.tr("已拍摄的相片"))
        self._kept_words.setText(self.tr("相片合格，已保存"))
        self._kept_hint.setText(self.tr("随后自动继续；按 Esc 停在本页，按空格重拍"))
        words = {
            "cannot_sit": self.tr("卧床或无法坐直"),
            "cannot_face": self.tr("无法正对镜头"),
            "skin_or_injury": self.tr("皮肤、伤病等面部原因"),
            "light": self.tr("现场光线或背景受限"),
        }
        self._why_title.setText(self.tr("仍要使用这张相片？请选择原因："))
        choices = [Choice(r, str(n), words.get(r, r)) for n, r in enumerate(self._asked, 1)]
        self._reasons.show_choices(choices, "")
        self._draw_chips()
        self._say()
