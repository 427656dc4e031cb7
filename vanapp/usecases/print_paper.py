"""Print the form or the receipt of an application; the same paper again, as often as the printer jams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from forms.days import age, parse_day
from forms.matter import matter
from forms.validity import years_at
from vanapp.clock import today
from vanapp.services import Services
from vanapp.usecases.draft import all_answers
from vanapp.usecases.make_checklist import checklist_of
from vanapp.usecases.note_printed import note_printed

if TYPE_CHECKING:
    from vanapp.printing import Printed
    from vanapp.printing.document import Document

Paper = Literal["form", "receipt"]


def print_paper(services: Services, application_id: str, what: Paper) -> Printed:
    """Lane: print. Raises printing.no_printer, printing.refused: nothing is lost, print again later.

    Without a printer a PDF is left in training only: it is plain text on the disk, and real people are not.
    """
    from vanapp.printing import print_on

    document = make_paper(services, application_id, what)
    folder = services.paths.data / "prints" if services.training else None
    printed = print_on(document, services.settings.printer or None, folder)
    note_printed(services, application_id, what, printed.printer or "pdf")
    return printed


def make_paper(services: Services, application_id: str, what: Paper) -> Document:
    """The paper itself, for the preview and the printer. Lane: print."""
    # Printing brings QtGui; a use case that prints nothing must not wait for it.
    from vanapp import printing
    from vanapp.printing import view, wording

    application = services.store.applications.get(application_id)
    chosen = matter(application.matter)
    birth = parse_day(all_answers(services, application).get("birth", ""))
    day = today(services.clock)
    full_years = age(birth, day) if birth else 0
    years = years_at(full_years)
    checklist = checklist_of(services, application)
    amount = f"{checklist.fee.cents / 100:.2f}" if checklist.fee else ""
    shown = view.make(
        application,
        services.store.captures.content,
        office=view.Office(services.session.unit, officer_name=services.session.name),
        decided=view.Decided(
            reason=chosen.reason_for(full_years),
            matter=chosen.words.zh,
            matter_en=chosen.words.en,
            term="" if birth is None else "long" if years is None else str(years),
            fee=wording.form("fee").format(amount=amount) if amount else "",
            fee_en=wording.form("fee_en").format(amount=amount) if amount else "",
            due=checklist.deadline.date if checklist.deadline else None,
        ),
    )
    if what == "form":
        return printing.form(shown)
    return printing.receipt(shown, services.settings.printer_width, services.settings.language == "en")
