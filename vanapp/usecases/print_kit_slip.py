"""Print the slip of a kit check; its PDF stays on the laptop beside the stored check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.days import CHINA
from vanapp.problems import words
from vanapp.services import Services
from vanapp.store.kit_checks import KitRecord
from vanapp.usecases.on_the_roll import on_the_roll, roll_is_there
from vanapp.usecases.unit_settings import unit_words

if TYPE_CHECKING:
    from vanapp.printing import KitView, Printed

FOLDER = "kit-checks"


def print_kit_slip(services: Services, record: KitRecord, sheet: bool) -> Printed:
    """Lane: print. On the roll when there is one; on A4 only when `sheet` says that one may be spent.

    The PDF is kept in any case: nothing on it is a person's but the officer's number. Raises DeviceError and,
    with `sheet`, printing.no_printer, printing.refused: the PDF is there, print again later; and
    printing.cannot_save.
    """
    from vanapp.printing import Printed
    from vanapp.printing.shop import Order, shared

    view = _view(services, record)
    english = services.settings.language == "en"
    whole = Order("kit", view, "A4", english)
    path = shared().save(whole, services.paths.data / FOLDER)
    printed = Printed("file", 1, path=path)
    if roll_is_there(services):
        printed = on_the_roll(services, Order("kit", view, services.settings.printer_width, english))
    elif sheet:
        printed = shared().print(whole, services.settings.printer or None, None)
    session = services.session
    services.store.audit.add(
        session.officer, "print", session.device_no, what="kit_slip", printer=printed.printer or "pdf"
    )
    return printed


def _view(services: Services, record: KitRecord) -> KitView:
    from vanapp.printing import KitRow, KitView

    at = record.at.astimezone(CHINA)
    rows = tuple(
        KitRow(
            line.kind,
            line.label,
            line.verdict,
            line.seconds,
            words(line.code, {}, "zh") if line.code else "",
            words(line.code, {}, "en") if line.code else "",
        )
        for line in record.lines
    )
    return KitView(
        number=f"{services.session.device_no}-{at:%Y%m%d-%H%M%S}",
        at=f"{at:%Y-%m-%d %H:%M}",
        unit=unit_words(services).name,
        officer=record.officer,
        good=record.good,
        training=record.training,
        rows=rows,
    )
