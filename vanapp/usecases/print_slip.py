"""Print a short paper on its way round the forms: again with a reason, a label, the closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vanapp.services import Services
from vanapp.store.custody import Held
from vanapp.store.ledger import Closing
from vanapp.usecases.errors import NotPaid, ReasonMissing
from vanapp.usecases.on_the_roll import on_the_roll, roll_is_there
from vanapp.usecases.visit_papers import head_of, label_view, slip_view

if TYPE_CHECKING:
    from vanapp.printing import Printed
    from vanapp.printing.notice_view import NoticeView


def print_notice(services: Services, view: NoticeView) -> Printed:
    """Lane: print. The roll when one is there and wanted, else the printer; in training else a PDF.

    Raises printing.no_printer, printing.refused, printing.stopped, DeviceError: print again later.
    """
    from vanapp.printing.shop import Order, shared

    settings = services.settings
    english = settings.language == "en"
    order = Order(view.kind, view, settings.printer_width, english)
    if roll_is_there(services):
        return on_the_roll(services, order)
    folder = services.paths.data / "prints" if services.training else None
    return shared().print(order, settings.printer or None, folder)


def reprint_fee(services: Services, receipt: str, reason: str) -> Printed:
    """Lane: print. The slip of a payment once more; it says that it is a further one.

    Raises usecases.reason_missing, usecases.not_paid, and what print_notice raises: nothing is noted then.
    """
    store, reason = services.store, reason.strip()
    if not reason:
        raise ReasonMissing
    paid = store.ledger.payment(receipt)
    if paid is None:
        raise NotPaid(receipt=receipt)
    application = store.applications.latest(receipt)
    nth = store.ledger.reprints(paid.number) + 1
    printed = print_notice(services, slip_view(services, application, "fee", again=nth))
    with store.transaction():
        store.ledger.reprint(paid.number, nth, services.session.officer, reason, services.clock.now())
        _note(services, receipt, "fee", printed, number=paid.number, nth=nth)
    return printed


def print_label(services: Services, held: Held) -> Printed:
    """Lane: print. Raises what print_notice raises."""
    printed = print_notice(services, label_view(services, held))
    _note(services, held.application, "label", printed, number=held.number)
    return printed


def print_closing(services: Services, closing: Closing) -> Printed:
    """Lane: print. Raises what print_notice raises."""
    from vanapp.printing import notice_view

    drawer = closing.drawer
    counted = notice_view.Counted(
        number=closing.number,
        opened=drawer.opened,
        cash=drawer.cash,
        scan=drawer.scan,
        expected=drawer.expected,
        counted=closing.counted,
        kept=closing.kept,
        held=closing.held,
        owed=sum(max(account.owed, 0) for account in services.store.ledger.unsettled()),
        pieces=tuple(sorted(closing.pieces.items(), reverse=True)),
        reason=closing.reason,
    )
    printed = print_notice(services, notice_view.closing(head_of(services), counted))
    _note(services, services.session.device_no, "closing", printed, number=closing.number)
    return printed


def _note(services: Services, subject: str, what: str, printed: Printed, **facts: str | int) -> None:
    services.store.audit.add(
        services.session.officer, "print", subject, what=what, printer=printed.printer or "pdf", **facts
    )
