"""Every colour and size of the program, as three tables of the same names.

Source: the house's design sheet (light, dark); the third table is for high contrast. `edge` (the border
of something one types into) and `focus` (the ring) are ours: WCAG 2.2 asks 3:1 of both, `line` only divides.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Theme = Literal["light", "dark", "contrast"]

_LIGHT = {
    "background": "#F4F6F9",
    "surface": "#FFFFFF",
    "ink": "#16212E",
    "muted": "#566475",
    "line": "#D5DCE4",
    "edge": "#7D8A99",
    "primary": "#1A4E9B",
    "on_primary": "#FFFFFF",
    "primary_soft": "#E8EFF9",
    "good": "#15703F",
    "good_soft": "#E5F4EB",
    "attention": "#8A5200",
    "attention_soft": "#FDF1DC",
    "wrong": "#A8201A",
    "wrong_soft": "#FCE9E7",
    "training": "#6B3FA0",
    "on_training": "#FFFFFF",
    "training_soft": "#F1EAF9",
    "focus": "#0B63D6",
    # On a live picture: the same in every theme, because the picture does not change.
    "over_picture": "#FFFFFF",
    "picture": "#D0D5DE",
    "guide": "#3DC97A",
    "guide_attention": "#F0A93A",
}

_DARK = {
    **_LIGHT,
    "background": "#12181F",
    "surface": "#1B232D",
    "ink": "#E9EEF4",
    "muted": "#A6B3C2",
    "line": "#334150",
    "edge": "#72839A",
    "primary": "#7FB0F5",
    "on_primary": "#0D1722",
    "primary_soft": "#22354F",
    "good": "#74D39B",
    "good_soft": "#173527",
    "attention": "#F2BE6A",
    "attention_soft": "#3A2C12",
    "wrong": "#FF9A92",
    "wrong_soft": "#42201E",
    "training": "#C9A7F2",
    "on_training": "#0D1722",
    "training_soft": "#33264A",
    "focus": "#A9CBFF",
    "picture": "#2A3440",
}

_CONTRAST = {
    **_LIGHT,
    "background": "#000000",
    "surface": "#000000",
    "ink": "#FFFFFF",
    "muted": "#E6E6E6",
    "line": "#FFFFFF",
    "edge": "#FFFFFF",
    "primary": "#6FD8FF",
    "on_primary": "#000000",
    "primary_soft": "#06283A",
    "good": "#6CFFA6",
    "good_soft": "#00260F",
    "attention": "#FFD27A",
    "attention_soft": "#2E2000",
    "wrong": "#FFB0AA",
    "wrong_soft": "#3A0A07",
    "training": "#E3C8FF",
    "on_training": "#000000",
    "training_soft": "#2A1245",
    "focus": "#FFFF00",
    "picture": "#1A1A1A",
}

COLOURS: Mapping[Theme, Mapping[str, str]] = MappingProxyType(
    {
        "light": MappingProxyType(_LIGHT),
        "dark": MappingProxyType(_DARK),
        "contrast": MappingProxyType(_CONTRAST),
    }
)

SCALES_PERCENT = (100, 125, 150, 200)

# Pixels at 100 %.
TEXT = 16
TEXT_SMALL = 14
TEXT_TITLE = 20
TEXT_INSTRUCTION = 24
RADIUS = 10
RADIUS_CARD = 14
CONTROL = 48
ROW = 56
TARGET = 44
RING = 3
RAIL = 92
HEAD = 56
STRIP = 36
MOTION_MS = 150

FAMILIES = ("Noto Sans CJK SC", "HanaMinA", "HanaMinB", "Microsoft YaHei UI", "sans-serif")
