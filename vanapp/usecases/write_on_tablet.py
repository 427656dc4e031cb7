"""Let the person write on the signature tablet; what is written is seen on the screen as it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from devices.contract import Cancelled, Kind, PenPoint, Progress, Signature, SignatureTablet
from vanapp.services import Services


class Ink(Protocol):
    """Told in the tablet's own thread."""

    def begun(self, width: int, height: int) -> None:
        """A clean tablet; the shape of its writing area."""
        ...

    def drawn(self, point: PenPoint | None) -> None:
        """One point, as parts of width and height; None at the end of a stroke."""
        ...


def write_on_tablet(
    services: Services, ink: Ink, finished: Callable[[], bool], cancelled: Cancelled, progress: Progress
) -> Signature:
    """Lane: sign. Blocks until `finished()`; keeps nothing: `sign` does. Cancelled, the tablet is wiped.

    Raises DeviceError.
    """

    def job(tablet: SignatureTablet) -> Signature:
        ink.begun(*tablet.area)
        return tablet.sign(finished, cancelled, progress, ink.drawn)

    return services.bench.use(Kind.SIGNATURE, job, cancelled)
