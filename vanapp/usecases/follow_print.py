"""Follow pages in the system's queue: on paper, still waiting, or stopped with what to do about it."""

from __future__ import annotations

from collections.abc import Callable


def follow_print(printer: str, job: int, cancelled: Callable[[], bool]) -> str:
    """Lane: jobs. "paper" once the job is completed, "queue" when that is not known in time.

    Raises printing.printer_*, printing.job_*; of JobStalled's kind the pages come out by themselves later:
    follow them again, and do not print again.
    """
    from vanapp.printing.jobs import follow

    return "paper" if follow(printer, job, cancelled) else "queue"


def comes_by_itself(error: Exception) -> bool:
    """The pages still wait in the queue: they come out once the printer can."""
    from vanapp.printing.errors import JobStalled

    return isinstance(error, JobStalled)
