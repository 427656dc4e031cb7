"""Questions of a form as rows on screen."""

from __future__ import annotations

from datetime import date

from forms.spec import Field
from vanapp.ui.fields.row import FieldRow

__all__ = ["FieldRow", "make"]


def make(entry: Field, language: str, today: date) -> FieldRow:
    """A row for one field of a FormSpec. language: "zh" or "en"; today decides what is a past day."""
    return FieldRow(entry, language, today)
