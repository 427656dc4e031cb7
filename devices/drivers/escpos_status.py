"""What a receipt printer says about itself: port status, real-time status, device ID. Pure functions.

The bits are explained in protocols/escpos_printer.md.
"""

from __future__ import annotations

from devices.contract import PrinterStatus
from devices.errors import BadReply, CoverOpen, PaperJam, PaperOut, PrinterOffline

REALTIME_MASK, REALTIME_FIXED = 0x93, 0x12  # bits 1 and 4 are always set, 0 and 7 never
FENCE_MASK = 0x90  # of the answer to GS r: bits 4 and 7 are never set

PORT_PAPER_EMPTY, PORT_SELECTED, PORT_NO_ERROR = 0x20, 0x10, 0x08

ONLINE, OFFLINE_CAUSE, ERROR_CAUSE, PAPER = 1, 2, 3, 4
QUESTIONS = (ONLINE, OFFLINE_CAUSE, ERROR_CAUSE, PAPER)


def port_status(value: int) -> PrinterStatus:
    """From GET_PORT_STATUS: rough, but it works when nothing else does."""
    healthy = bool(value & PORT_SELECTED and value & PORT_NO_ERROR)
    paper_out = bool(value & PORT_PAPER_EMPTY)
    return PrinterStatus(
        paper_out=paper_out, offline=not healthy, reason="" if healthy else _why(value, paper_out)
    )


def _why(value: int, paper_out: bool) -> str:
    if paper_out:
        return ""
    return "paused" if value & PORT_NO_ERROR else "fault"


def realtime_status(answers: dict[int, int]) -> PrinterStatus:
    """From the four answers to DLE EOT, by question. Raises BadReply for a byte that cannot be one."""
    for question in QUESTIONS:
        if answers[question] & REALTIME_MASK != REALTIME_FIXED:
            raise BadReply(expected=f"DLE EOT {question}: 0xx1xx10", got=f"{answers[question]:08b}")
    cause, error, paper = answers[OFFLINE_CAUSE], answers[ERROR_CAUSE], answers[PAPER]
    offline = bool(answers[ONLINE] & 0x08)
    reason = ""
    if error & 0x20:
        reason = "fault"
    elif error & 0x40:
        reason = "overheated"
    elif offline and not cause & 0x24:
        reason = "paused"
    return PrinterStatus(
        paper_out=bool(cause & 0x20 or paper & 0x60),
        paper_low=bool(paper & 0x0C),
        cover_open=bool(cause & 0x04),
        jam=bool(error & 0x08),
        offline=offline or bool(reason),
        reason=reason,
    )


def refuse(status: PrinterStatus, **values: object) -> None:
    """Raise what keeps this printer from printing; nearest remedy first. Does nothing when it would print."""
    if status.cover_open:
        raise CoverOpen(**values)
    if status.paper_out:
        raise PaperOut(**values)
    if status.jam:
        raise PaperJam(**values)
    if status.offline:
        raise PrinterOffline(reason=status.reason or "paused", **values)


def device_id(answer: bytes) -> dict[str, str]:
    """IEEE 1284 device ID: two bytes of length (big-endian, with themselves), then KEY:value; pairs.

    Lenient: clones lie about the length and leave bytes out; what is no pair is left out.
    """
    length = int.from_bytes(answer[:2], "big")
    text = answer[2 : length if 2 < length <= len(answer) else len(answer)].decode("latin-1")
    pairs = (piece.partition(":") for piece in text.rstrip("\0").split(";"))
    return {key.strip().upper(): value.strip() for key, colon, value in pairs if colon and key.strip()}
