"""What an office asks of a van: the day's visits, bookings, lists of people, what is known of them already.

A sheet is a head (kind, id, day, title) and rows of text by column; `columns.toml` says which columns a kind
has and how each is checked. The office checks with line and reason; the van reads only what was checked.
"""

from __future__ import annotations

from forms.sheets.checked import RowMistake, checked
from forms.sheets.kinds import KINDS, Kind
from forms.sheets.sheet import FORMAT, Row, Sheet, dump, load

__all__ = ["FORMAT", "KINDS", "Kind", "Row", "RowMistake", "Sheet", "checked", "dump", "load"]
