"""Print the form or the receipt of an application; the same paper again, as often as the printer jams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from devices.contract import Kind, Raster
from vanapp.services import Services
from vanapp.usecases.note_printed import note_printed

if TYPE_CHECKING:
    from vanapp.printing import Printed
    from vanapp.printing.document import Document

Paper = Literal["form", "receipt"]


def print_paper(services: Services, application_id: str, what: Paper) -> Printed:
    """Lane: print. The receipt goes to the roll printer when one is plugged in and rolls are wanted.

    Raises printing.no_printer, printing.refused, DeviceError: nothing is lost, print again later. Without a
    printer a PDF is left in training only: it is plain text on the disk, and real people are not.
    """
    from vanapp.printing import print_on

    document = make_paper(services, application_id, what)
    if what == "receipt" and _roll_is_there(services):
        printed = _on_the_roll(services, document)
    else:
        folder = services.paths.data / "prints" if services.training else None
        printed = print_on(document, services.settings.printer or None, folder)
    note_printed(services, application_id, what, printed.printer or "pdf")
    return printed


def _roll_is_there(services: Services) -> bool:
    rolls = services.settings.printer_width != "A4"
    return rolls and services.bench.state(Kind.RECEIPT).instrument is not None


def _on_the_roll(services: Services, document: Document) -> Printed:
    """Returns when it is on paper, and says so only then."""
    from vanapp.printing import Printed
    from vanapp.printing.dots import dots

    bits, width_px, height_px = dots(document, services.settings.printer_width)
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


def make_paper(services: Services, application_id: str, what: Paper) -> Document:
    """The paper itself, for the preview and the printer. Lane: print."""
    # Printing brings QtGui; a use case that prints nothing must not wait for it.
    from vanapp import printing
    from vanapp.printing import view

    shown = view.make(
        services.store.applications.get(application_id),
        services.store.captures.content,
        office=view.Office(services.session.unit, officer_name=services.session.name),
    )
    if what == "form":
        return printing.form(shown)
    return printing.receipt(shown, services.settings.printer_width, services.settings.language == "en")
