"""What can go wrong on the way to the office.

SyncError
 +- Unreachable      no line, or the line died: costs no try
 +- WrongNetwork     something answered that is not our office: costs no try
 |   +- OtherNetwork     not the network this van may use; nothing was asked
 +- SignInNeeded     the office does not know this van (yet, or any more)
 |   +- DeviceRevoked    ... and says that it ended this laptop's registration
 +- ServerTrouble    the office has trouble of its own (5xx, 429, garbage): try again later
 +- Refused          the office will not take this parcel, with its reason: a person must look
 |   +- DigestConflict   the same id with other content: alarm
 +- BadParcel        the parcel's own bytes are damaged: never sent, never taken
 +- BadOffer         a pack or update that is not what the bureau's keys signed now: not used
 +- OutOfDate        this program is too old for the office
 +- ClockOff         this laptop's clock is wrong
"""

from __future__ import annotations


class SyncError(Exception):
    """An expected error: `code` is the key of its words, `values` fill them. No personal data."""

    code = "sync.error"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class Unreachable(SyncError):
    code = "sync.unreachable"


class WrongNetwork(SyncError):
    code = "sync.wrong_network"


class OtherNetwork(WrongNetwork):
    code = "sync.other_network"


class SignInNeeded(SyncError):
    code = "sync.sign_in_needed"


class DeviceRevoked(SignInNeeded):
    code = "sync.device_revoked"


class ServerTrouble(SyncError):
    """values: retry_after_s (float) when one was named; signed=False when a proxy said it, not the office."""

    code = "sync.server_trouble"


class Refused(SyncError):
    """values: reason (the office's problem type, e.g. "training-parcel")."""

    code = "sync.refused"


class DigestConflict(Refused):
    code = "sync.digest_conflict"


class BadParcel(SyncError):
    """values: reason ("digest", "container", "too-large" ...)."""

    code = "sync.bad_parcel"


class BadOffer(SyncError):
    """values: reason (one of REASONS), file. Each reason has words of its own."""

    code = "sync.bad_offer"
    REASONS = ("signature", "older", "expired", "damaged", "endless", "missing", "unreadable", "form")

    def __init__(self, *, reason: str, file: str = "") -> None:
        super().__init__(reason=reason, file=file)
        self.code = f"{BadOffer.code}.{reason}"


class OutOfDate(SyncError):
    code = "sync.out_of_date"


class ClockOff(SyncError):
    """values: off_by_s (int, laptop minus office) when the office's signed time was learnt."""

    code = "sync.clock_off"
