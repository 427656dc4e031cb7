"""Print the list of what to bring, for the resident to take home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from vanapp.services import Services
from vanapp.usecases.on_the_roll import on_the_roll, roll_is_there
from vanapp.usecases.take_home import view_of

if TYPE_CHECKING:
    from vanapp.printing import Printed

FOLDER = "lists"


def print_list(services: Services, category: str, answers: Mapping[str, str]) -> Printed:
    """Lane: print. On the roll when there is one, else on A4, else a PDF stays on the laptop.

    Nothing on it is a person's, so the file may lie there. Raises DeviceError (the roll printer is in
    trouble), printing.stopped, printing.cannot_save, BadDefinition: nothing is lost, print again.
    """
    from vanapp.printing.shop import Order, shared

    settings = services.settings
    view = view_of(services, category, answers)
    english = settings.language == "en"
    if roll_is_there(services):
        printed = on_the_roll(services, Order("list", view, settings.printer_width, english))
    else:
        folder = services.paths.data / FOLDER
        printed = shared().print(Order("list", view, "A4", english), settings.printer or None, folder)
    session = services.session
    services.store.audit.add(
        session.officer,
        "print",
        session.device_no,
        what="list",
        category=category,
        printer=printed.printer or "pdf",
    )
    return printed
