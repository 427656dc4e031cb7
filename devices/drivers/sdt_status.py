"""What each status of the resident-ID reader means for us: go on, wait, try again, or give up with
which error.

Source: facts reader_protocol (the SAM module's list). 0x01..0x05 belong to the maker's DLL, not to the wire.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from devices.errors import (
    BadReply,
    CardGone,
    CardUnreadable,
    DeviceError,
    NotPermitted,
    NotSupported,
    ReaderFault,
)

OK = 0x90
EMPTY = 0x91  # the card has no such item
FOUND = 0x9F
NOT_FOUND = 0x80
NOT_SELECTED = 0x81


class Answer(Enum):
    """What the driver does with a status it did not hope for."""

    RESEND = "send the same request again: it was garbled on the way"
    GIVE_UP = "the reader cannot do this now; a person has to act"
    CARD = "the card cannot be read; it has to be put down again"


class Meaning(NamedTuple):
    answer: Answer
    error: type[DeviceError]
    what: str


MEANINGS: dict[int, Meaning] = {
    0x10: Meaning(Answer.RESEND, BadReply, "request: checksum"),
    0x11: Meaning(Answer.RESEND, BadReply, "request: length"),
    0x21: Meaning(Answer.GIVE_UP, NotSupported, "request: command"),
    0x23: Meaning(Answer.GIVE_UP, NotPermitted, "not allowed to this reader"),
    0x24: Meaning(Answer.RESEND, BadReply, "unknown error"),
    0x31: Meaning(Answer.CARD, CardUnreadable, "the card does not trust the reader"),
    0x32: Meaning(Answer.CARD, CardUnreadable, "the reader does not trust the card"),
    0x33: Meaning(Answer.CARD, CardUnreadable, "the card's data fail their check"),
    0x40: Meaning(Answer.CARD, CardUnreadable, "not a kind of card it knows"),
    0x41: Meaning(Answer.CARD, CardGone, "reading the card failed"),
    0x47: Meaning(Answer.CARD, CardGone, "no random number from the card"),
    0x60: Meaning(Answer.GIVE_UP, ReaderFault, "security module: self-test failed"),
    0x66: Meaning(Answer.GIVE_UP, ReaderFault, "security module: not authorised"),
    NOT_FOUND: Meaning(Answer.CARD, CardGone, "no card"),
    NOT_SELECTED: Meaning(Answer.CARD, CardGone, "card not selected"),
    EMPTY: Meaning(Answer.CARD, CardUnreadable, "the card has no such item"),
}


def failure(status: int) -> DeviceError:
    """The error for a status nobody hoped for; unknown ones are a BadReply."""
    meaning = MEANINGS.get(status)
    if meaning is None:
        return BadReply(part="status", expected="a known status", got=f"{status:02x}")
    return meaning.error(status=f"{status:02x}", what=meaning.what)


def worth_resending(status: int) -> bool:
    meaning = MEANINGS.get(status)
    return meaning is not None and meaning.answer is Answer.RESEND
