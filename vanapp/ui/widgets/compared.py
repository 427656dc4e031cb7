"""One comparison in a word with its tone, the score beside it."""

from __future__ import annotations

from PyQt6.QtWidgets import QHBoxLayout, QWidget

from vanapp.ui.theme import space
from vanapp.ui.widgets.chip import Chip
from vanapp.ui.widgets.label import Label


class ComparedLine(QWidget):
    """Give it words; it judges nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = space(QHBoxLayout(self), 0, 8)
        self._word = Chip("", "", "muted")
        self._word.setObjectName("compared")
        self._score = Label("", "muted_small")
        self._score.setObjectName("compared_score")
        line.addWidget(self._word)
        line.addWidget(self._score)

    def say(self, word: str, icon: str, tone: str) -> None:
        self._word.show_state(word, icon, tone)

    def show_score(self, score: str, words: str) -> None:
        """words: the same as a sentence, for who asks. Both "": there is none."""
        self._score.setText(score)
        self._score.setToolTip(words)
        self._score.setVisible(bool(score))

    @property
    def word(self) -> str:
        return self._word.text()

    @property
    def tone(self) -> str:
        return self._word.tone

    @property
    def score(self) -> str:
        return self._score.text()
