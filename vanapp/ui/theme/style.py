"""One style sheet, made of tokens. What a sheet cannot draw well is painted by the widget itself.

Traps: an id selector beats :disabled; a bordered QComboBox loses its arrow; a border that grows on focus
moves the text unless the padding shrinks by the same amount.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vanapp.ui.theme import tokens as t
from vanapp.ui.theme.icons import FOLDER

_SHEET = """
QWidget {{ color: {ink}; }}
QMainWindow, QWidget#page, QScrollArea, QScrollArea > QWidget > QWidget {{ background: {background}; }}
QScrollArea {{ border: none; }}
QToolTip {{ background: {surface}; color: {ink}; border: 1px solid {edge}; padding: {p4}px; }}

QLabel {{ background: transparent; }}
QLabel[role="small"] {{ font-size: {small}px; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="muted_small"] {{ color: {muted}; font-size: {small}px; }}
QLabel[role="strong"] {{ font-weight: bold; }}
QLabel[role="heading"] {{ font-weight: bold; font-size: {heading}px; }}
QLabel[role="title"] {{ font-weight: bold; font-size: {title}px; }}
QLabel[role="instruction"] {{ font-weight: bold; font-size: {instruction}px; }}
QLabel[role="number"] {{ font-weight: bold; font-size: {number}px; }}
QLabel[role="wrong"] {{ color: {wrong}; font-size: {small}px; }}
QLabel[role="attention"] {{ color: {attention}; font-size: {small}px; }}
QLabel[role="good"] {{ color: {good}; }}
QLabel[role="primary"] {{ color: {primary}; }}
QLabel[role="primary_small"] {{ color: {primary}; font-size: {small}px; }}

QFrame[role="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: {radius_card}px; }}
QFrame[role="rule"] {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="bar"] {{ background: {surface}; border: none; }}
QFrame#head {{ background: {surface}; border: none; border-bottom: 1px solid {line}; }}
QFrame#strip {{ background: {surface}; border: none; border-top: 1px solid {line}; }}
QFrame#rail {{ background: {surface}; border: none; border-right: 1px solid {line}; }}
QFrame#rail QScrollArea, QFrame#rail QScrollArea > QWidget > QWidget {{ background: {surface}; }}
QFrame[role="card"] QScrollArea, QFrame[role="card"] QScrollArea > QWidget > QWidget {{
    background: {surface};
}}

QLineEdit, QPlainTextEdit, QComboBox, QDateEdit, QSpinBox {{
    background: {surface}; border: 1px solid {edge}; border-radius: {radius}px;
    padding: {pad_y}px {pad_x}px; selection-background-color: {primary}; selection-color: {on_primary};
}}
QLineEdit, QComboBox, QDateEdit, QSpinBox {{ min-height: {inner}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus {{
    border: {ring}px solid {focus}; padding: {pad_y_focus}px {pad_x_focus}px;
}}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{ border-color: {wrong}; }}
QLineEdit:focus[wrong="true"], QPlainTextEdit:focus[wrong="true"] {{ border-color: {wrong}; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{
    background: {background}; color: {muted};
}}
QComboBox::drop-down {{ border: none; width: {drop}px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: {arrow_side}px; height: {arrow_side}px; }}
QComboBox QAbstractItemView, QListView#completions {{
    background: {surface}; border: 1px solid {edge}; outline: none; padding: {p4}px;
    selection-background-color: {primary_soft}; selection-color: {ink};
}}
QComboBox QAbstractItemView::item, QListView#completions::item {{
    min-height: {target}px; padding: 0 {p8}px;
}}

QListView, QTableView {{ background: {surface}; border: none; outline: none; }}

QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
QScrollBar::handle {{ background: {edge}; border-radius: {bar_radius}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {target}px; }}
QScrollBar::handle:horizontal {{ min-width: {target}px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: none; border: none; width: 0; height: 0;
}}
"""


def sheet(px: Callable[[float], int], colours: Mapping[str, str]) -> str:
    """The whole style sheet for one table at one scale."""
    arrow = FOLDER / ("caret-down-light.svg" if colours["ink"] == "#16212E" else "caret-down-dark.svg")
    grow = px(t.RING) - 1
    return _SHEET.format(
        **colours,
        arrow=arrow.as_posix(),
        small=px(t.TEXT_SMALL),
        heading=px(17),
        title=px(t.TEXT_TITLE),
        instruction=px(t.TEXT_INSTRUCTION),
        number=px(28),
        radius=px(t.RADIUS),
        radius_card=px(t.RADIUS_CARD),
        ring=px(t.RING),
        pad_x=px(12),
        pad_y=px(8),
        pad_x_focus=px(12) - grow,
        pad_y_focus=px(8) - grow,
        inner=px(t.CONTROL) - 2 * px(8) - 2,
        drop=px(36),
        arrow_side=px(18),
        target=px(t.TARGET),
        bar=px(12),
        bar_radius=px(4),
        p4=px(4),
        p8=px(8),
    )
