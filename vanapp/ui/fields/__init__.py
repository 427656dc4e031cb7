"""Questions of a form as rows on screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

# The sign-in page has an editor and no question: the forms come when the first question is made.
if TYPE_CHECKING:
    from forms.spec import Field
    from vanapp.ui.fields.row import FieldRow

__all__ = ["make"]


def make(entry: Field, language: str, today: date) -> FieldRow:
    """A row for one field of a FormSpec. language: "zh" or "en"; today decides what is a past day."""
    from vanapp.ui.fields.row import FieldRow

    return FieldRow(entry, language, today)
