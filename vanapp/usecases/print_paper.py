"""Print the form, the receipt or a short paper; the same paper again, as often as the printer jams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from vanapp.services import Services
from vanapp.usecases.note_printed import note_printed
from vanapp.usecases.on_the_roll import on_the_roll, roll_is_there
from vanapp.usecases.print_slip import print_notice
from vanapp.usecases.unit_settings import unit_words
from vanapp.usecases.visit_papers import EXTRAS, slip_view

if TYPE_CHECKING:
    from vanapp.printing import Printed
    from vanapp.printing.shop import Order

Paper = Literal["form", "receipt", "fee", "notice", "missing", "custody", "visit"]


def print_paper(services: Services, application_id: str, what: Paper) -> Printed:
    """Lane: print. The receipt goes to the roll printer when one is plugged in and rolls are wanted.

    Raises printing.no_printer, printing.refused, printing.stopped, DeviceError: nothing is lost, print again
    later. Without a printer a PDF is left in training only: it is plain text on the disk, and real people are
    not.
    """
    from vanapp.printing import shop

    if what in EXTRAS:
        printed = print_notice(
            services, slip_view(services, services.store.applications.get(application_id), what)
        )
        note_printed(services, application_id, what, printed.printer or "pdf")
        return printed
    order = order_of(services, application_id, what)
    if what == "receipt" and roll_is_there(services):
        printed = on_the_roll(services, order)
    else:
        folder = services.paths.data / "prints" if services.training else None
        printed = shop.shared().print(order, services.settings.printer or None, folder)
    note_printed(services, application_id, what, printed.printer or "pdf")
    return printed


def order_of(services: Services, application_id: str, what: Paper) -> Order:
    """What the print shop is to set. Lane: print."""
    # Printing brings QtGui; a use case that prints nothing must not wait for it.
    from vanapp.printing import view
    from vanapp.printing.shop import Order

    unit = unit_words(services)
    shown = view.make(
        services.store.applications.get(application_id),
        services.store.captures.content,
        office=view.Office(unit.name, unit.phone, unit.place, services.session.name),
    )
    if what == "form":
        return Order(what, shown)
    return Order(what, shown, services.settings.printer_width, services.settings.language == "en")
