"""What the people of an office are told instead of a result.

DeskError         sync.gateway.errors; what the console's pages and the command line say
 +- Unsound      something typed is not right; values: wrong (field -> code with words)
 +- NotThere     it does not exist (any more)
 +- Stale        somebody changed it since the page showed it; nothing was done
 +- NotNow       what it is in now does not allow that; values: state, or reason
 +- Full         the slot is taken; offers: where there is room instead
 +- TwiceBooked  this person has an open booking for this matter; values: booking, day, at
 +- Closed       the bureau's key is not here, so nothing that names a person can be read
"""

from __future__ import annotations

from collections.abc import Mapping

from sync.gateway import errors


class DeskError(errors.DeskError):
    """`code` is the key of its words (`desk.` and its kind); no personal data in `values`."""

    code = "desk.error"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code.removeprefix("desk."), **values)


class Unsound(DeskError):
    code = "desk.unsound"

    def __init__(self, wrong: Mapping[str, str], **values: object) -> None:
        super().__init__(**values)
        self.wrong = dict(wrong)


class NotThere(DeskError):
    code = "desk.not_there"


class Stale(DeskError):
    code = "desk.stale"


class NotNow(DeskError):
    code = "desk.not_now"


class Full(DeskError):
    """offers: sync.gateway.desk.calendar.Offers, of where there is room."""

    code = "desk.full"

    def __init__(self, offers: object, **values: object) -> None:
        super().__init__(**values)
        self.offers = offers


class TwiceBooked(DeskError):
    code = "desk.twice_booked"


class Closed(DeskError):
    code = "desk.closed"
