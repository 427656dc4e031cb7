"""Where an application stands, and every move it may make: one status, one table."""

from __future__ import annotations

from enum import StrEnum

from forms.errors import NotAllowed


class Status(StrEnum):
    """The one status of an Application."""

    DRAFT = "draft"  # the officer is still writing
    SEALED = "sealed"  # closed and queued; on this laptop
    RECEIVED = "received"  # the office holds it: signed receipt
    ACCEPTED = "accepted"  # the office said yes
    RETURNED = "returned"  # the office said what is wrong
    CORRECTED = "corrected"  # replaced by its next version
    MADE = "made"  # the card is made
    HANDED_OVER = "handed_over"  # the card is in the person's hand
    VOID = "void"  # withdrawn before it was sealed


class Step(StrEnum):
    """What can happen to an Application."""

    SEAL = "seal"
    RECEIVE = "receive"
    ACCEPT = "accept"
    RETURN = "return"
    CORRECT = "correct"
    MAKE = "make"
    HAND_OVER = "hand_over"
    VOID = "void"


NEXT: dict[tuple[Status, Step], Status] = {
    (Status.DRAFT, Step.SEAL): Status.SEALED,
    (Status.DRAFT, Step.VOID): Status.VOID,
    (Status.SEALED, Step.RECEIVE): Status.RECEIVED,
    # A decision also proves receipt: the notice "received" may have been lost with a backup.
    (Status.SEALED, Step.ACCEPT): Status.ACCEPTED,
    (Status.SEALED, Step.RETURN): Status.RETURNED,
    (Status.RECEIVED, Step.ACCEPT): Status.ACCEPTED,
    (Status.RECEIVED, Step.RETURN): Status.RETURNED,
    (Status.RETURNED, Step.CORRECT): Status.CORRECTED,
    # A paper that was promised came: the next version has it.
    (Status.RECEIVED, Step.CORRECT): Status.CORRECTED,
    (Status.ACCEPTED, Step.MAKE): Status.MADE,
    (Status.MADE, Step.HAND_OVER): Status.HANDED_OVER,
}


def advance(status: Status, step: Step) -> Status:
    """The status after `step`. Raises NotAllowed when the table has no such move."""
    try:
        return NEXT[status, step]
    except KeyError:
        raise NotAllowed(status=status.value, step=step.value) from None
