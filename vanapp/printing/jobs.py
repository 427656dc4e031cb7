"""What became of pages handed to the system's queue: printed, or why not, asked of the print server.

Only a job that the server calls completed counts as printed. CUPS calls it so when the printer's own driver
has given all of it away and reported no trouble; what a printer never tells, nobody knows.
"""

from __future__ import annotations

import getpass
import time
from collections.abc import Callable, Sequence

from vanapp.printing import ipp
from vanapp.printing.errors import (
    JobCancelled,
    JobFailed,
    JobWaits,
    PrinterCover,
    PrinterJam,
    PrinterPaper,
    PrinterPaused,
    PrinterToner,
    PrinterUnreachable,
    PrintingError,
)

LOOK_EVERY_S = 0.5
PATIENCE_S = 60.0
"""A sheet takes 10 to 20 s with warming up; after a minute the officer looks himself."""

PENDING, HELD, PROCESSING, STOPPED, CANCELLED, ABORTED, COMPLETED = range(3, 10)

TROUBLES: tuple[tuple[str, type[PrintingError]], ...] = (
    ("media-empty", PrinterPaper),
    ("media-needed", PrinterPaper),
    ("input-tray-missing", PrinterPaper),
    ("media-jam", PrinterJam),
    ("cover-open", PrinterCover),
    ("door-open", PrinterCover),
    ("interlock-open", PrinterCover),
    ("toner-empty", PrinterToner),
    ("marker-supply-empty", PrinterToner),
    ("offline", PrinterUnreachable),
    ("shutdown", PrinterUnreachable),
    ("connecting-to-device", PrinterUnreachable),
    ("timed-out", PrinterUnreachable),
    ("paused", PrinterPaused),
)
"""The beginning of a printer's reason (RFC 8011 5.4.12; "-error", "-warning", "-report" may follow), the most
telling first."""
PASSING_S = 5.0
"""So long a printer may be warming up or be looked for without that being trouble."""
PASSING = (PrinterUnreachable,)


def newest(printer: str) -> int | None:
    """The highest number of a job so far, 0 for none; None: the server cannot be asked."""
    try:
        return max((_number(job) for job in ipp.jobs(printer, _user())), default=0)
    except ipp.NoAnswer:
        return None


def handed_in(printer: str, title: str, after: int | None) -> int:
    """The number of our job, handed in after that one; 0: not found."""
    if after is None:
        return 0
    try:
        found = [job for job in ipp.jobs(printer, _user()) if _number(job) > after]
    except ipp.NoAnswer:
        return 0
    ours = [job for job in found if job.get("job-name") == [title]]
    return max((_number(job) for job in ours), default=0)


def follow(
    printer: str,
    job: int,
    cancelled: Callable[[], bool] = lambda: False,
    *,
    patience_s: float = PATIENCE_S,
) -> bool:
    """Wait until the job is printed: True. False: it is still waiting, or nobody can say any more.

    Raises, as soon as the server knows, PrinterPaper, PrinterJam, PrinterCover, PrinterToner, PrinterPaused,
    PrinterUnreachable, JobWaits (the job is still in the queue and goes on by itself); JobCancelled,
    JobFailed.
    """
    began = time.monotonic()
    while not cancelled():
        try:
            found = next((one for one in ipp.jobs(printer, _user()) if _number(one) == job), None)
            feels = ipp.printer_state(printer)
        except ipp.NoAnswer:
            return False
        if found is None:
            return False
        state = (found.get("job-state") or [0])[0]
        if state == COMPLETED:
            return True
        if state == CANCELLED:
            raise JobCancelled(printer=printer)
        if state == ABORTED:
            raise JobFailed(printer=printer)
        waited = time.monotonic() - began
        trouble = _trouble([str(reason) for reason in feels.get("printer-state-reasons", ())])
        if trouble is not None and (trouble not in PASSING or waited >= min(PASSING_S, patience_s / 2)):
            raise trouble(printer=printer)
        if state in (HELD, STOPPED):
            raise JobWaits(printer=printer)
        if waited >= patience_s:
            return False
        time.sleep(LOOK_EVERY_S)
    return False


def _trouble(reasons: Sequence[str]) -> type[PrintingError] | None:
    return next((kind for name, kind in TROUBLES if any(reason.startswith(name) for reason in reasons)), None)


def _number(job: ipp.Attributes) -> int:
    value = (job.get("job-id") or [0])[0]
    return value if isinstance(value, int) else 0


def _user() -> str:
    return getpass.getuser()
