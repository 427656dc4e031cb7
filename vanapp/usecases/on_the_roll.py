"""A document on the roll printer of our own port; receipts and kit slips are printed through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.contract import Kind, Raster
from vanapp.services import Services

if TYPE_CHECKING:
    from vanapp.printing import Document, Printed


def roll_is_there(services: Services) -> bool:
    """Rolls are wanted, and a roll printer is plugged in."""
    rolls = services.settings.printer_width != "A4"
    return rolls and services.bench.state(Kind.RECEIPT).instrument is not None


def on_the_roll(services: Services, document: Document, width: str) -> Printed:
    """Returns when it is on paper, and says so only then. width: "58" or "80". Raises DeviceError."""
    from vanapp.printing import Printed
    from vanapp.printing.dots import dots

    bits, width_px, height_px = dots(document, width)
    picture = Raster(bits, width_px, height_px)
    services.bench.use(
        Kind.RECEIPT, lambda printer: printer.print_image(picture, True, _never, _quietly), _never
    )
    instrument = services.bench.state(Kind.RECEIPT).instrument
    return Printed("paper", 1, printer=instrument.driver if instrument is not None else "")


def _never() -> bool:
    return False


def _quietly(step: str) -> None:
    """The page shows that it prints; the steps are of no interest to it."""
