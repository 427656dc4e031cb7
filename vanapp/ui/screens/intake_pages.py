"""The eight pages with their presenters, wired once: acts go one way, what to show the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_check import CheckPresenter
from vanapp.ui.presenters.intake_fingers import FingersPresenter
from vanapp.ui.presenters.intake_finish import FinishPresenter
from vanapp.ui.presenters.intake_identity import IdentityPresenter
from vanapp.ui.presenters.intake_materials import MaterialsPresenter
from vanapp.ui.presenters.intake_matter import MatterPresenter
from vanapp.ui.presenters.intake_particulars import ParticularsPresenter
from vanapp.ui.presenters.intake_portrait import PortraitPresenter
from vanapp.ui.screens.intake_check import CheckPage
from vanapp.ui.screens.intake_fingers import FingersPage
from vanapp.ui.screens.intake_finish import FinishPage
from vanapp.ui.screens.intake_identity import IdentityPage
from vanapp.ui.screens.intake_materials import MaterialsPage
from vanapp.ui.screens.intake_matter import MatterPage
from vanapp.ui.screens.intake_page import IntakePage, Language
from vanapp.ui.screens.intake_particulars import ParticularsPage
from vanapp.ui.screens.intake_portrait import PortraitPage


class PagePresenter(Protocol):
    """What the flow asks of every page's presenter."""

    def entered(self, place: str) -> None: ...
    def left(self) -> None: ...
    def go_on(self) -> None: ...
    def go_back(self) -> bool: ...
    def refreshed(self) -> None: ...


class Pages:
    """Pages and presenters by page id; each pair is made when it is first asked for.

    All eight at once hold the GUI thread for 80 ms as the first person comes (tests/bench/renewal.py).
    """

    def __init__(self, sitting: Sitting, language: Language, made: Callable[[IntakePage], None]) -> None:
        """made: hears of every new page, before anybody sees it."""
        self._sitting, self._language, self._made = sitting, language, made
        self._pages: dict[str, IntakePage] = {}
        self._presenters: dict[str, PagePresenter] = {}
        self._makers = {
            "identity": self._identity,
            "matter": self._matter,
            "particulars": self._particulars,
            "portrait": self._portrait,
            "fingers": self._fingers,
            "materials": self._materials,
            "check": self._check,
            "finish": self._finish,
        }

    def page(self, name: str) -> IntakePage:
        self._make(name)
        return self._pages[name]

    def presenter(self, name: str) -> PagePresenter:
        self._make(name)
        return self._presenters[name]

    def _make(self, name: str) -> None:
        if name not in self._pages:
            self._makers[name](self._sitting, self._language)
            self._made(self._pages[name])

    def _add(self, name: str, page: IntakePage, presenter: PagePresenter) -> None:
        self._pages[name] = page
        self._presenters[name] = presenter

    def _identity(self, sitting: Sitting, language: Language) -> None:
        page = IdentityPage(language)
        presenter = IdentityPresenter(sitting, page)
        page.typed.connect(presenter.typed)
        page.look.connect(presenter.look)
        page.travel.connect(presenter.toggle_travel)
        page.travel_card.typed.connect(presenter.travel.typed)
        page.travel_card.accepted.connect(presenter.travel.accept)
        self._add("identity", page, presenter)

    def _matter(self, sitting: Sitting, language: Language) -> None:
        page = MatterPage(language)
        presenter = MatterPresenter(sitting, page)
        page.chosen.connect(presenter.choose)
        page.answered.connect(presenter.answer)
        self._add("matter", page, presenter)

    def _particulars(self, sitting: Sitting, language: Language) -> None:
        page = ParticularsPage(language, sitting.cases.today)
        presenter = ParticularsPresenter(sitting, page)
        page.edited.connect(presenter.edited)
        page.filled.connect(presenter.settled)
        page.focused.connect(presenter.focused)
        page.offers_wanted.connect(presenter.offers.wanted)
        self._add("particulars", page, presenter)

    def _portrait(self, sitting: Sitting, language: Language) -> None:
        page = PortraitPage(language)
        presenter = PortraitPresenter(sitting, page)
        page.shutter.connect(presenter.shutter)
        page.released.connect(presenter.release)
        page.overridden.connect(presenter.override)
        page.move_asked.connect(presenter.ask_to_move)
        self._add("portrait", page, presenter)

    def _fingers(self, sitting: Sitting, language: Language) -> None:
        page = FingersPage(language)
        presenter = FingersPresenter(sitting, page)
        page.other.connect(presenter.other_finger)
        page.cannot.connect(presenter.cannot)
        page.again.connect(presenter.again)
        page.skipped.connect(presenter.skip)
        self._add("fingers", page, presenter)

    def _materials(self, sitting: Sitting, language: Language) -> None:
        page = MaterialsPage(language)
        presenter = MaterialsPresenter(sitting, page)
        page.shot.connect(presenter.shoot)
        page.scanned.connect(presenter.scan)
        page.promised.connect(presenter.promise)
        page.held.connect(presenter.hold)
        page.uncut.connect(presenter.uncut)
        page.read.connect(presenter.read)
        page.chosen.connect(presenter.choose)
        page.stepped.connect(presenter.step)
        page.seen.connect(presenter.seen)
        page.reused.connect(presenter.reuse)
        page.dropped.connect(presenter.drop)
        self._add("materials", page, presenter)

    def _check(self, sitting: Sitting, language: Language) -> None:
        page = CheckPage(language)
        presenter = CheckPresenter(sitting, page)
        page.judged.connect(presenter.judge)
        page.changed.connect(presenter.jump)
        page.signed.connect(presenter.signed)
        page.inked.connect(presenter.inked)
        page.sign_again.connect(presenter.sign_again)
        self._add("check", page, presenter)

    def _finish(self, sitting: Sitting, language: Language) -> None:
        page = FinishPage(language)
        presenter = FinishPresenter(sitting, page)
        page.paid.connect(presenter.pay)
        page.waived.connect(presenter.waive)
        page.rated.connect(presenter.rate)
        page.printed.connect(presenter.print_paper)
        page.another.connect(presenter.another)
        page.proved.connect(presenter.prove)
        page.others_asked.connect(presenter.print_others)
        page.visit_asked.connect(presenter.print_visit)
        page.card_held.connect(presenter.hold_card)
        self._add("finish", page, presenter)
