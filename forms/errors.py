"""What can be wrong with the paper.

FormError
 +- NotAllowed        a move the table of moves does not have
 +- BadDefinition     a form, pack or code list that does not fit its schema
 +- BadRecord         bytes that are not an Application of a version we know
"""

from __future__ import annotations


class FormError(Exception):
    """An expected error: `code` is the key of its words, `values` fill them. No personal data."""

    code = "forms.error"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class NotAllowed(FormError):
    code = "forms.not_allowed"


class BadDefinition(FormError):
    code = "forms.bad_definition"


class BadRecord(FormError):
    code = "forms.bad_record"
