"""A document on the roll printer of our own port; receipts and kit slips are printed through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.contract import Kind, Raster
from vanapp.services import Services

if TYPE_CHECKING:
    from vanapp.printing import Printed
    from vanapp.printing.shop import Order


def roll_is_there(services: Services) -> bool:
    """Rolls are wanted, and a roll printer is plugged in."""
    rolls = services.settings.printer_width != "A4"
    return rolls and services.bench.state(Kind.RECEIPT).instrument is not None


def on_the_roll(services: Services, order: Order) -> Printed:
    """Returns when it is on paper, and says so only then. Raises DeviceError, PrintingError."""
    from vanapp.printing import Printed, shop

    picture = Raster(*shop.shared().dots(order))
    services.bench.use(
        Kind.RECEIPT, lambda printer: printer.print_image(picture, True, _never, _quietly), _never
    )
    instrument = services.bench.state(Kind.RECEIPT).instrument
    return Printed("paper", 1, printer=instrument.driver if instrument is not None else "")


def _never() -> bool:
    return False


def _quietly(step: str) -> None:
    """The page shows that it prints; the steps are of no interest to it."""
