"""What can go wrong with an instrument.

DeviceError
 +- NotConnected     no instrument of that kind is plugged in
 +- Busy             another program holds it
 |   +- HeldByFprintd  a fingerprint scanner, and the system's fingerprint service is running
 +- NotPermitted     the system does not let us open it
 +- Silent           it does not answer in time
 +- BadReply         it answered something the protocol does not have
 +- Removed          it was unplugged while we used it
 +- Cancelled        the officer stopped it
 +- NotSupported     this model cannot do that
 +- CardGone         the card left the reader too early
 +- FingerGone       the finger was lifted too early, or the picture is empty
 +- CardUnreadable   the card answers, but is of a wrong kind, worn out, or not trusted
 +- ReaderFault      the reader's own security module is broken or not authorised
 +- PaperOut         the printer has no paper
 +- CoverOpen        the printer's cover stands open
 +- PaperJam         the printer's paper or knife is stuck
 +- PrinterOffline   the printer is there but does not print: paused, too hot, broken
 +- NoMemoryCard     the camera has nowhere to put a picture
 +- MemoryCardFull   the camera has no room for one more picture
 +- ShotFailed       the camera was told to take a picture and did not
 +- NoCardCame       the kit check's time ended before a card lay on the reader
 +- NoFingerCame     the same, before a finger was pressed
 +- PrintPoor        one print after the other was too poor to use
 +- PictureBlack     the camera shows next to no light: cap on, sensor dead
 +- PictureFrozen    the camera gives one and the same picture again and again
 +- BadSetting       a technician's settings file says something it may not
"""

from __future__ import annotations


class DeviceError(Exception):
    """An expected error: `code` is the key of its words, `values` fill them. No personal data."""

    code = "devices.error"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class NotConnected(DeviceError):
    code = "devices.not_connected"


class Busy(DeviceError):
    code = "devices.busy"


class HeldByFprintd(Busy):
    code = "devices.held_by_fprintd"


class NotPermitted(DeviceError):
    code = "devices.not_permitted"


class Silent(DeviceError):
    code = "devices.silent"


class BadReply(DeviceError):
    code = "devices.bad_reply"


class Removed(DeviceError):
    code = "devices.removed"


class Cancelled(DeviceError):
    code = "devices.cancelled"


class NotSupported(DeviceError):
    code = "devices.not_supported"


class CardGone(DeviceError):
    code = "devices.card_gone"


class FingerGone(DeviceError):
    code = "devices.finger_gone"


class CardUnreadable(DeviceError):
    code = "devices.card_unreadable"


class ReaderFault(DeviceError):
    code = "devices.reader_fault"


class PaperOut(DeviceError):
    code = "devices.paper_out"


class CoverOpen(DeviceError):
    code = "devices.cover_open"


class PaperJam(DeviceError):
    code = "devices.paper_jam"


class PrinterOffline(DeviceError):
    code = "devices.printer_offline"


class NoMemoryCard(DeviceError):
    code = "devices.no_memory_card"


class MemoryCardFull(DeviceError):
    code = "devices.memory_card_full"


class ShotFailed(DeviceError):
    code = "devices.shot_failed"


class NoCardCame(DeviceError):
    code = "devices.no_card_came"


class NoFingerCame(DeviceError):
    code = "devices.no_finger_came"


class PrintPoor(DeviceError):
    """values: quality (NFIQ 2), advice (a code of devices.biometrics.finger), tries."""

    code = "devices.print_poor"


class PictureBlack(DeviceError):
    """values: grey (mean, 0..255)."""

    code = "devices.picture_black"


class PictureFrozen(DeviceError):
    code = "devices.picture_frozen"


class BadSetting(DeviceError):
    """values: place (in the file), what."""

    code = "devices.bad_setting"
