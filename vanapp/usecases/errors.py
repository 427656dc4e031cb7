"""What an officer may not do, with the reason.

UseCaseError
 +- NotReady           sealing refused: something is missing or wrong (values: mistakes, gaps)
 +- SignatureStale     the answers changed after the signature
 +- ChipReadOnly       the card's own data is not typed over
 +- WrongMode          training and real work do not mix
 +- NotADraft          what is sealed does not change; make a correction
 +- NotReturned        only a returned application is corrected
 +- UnknownRating      there is no such level of rating
 +- UnknownMatter      this program does not know the matter
 +- NotTakenHere       this matter is not taken in the field
 +- NoStick            no USB stick is plugged in
 +- CannotExport       the USB stick takes no copy (values: reason)
 +- NoDocument         what lies under the camera is no document that can be read
 +- NothingDue         nothing is owed for this one
 +- NotPaid            nothing came in that could be given back
 +- ReasonMissing      this goes into the books with a reason only
 +- TooMuchKept        more is to stay in the drawer than was counted
 +- OriginalsUnseen    the originals in the van were not counted yet (values: count)
 +- NotLater           the pack wants this paper at once
 +- NothingPromised    no paper is to be brought later for this one, or the office did not receive it yet
 +- NotHeld            this original was given back or sent on already
"""

from __future__ import annotations


class UseCaseError(Exception):
    """An expected error: `code` is the key of its words, `values` fill them. No personal data."""

    code = "usecases.error"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class NotReady(UseCaseError):
    """values: first (code of the first thing to do), count, gaps (material ids), fields."""

    code = "usecases.not_ready"


class SignatureStale(UseCaseError):
    code = "usecases.signature_stale"


class ChipReadOnly(UseCaseError):
    code = "usecases.chip_read_only"


class WrongMode(UseCaseError):
    code = "usecases.wrong_mode"


class NotADraft(UseCaseError):
    code = "usecases.not_a_draft"


class NotReturned(UseCaseError):
    code = "usecases.not_returned"


class UnknownMatter(UseCaseError):
    code = "usecases.unknown_matter"


class UnknownRating(UseCaseError):
    code = "usecases.unknown_rating"


class NotTakenHere(UseCaseError):
    code = "usecases.not_taken_here"


class NoDocument(UseCaseError):
    code = "usecases.no_document"


class NoStick(UseCaseError):
    code = "usecases.no_stick"


class CannotExport(UseCaseError):
    """values: reason ("full", "read_only", "stick")."""

    code = "usecases.cannot_export"


class NothingDue(UseCaseError):
    code = "usecases.nothing_due"


class NotPaid(UseCaseError):
    code = "usecases.not_paid"


class ReasonMissing(UseCaseError):
    code = "usecases.reason_missing"


class TooMuchKept(UseCaseError):
    """values: kept, counted (fen)."""

    code = "usecases.too_much_kept"


class OriginalsUnseen(UseCaseError):
    """values: count."""

    code = "usecases.originals_unseen"


class NotHeld(UseCaseError):
    """values: number."""

    code = "usecases.not_held"


class NotLater(UseCaseError):
    """values: material."""

    code = "usecases.not_later"


class NothingPromised(UseCaseError):
    code = "usecases.nothing_promised"
