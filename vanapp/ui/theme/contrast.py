"""Which colour stands on which, and how far apart they must be (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

# (what is seen, what it stands on): at least 4.5 to 1.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("ink", "background"),
    ("ink", "surface"),
    ("ink", "primary_soft"),
    ("ink", "attention_soft"),
    ("ink", "wrong_soft"),
    ("ink", "good_soft"),
    ("ink", "training_soft"),
    ("muted", "background"),
    ("muted", "surface"),
    ("primary", "surface"),
    ("primary", "background"),
    ("primary", "primary_soft"),
    ("on_primary", "primary"),
    ("good", "surface"),
    ("good", "good_soft"),
    ("attention", "surface"),
    ("attention", "attention_soft"),
    ("wrong", "surface"),
    ("wrong", "wrong_soft"),
    ("training", "training_soft"),
    ("training", "surface"),
    ("on_training", "training"),
)

# Borders of what one types into, the focus ring, marks that carry meaning: at least 3 to 1.
SHAPE_PAIRS: tuple[tuple[str, str], ...] = (
    ("edge", "surface"),
    ("edge", "background"),
    ("focus", "surface"),
    ("focus", "background"),
    ("focus", "primary_soft"),
)


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB", 0 to 1."""

    def channel(text: str) -> float:
        value = int(text, 16) / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return 0.2126 * channel(colour[1:3]) + 0.7152 * channel(colour[3:5]) + 0.0722 * channel(colour[5:7])


def ratio(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
