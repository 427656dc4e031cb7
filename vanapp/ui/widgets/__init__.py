"""The parts every screen is made of."""

from vanapp.ui.widgets.action import ActionButton
from vanapp.ui.widgets.card import Card, Rule
from vanapp.ui.widgets.chip import Chip
from vanapp.ui.widgets.label import Elided, Label
from vanapp.ui.widgets.marks import SavedMark, Stopwatch
from vanapp.ui.widgets.person import CheckLine, Item, PersonPanel
from vanapp.ui.widgets.picture import PictureView
from vanapp.ui.widgets.quality import QualityBar
from vanapp.ui.widgets.steps import Step, StepList

__all__ = [
    "ActionButton", "Card", "CheckLine", "Chip", "Elided", "Item", "Label", "PersonPanel", "PictureView",
    "QualityBar", "Rule", "SavedMark", "Step", "StepList", "Stopwatch",
]  # fmt: skip
