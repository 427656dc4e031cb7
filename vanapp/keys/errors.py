"""What can go wrong at the door.

KeysError
 +- WrongPassPhrase   number and pass-phrase do not open anything (which of the two is not told)
 +- LockedOut         too many wrong tries; wait
 +- PassPhraseTooWeak too short to protect anything
 +- OfficerThere      that number has a slot already
 +- NoSuchOfficer     that number has none
 +- LastOfficer       the last slot is not removed: nobody could open the records any more
 +- KeysDamaged       the file of slots cannot be read
 +- NotSaved          the file of slots cannot be written (disk full, no right)
"""

from __future__ import annotations


class KeysError(Exception):
    """An expected error: `code` is the key of its words, `values` fill them. No personal data."""

    code = "keys.error"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class WrongPassPhrase(KeysError):
    """values: left (tries before the lock)."""

    code = "keys.wrong_pass_phrase"


class LockedOut(KeysError):
    """values: seconds (until the next try)."""

    code = "keys.locked_out"


class PassPhraseTooWeak(KeysError):
    """values: least (characters)."""

    code = "keys.pass_phrase_too_weak"


class OfficerThere(KeysError):
    code = "keys.officer_there"


class NoSuchOfficer(KeysError):
    code = "keys.no_such_officer"


class LastOfficer(KeysError):
    code = "keys.last_officer"


class KeysDamaged(KeysError):
    code = "keys.damaged"


class NotSaved(KeysError):
    code = "keys.not_saved"
