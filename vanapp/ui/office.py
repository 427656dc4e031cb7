"""Everything behind the sign-in: the screens on the rail, their presenters, and what keeps them fresh."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QCoreApplication

from forms.matter import matter as matter_of
from forms.packs.shelf import material_words
from vanapp.problems import words as problem_words
from vanapp.services import Services
from vanapp.ui.banner import Message
from vanapp.ui.network import watch_network
from vanapp.ui.presenters.camera_choice import CameraChoicePresenter, CameraVerbs
from vanapp.ui.presenters.consult import ConsultPresenter, ListVerbs
from vanapp.ui.presenters.instruments import Chooser, DeskPresenter, all_rows, rows_of
from vanapp.ui.presenters.kit import KitPresenter
from vanapp.ui.presenters.outbox import Describer, OutboxPresenter
from vanapp.ui.presenters.packs import PacksPresenter
from vanapp.ui.presenters.settings import SettingsPresenter
from vanapp.ui.presenters.today import Beginning, TodayPresenter
from vanapp.ui.screens.camera_card import CameraCard
from vanapp.ui.screens.desk_card import DeskCard
from vanapp.ui.screens.instruments import InstrumentRow, InstrumentsScreen
from vanapp.ui.screens.kit_card import KitCard
from vanapp.ui.screens.outbox import OutboxScreen
from vanapp.ui.screens.packs_card import PacksCard
from vanapp.ui.screens.screen import Screen
from vanapp.ui.screens.settings import SettingsScreen
from vanapp.ui.screens.today import TodayScreen
from vanapp.ui.strip import InstrumentFact
from vanapp.ui.tasks import Runs
from vanapp.ui.timers import QtTimers
from vanapp.ui.verbs import Verbs
from vanapp.ui.words import line_word

if TYPE_CHECKING:
    from vanapp.ui.presenters.lists import ListsPresenter
    from vanapp.ui.screens.intake import IntakeScreen
    from vanapp.ui.shell import Shell
    from vanapp.usecases.office_news import News
    from vanapp.usecases.today import Visit


ENDED = ("sync.device_revoked", "sync.sign_in_needed", "sync.out_of_date")
"""The office is there and will not have this laptop: a person must do something."""
SHUT_OUT = "shut_out"
NETWORK_SETTINGS = ("dedicated_network", "dedicated_apn", "allowed_networks", "allow_other_networks")


class Office:
    """Screens are made when first shown; presenters with them."""

    def __init__(
        self,
        shell: Shell,
        services: Services,
        lanes: Runs,
        verbs: Verbs,
        *,
        printers: Callable[[], tuple[str, ...]],
    ) -> None:
        self._shell, self._services, self._lanes = shell, services, lanes
        self._verbs, self._printers = verbs, printers
        self._bench: Any = services.bench
        self._window = shell.window
        self._today: TodayPresenter | None = None
        self._outbox: OutboxPresenter | None = None
        self._instruments: InstrumentsScreen | None = None
        self._intake_screen: IntakeScreen | None = None
        self._outbox_screen: OutboxScreen | None = None
        self._kit: KitPresenter | None = None
        self._lists: ListsPresenter | None = None
        self._packs: PacksPresenter | None = None
        self._settings: SettingsPresenter | None = None
        self._shut_out = False
        self._back = "today"  # where one goes when a person is served
        self._consult: ConsultPresenter | None = None
        # PyQt holds a plain object's bound method weakly: a presenter nobody keeps is gone.
        self._kept: list[object] = []
        self._unsubscribe: list[Callable[[], None]] = []
        self._add_screens()
        session = services.session
        self._window.strip.show_officer(session.name, session.officer)
        self._listen()

    def open(self) -> None:
        """The first page after sign-in: where the officer was when the light went out, else Today."""
        self._window.show_screen("today")
        self._lanes.run("store", self._verbs.last_place, self._resume, self._shell.tell)

    def close(self) -> None:
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def say_again(self) -> None:
        """The language changed: what presenters worded is worded again."""
        self._bench_changed()
        if self._outbox_screen is not None:
            self._outbox_screen.set_subtitle(self._line_said())
        if self._today is not None:
            self._today.say_again()
        if self._kit is not None:
            self._kit.say_again()
        if self._packs is not None:
            self._packs.say_again()
        if self._lists is not None:
            self._lists.load()
        if self._consult is not None:
            self._consult.say_again()
        if self._outbox is not None:
            self._outbox.load()

    def refresh(self) -> None:
        """Something moved: sealed, sent, decided, or the line changed."""
        state = self._line_state()
        self._window.strip.show_line(state)
        self._tell_shut_out(state)
        if self._outbox_screen is not None:
            self._outbox_screen.set_subtitle(self._line_said())
        if self._today is not None:
            self._today.show_line(state)
            self._today.load()
        if self._lists is not None:
            self._lists.load()
        if self._outbox is not None:
            self._outbox.refresh()
        else:
            self._count()
        self._ask_news()
        self._ask_unit()
        if self._settings is not None:
            self._settings.look()

    def resume(self, application_id: str) -> None:
        """Open an application that was begun."""
        self._intake().open(application_id)
        self._window.show_screen("intake")

    def begin(self, visit: Any = None) -> None:
        """Begin at a visit, or with whoever stands there."""
        if visit is not None:
            self._call_person(visit)
        self._intake().start(visit)
        self._window.show_screen("intake")

    def correct(self, application_id: str) -> None:
        """A returned application: its next version, at the page the office named."""
        self._intake().correct(application_id)
        self._window.show_screen("intake")

    # --- screens ----------------------------------------------------------------------------------------

    def _add_screens(self) -> None:
        add, translate = self._window.add_screen, QCoreApplication.translate
        add("today", self._make_today, icon="calendar-check", words=lambda: translate("Rail", "今日"))
        add("intake", self._make_intake, icon="identification-card", words=lambda: translate("Rail", "受理"))
        add("consult", self._make_consult, icon="chats-circle", words=lambda: translate("Rail", "咨询"))
        add("outbox", self._make_outbox, icon="tray-arrow-up", words=lambda: translate("Rail", "待发"))
        add("lists", self._make_lists, icon="list-checks", words=lambda: translate("Rail", "名单"))
        add("books", self._make_books)  # reached from the day's page
        add(
            "instruments",
            self._make_instruments,
            icon="plugs-connected",
            words=lambda: translate("Rail", "设备"),
            below=True,
        )
        add(
            "settings",
            self._make_settings,
            icon="gear-six",
            words=lambda: translate("Rail", "设置"),
            below=True,
        )

    def _make_today(self) -> Screen:
        screen = TodayScreen()
        presenter = TodayPresenter(
            screen,
            self._lanes,
            self._verbs.today,
            matter=self._matter,
            failed=self._shell.tell,
            unit=self._services.session.unit,
            language=lambda: self._services.settings.language,
        )
        self._today = presenter
        presenter.show_instruments([(row.kind, row.ready) for row in self._rows()])
        presenter.show_line(self._line_state())
        screen.shown.connect(presenter.load)
        screen.begun.connect(lambda stop: self._begun(presenter.begun(stop)))
        screen.walk_in_begun.connect(lambda: self.begin())
        screen.needed_opened.connect(self.correct)
        screen.books_opened.connect(lambda: self._window.show_screen("books"))
        return screen

    def _make_books(self) -> Screen:
        from vanapp.ui.presenters.books import BooksPresenter
        from vanapp.ui.screens.books import BooksScreen

        presenter: BooksPresenter
        assert self._verbs.books is not None

        def back(application: Any) -> None:
            self._back = "books"
            self.resume(application.id)

        screen = BooksScreen(
            {
                "fees": lambda row: presenter.fee(row),
                "held": lambda row: presenter.held(row),
                "promises": lambda row: presenter.promise(row),
            }
        )
        presenter = BooksPresenter(
            screen,
            self._lanes,
            self._verbs.books,
            language=lambda: self._services.settings.language,
            resume=back,
            done=lambda tone, words: screen.show_banner(tone, words),
            failed=self._shell.tell,
            changed=self.refresh,
        )
        self._kept.append(presenter)
        screen.shown.connect(presenter.load)
        screen.acted.connect(presenter.act)
        screen.change_put.connect(presenter.put_change)
        screen.closed.connect(presenter.close)
        screen.went_back.connect(lambda: self._window.show_screen("today"))
        return screen

    def _make_intake(self) -> Screen:
        from vanapp.ui.screens.intake import IntakeScreen

        screen = self._intake_screen = IntakeScreen(self._services, self._lanes)
        screen.closed.connect(self._served)
        screen.finished.connect(self._served)
        return screen

    def _make_lists(self) -> Screen:
        from vanapp.ui.presenters.lists import ListsPresenter
        from vanapp.ui.screens.lists import ListsScreen

        presenter: ListsPresenter
        screen = ListsScreen(lambda person: presenter.words(person))
        presenter = self._lists = ListsPresenter(screen, self._lanes, self._verbs.lists, self._shell.tell)
        screen.shown.connect(presenter.load)
        screen.asked.connect(presenter.load)
        screen.begin_asked.connect(self._begin_listed)
        return screen

    def _begin_listed(self, person: str) -> None:
        """Somebody of a list: the desk of training calls him, and afterwards the list is in front again."""
        begin = self._verbs.begin_listed
        if begin is None:
            return
        if self._services.desk is not None:
            desk: Any = self._services.desk
            desk.call(person.rpartition("/")[2])

        def begun(application: Any) -> None:
            self._back = "lists"
            self.resume(application.id)

        self._lanes.run("store", lambda: begin(person), begun, self._shell.tell)

    def _make_consult(self) -> Screen:
        from forms.search import current_index
        from vanapp.ui.screens.consult import ConsultScreen
        from vanapp.usecases.begin_from_advice import can_begin

        screen = ConsultScreen(lambda: self._services.settings.language)
        begin, book = self._verbs.begin_from_advice, self._verbs.book_from_advice

        def begun(category: str, answers: Mapping[str, str]) -> None:
            if begin is not None:
                self._lanes.run("store", lambda: begin(category, answers), self._resume, self._shell.tell)

        def booked(category: str, answers: Mapping[str, str]) -> None:
            if book is not None:
                self._lanes.run("store", lambda: book(category, answers), self._resume, self._shell.tell)

        presenter = ConsultPresenter(
            screen,
            self._lanes,
            index=current_index,
            can_begin=can_begin,
            begin=begun,
            book=booked if book is not None else None,
            paper=self._list_verbs(),
        )
        self._consult = presenter
        screen.print_asked.connect(presenter.print_list)
        screen.code_asked.connect(presenter.show_code)
        screen.shown.connect(presenter.entered)
        screen.typed.connect(presenter.typed)
        screen.chosen.connect(presenter.choose)
        screen.answered.connect(presenter.answered)
        screen.switched.connect(presenter.switched)
        screen.turned.connect(presenter.one_by_one)
        screen.went_on.connect(presenter.go_on)
        screen.went_back.connect(presenter.go_back)
        return screen

    def _list_verbs(self) -> ListVerbs | None:
        to_print, code = self._verbs.print_list, self._verbs.take_home
        if to_print is None or code is None:
            return None
        return ListVerbs(to_print, code, self._shell.say, self._shell.tell)

    def _make_outbox(self) -> Screen:
        describe = Describer(
            matter=self._matter,
            trouble=self._trouble,
            now=self._now,
            material=self._material,
            language=lambda: self._services.settings.language,
        )
        screen = OutboxScreen(describe)
        presenter = OutboxPresenter(
            screen,
            self._lanes,
            listing=self._verbs.listing,
            post=self._verbs.post,
            send_again=self._verbs.send_again,
            copy=self._verbs.copy,
            failed=self._shell.tell,
            changed=self.refresh,
            counted=self._counted,
        )
        self._outbox, self._outbox_screen = presenter, screen
        screen.set_subtitle(self._line_said())
        screen.shown.connect(presenter.load)
        screen.asked.connect(lambda *_: presenter.load())
        screen.model.more_wanted.connect(presenter.more)
        screen.send_asked.connect(presenter.send)
        screen.copy_asked.connect(presenter.copy)
        screen.again_asked.connect(presenter.again)
        screen.correct_asked.connect(self.correct)
        screen.supplement_asked.connect(self._supplement)
        return screen

    def _supplement(self, application_id: str) -> None:
        """A paper the office waits for is here: its next version, and then the outbox again."""
        if (begin := self._verbs.supplement) is not None:
            self._back = "outbox"
            self._lanes.run("store", lambda: begin(application_id), self._resume, self._shell.tell)

    def _make_instruments(self) -> Screen:
        desk = self._services.desk
        card = DeskCard() if desk is not None else None
        kit = KitCard() if self._verbs.kit is not None else None
        screen = InstrumentsScreen(card, kit)
        if kit is not None:
            self._join_kit(kit, screen)
        if card is not None:
            self._kept.append(DeskPresenter(card, desk, self._lanes, self._shell.tell))
        self._instruments = screen
        screen.shown.connect(self._bench_changed)
        chooser = Chooser(self._bench, self._services.settings)
        self._kept.append(chooser)
        screen.chosen.connect(chooser.choose)
        return screen

    def _join_kit(self, card: KitCard, screen: InstrumentsScreen) -> None:
        assert self._verbs.kit is not None
        presenter = self._kit = KitPresenter(
            card,
            self._lanes,
            self._verbs.kit,
            trouble=self._shell.say,
            failed=self._shell.tell,
            checked=self.refresh,
        )
        card.asked.connect(presenter.check)
        card.stopped.connect(presenter.stop)
        card.slip_asked.connect(presenter.print_again)
        screen.hid.connect(presenter.stop)

    def _make_settings(self) -> Screen:
        cameras = self._verbs.cameras
        card = CameraCard() if cameras is not None else None
        packs = PacksCard() if self._verbs.packs is not None else None
        screen = SettingsScreen(card, packs)
        if packs is not None:
            self._join_packs(packs, screen)
        if card is not None and cameras is not None:
            self._join_camera(card, screen, cameras)
        presenter = SettingsPresenter(
            screen,
            self._services.settings,
            self._lanes,
            printers=self._printers,
            took_effect=self._take_effect,
            network=self._verbs.network,
            failed=self._shell.tell,
        )
        screen.network.allow_asked.connect(presenter.allow)
        screen.network.forbid_asked.connect(presenter.forbid)
        self._settings = presenter
        screen.shown.connect(presenter.load)
        screen.changed.connect(presenter.change)
        return screen

    def _join_packs(self, card: PacksCard, screen: SettingsScreen) -> None:
        assert self._verbs.packs is not None
        presenter = self._packs = PacksPresenter(
            card, self._lanes, self._verbs.packs, words=self._trouble, say=self._shell.say
        )
        screen.shown.connect(presenter.load)
        card.stick_asked.connect(presenter.take)

    def _join_camera(self, card: CameraCard, screen: SettingsScreen, verbs: CameraVerbs) -> None:
        presenter = CameraChoicePresenter(
            card,
            self._services.settings,
            self._lanes,
            verbs,
            timers=QtTimers(screen),
            say=self._say_camera,
        )
        self._kept.append(presenter)
        screen.shown.connect(presenter.load)
        screen.hid.connect(presenter.left)
        card.purpose_chosen.connect(presenter.choose_purpose)
        card.chosen.connect(presenter.choose)
        card.tried.connect(presenter.try_it)

    def _say_camera(self, error: object, values: Mapping[str, object]) -> str:
        return self._trouble(error, values) if isinstance(error, str) else self._shell.say(error)

    def _intake(self) -> Any:
        return self._window.page("intake")

    # --- what the officer did ---------------------------------------------------------------------------

    def _begun(self, beginning: Beginning) -> None:
        if beginning.application is not None:
            if beginning.visit is not None:
                self._call_person(beginning.visit)
            self.resume(beginning.application)
        else:
            self.begin(beginning.visit)

    def _call_person(self, visit: Visit) -> None:
        """Training: the invented resident of this visit comes to the counter."""
        if self._services.desk is not None and visit.id_number:
            desk: Any = self._services.desk
            desk.call(visit.id_number)

    def _served(self, *_: object) -> None:
        """The intake page was put down or its person is served: back to the day, or to one's list."""
        back, self._back = self._back, "today"
        self._window.show_screen(back)
        self.refresh()

    def _resume(self, application: Any) -> None:
        if application is not None:
            self.resume(application.id)

    # --- what changes by itself -------------------------------------------------------------------------

    def _listen(self) -> None:
        bench, rounds = self._services.bench, getattr(self._services, "rounds", None)
        heard = getattr(bench, "on_change", None)
        if heard is not None:
            self._unsubscribe.append(heard(self._lanes.relay(self._bench_changed)))
        if rounds is not None:
            self._unsubscribe.append(rounds.on_change(self._lanes.relay(self.refresh)))
            self._unsubscribe.append(watch_network(rounds.nudge))
        radio = self._services.radio
        if radio is not None:
            self._unsubscribe.append(radio.on_change(self._lanes.relay(self._signal_changed)))
            self._signal_changed()
        self._bench_changed()
        self.refresh()

    def _signal_changed(self) -> None:
        heard: Any = self._services.radio.signal
        if heard is None:
            self._window.strip.show_signal("", "", "", None)
        else:
            self._window.strip.show_signal(heard.code, heard.operator, heard.technology, heard.percent)

    def _rows(self) -> tuple[InstrumentRow, ...]:
        return rows_of(self._bench, self._shell.say)

    def _bench_changed(self) -> None:
        rows = self._rows()
        words = QCoreApplication.translate("Strip", "未就绪")
        self._window.strip.show_instruments(
            [InstrumentFact(row.kind, row.ready, "" if row.ready else words) for row in rows]
        )
        if self._today is not None:
            self._today.show_instruments([(row.kind, row.ready) for row in rows])
        if self._instruments is not None:
            self._instruments.show_instruments(all_rows(self._bench, self._shell.say))
        if self._intake_screen is not None:
            self._intake_screen.sitting.plugged()

    def _ask_news(self) -> None:
        if (ask := self._verbs.news) is not None:
            self._lanes.run("store", ask, self._tell_news, self._shell.tell)

    def _tell_news(self, news: tuple[News, ...]) -> None:
        """The office changed a door the officer has begun: one banner, wherever he is."""
        if news:
            language = self._services.settings.language
            said = [problem_words(one.code, {"name": one.name}, language) for one in news]
            self._window.tell(Message("attention", "\n".join(said)))

    def _ask_unit(self) -> None:
        if (ask := self._verbs.unit) is not None:
            self._lanes.run("store", ask, self._unit_set, self._shell.tell)

    def _unit_set(self, names: tuple[str, ...]) -> None:
        """The bureau set something for this van's unit: it holds now, wherever the officer is."""
        for name in names:
            self._take_effect(name)
        if names and self._settings is not None:
            self._settings.load()

    def _material(self, material: str) -> str:
        words = material_words(material)
        return words.say(self._services.settings.language) if words is not None else material

    def _count(self) -> None:
        self._lanes.run(
            "store",
            lambda: self._verbs.listing("all", "", None, 1).counts,
            self._counted,
            self._shell.tell,
        )

    def _counted(self, counts: Any) -> None:
        self._window.strip.show_waiting(counts.get("here", 0))
        needs = counts.get("needs_you", 0)
        self._window.rail.show_badge("outbox", str(needs) if needs else "")

    def _take_effect(self, name: str) -> None:
        self._shell.take_effect(name)
        if name in NETWORK_SETTINGS and self._services.rounds is not None:
            self._services.rounds.nudge()

    def _line_state(self) -> str:
        """As the strip shows it: an office that answers and does not want this laptop is no good line."""
        state, problem = str(self._services.line.state), self._services.line.problem
        return SHUT_OUT if state == "up" and problem is not None and problem.code in ENDED else state

    def _tell_shut_out(self, state: str) -> None:
        """Once, wherever the officer is: from now on nothing leaves."""
        problem, told = self._services.line.problem, self._shut_out
        self._shut_out = state == SHUT_OUT
        if self._shut_out and not told:
            self._window.tell(Message("wrong", self._trouble(problem.code, problem.values)))

    def _line_said(self) -> str:
        """How it stands with the line; in another network also what to do about it."""
        state, problem = self._line_state(), self._services.line.problem
        if state in ("wrong_network", SHUT_OUT) and problem is not None:
            return self._trouble(problem.code, problem.values)
        return line_word(state)

    def _trouble(self, code: str, values: Mapping[str, object]) -> str:
        return problem_words(code, values, self._services.settings.language)

    def _matter(self, matter_id: str) -> str:
        return matter_of(matter_id).words.say(self._services.settings.language) if matter_id else ""

    def _now(self) -> datetime:
        return self._services.clock.now()
