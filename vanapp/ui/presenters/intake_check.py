"""Page 7, check and sign: is it the person, is every answer right, and the person's own hand under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from forms.record import Application, Capture, Verdict
from forms.spec import Field, blocking, complete, signers, visible_fields
from forms.words import Words
from vanapp.ui import flow
from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_compared import COMPARING, FAILED, Compared, compared
from vanapp.ui.presenters.intake_materials import here
from vanapp.ui.presenters.intake_ports import ChecklistLike, PersonLike, WrittenLike
from vanapp.ui.presenters.intake_tablet import TabletPresenter, TabletView

OUTCOMES = ("match", "review", "no_match")
"""What the officer's eye says; keys 1, 2, 3."""
UNSEEN = frozenset({"pay_way", "fee_waiver"})


@dataclass(frozen=True)
class Row:
    """One answer on the check page. `key` jumps to where it is asked; "" for what the chip said."""

    field: Field
    text: str
    source: str
    key: str
    wrong: str = ""


class CheckView(TabletView, Protocol):
    def show_rows(self, rows: Sequence[Row]) -> None: ...
    def show_portrait(self, picture: bytes) -> None: ...
    def show_earlier(self, picture: bytes | None, source: str) -> None: ...
    def show_compared(self, compared: Sequence[Compared]) -> None: ...
    def show_prints(self, pictures: Sequence[tuple[int, bytes]]) -> None: ...
    def show_verdict(self, outcome: str) -> None: ...
    def show_signer(self, who: str, name: str, label: Words | None, place: tuple[int, int]) -> None: ...
    def show_signature(self, picture: bytes | None) -> None: ...
    def show_written(self, signature: WrittenLike) -> None:
        """Draw all of it; `inked` follows with its picture."""
        ...

    def show_missing(self, what: str, detail: str) -> None: ...


class CheckPresenter:
    def __init__(self, sitting: Sitting, view: CheckView) -> None:
        self._sitting = sitting
        self._view = view
        self._who = ""  # whose hand the pad waits for; "": the first who has not signed
        self._signed = False
        self._here = False
        self._going_on = False
        self._tablet = TabletPresenter(sitting, view, view.show_written)
        sitting.on_plugged(self._plugged)

    def entered(self, place: str) -> None:
        self._going_on = False
        self._who = ""
        self._sitting.refresh(self._show)
        self._show()
        self._show_pictures()
        self._compare()
        self._here = True
        if not self._signed:
            self._tablet.start()

    def left(self) -> None:
        self._here = False
        self._tablet.stop()

    def _show(self) -> None:
        application = self._sitting.application
        if application is None:
            return
        self._view.show_rows(self._rows(application))
        self._view.show_verdict(self._outcome(application))
        self._show_signer(application)
        self._signed = application.capture(f"signature.{self._who}") is not None

    def _show_signer(self, application: Application) -> None:
        spec = self._sitting.cases.spec(application.matter)
        wanted = signers(spec, application.answers, self._sitting.cases.today())
        unsigned = [one for one in wanted if application.capture(f"signature.{one.id}") is None]
        here = next((one for one in wanted if one.id == self._who), (unsigned or list(wanted))[0])
        self._who = here.id
        name = application.answers.get(here.name, "")
        self._view.show_signer(here.id, name, here.label, (wanted.index(here) + 1, len(wanted)))

    def _turn_to(self, who: str, application: Application) -> None:
        """The pad is handed on: it is clean for the next hand."""
        self._who, self._signed = who, False
        self._show_signer(application)
        self._view.show_signature(None)
        self._tablet.start()

    def _rows(self, application: Application) -> list[Row]:
        spec = self._sitting.cases.spec(application.matter)
        checklist = self._sitting.checklist
        wrong = {mistake.field: mistake.code for mistake in (checklist.mistakes if checklist else ())}
        keys = {page: key for key, page in flow.KEYS.items()}
        rows = []
        today = self._sitting.cases.today()
        standing = complete(spec, application.answers, today)
        for field in visible_fields(spec, application.answers, today):
            text = standing.get(field.id, "")
            if field.id in UNSEEN or (not text and field.id not in wrong):
                continue
            source = application.sources.get(field.id, "officer")
            key = "" if source == "chip" else keys[flow.page_of(field.id)]
            rows.append(Row(field, text, source, key, wrong.get(field.id, "")))
        return rows

    def _show_pictures(self) -> None:
        application = self._sitting.application
        if application is None:
            return
        portrait = application.capture("portrait")
        if portrait is not None:
            self._load(portrait, self._view.show_portrait)
        chip = application.capture("chip.photo")
        if chip is None:
            self._view.show_earlier(None, "")
        else:
            self._load(chip, lambda picture: self._view.show_earlier(picture, "chip"))
        prints = [c for place in (1, 2) if (c := application.capture(f"finger.{place}"))]
        media = self._sitting.cases.media
        self._sitting.work_here(
            lambda _: [(int(str(c.facts.get("position", 0) or 0)), media(c)) for c in prints],
            self._view.show_prints,
        )
        mark = application.capture(f"signature.{self._who}")
        if mark is None:
            self._view.show_signature(None)
        else:
            self._load(mark, self._view.show_signature)

    def _load(self, capture: Capture, show: Any) -> None:
        self._sitting.work_here(lambda _: self._sitting.cases.media(capture), show)

    @staticmethod
    def _outcome(application: Application) -> str:
        found = [verdict for verdict in application.verdicts if verdict.kind == "officer"]
        return found[-1].outcome if found else ""

    # --- the engines -------------------------------------------------------------------------------
    def _compare(self) -> None:
        """While the officer reads; what was compared before stands. Nothing here is waited for."""
        sitting, application = self._sitting, self._sitting.id
        self._view.show_compared(COMPARING)

        def done(person: PersonLike) -> None:
            if sitting.application is None or sitting.application.id != application:
                return
            self._view.show_compared(compared(person))
            if person.earlier is not None:
                self._view.show_earlier(person.earlier.picture, person.earlier.source)

        def failed(error: Exception) -> None:
            if sitting.application is None or sitting.application.id != application:
                return
            self._view.show_compared(FAILED)
            if sitting.page == "check":  # later it is sealed, and nobody waits for this any more
                sitting.trouble(error)

        sitting.lanes.run("analysis", lambda: sitting.cases.verify_person(application), done, failed)

    # --- the officer's eye -------------------------------------------------------------------------
    def judge(self, outcome: str) -> None:
        """Key 1, 2 or 3: what the officer sees comparing person, document and picture. It never blocks."""
        verdict = Verdict(
            kind="officer", outcome=outcome, engine="eye", version="1", at=self._sitting.cases.now()
        )

        def done(_: object) -> None:
            self._sitting.shell.show_saved(verdict.at)
            self._sitting.refresh(self._show)

        self._sitting.work_here(lambda a: self._sitting.cases.note_verdict(a, verdict), done)

    # --- the signature -------------------------------------------------------------------------------
    def signed(self, strokes: Sequence[Any], png: bytes, surface: Any) -> None:
        """On the screen: every finished stroke is kept at once, with time and pressure."""
        self._tablet.stop()
        self._keep(strokes, png, surface)

    def inked(self, strokes: Sequence[Any], png: bytes, surface: Any) -> None:
        """On the tablet: the whole of it, when the officer said so."""
        self._keep(strokes, png, surface)

    def _keep(self, strokes: Sequence[Any], png: bytes, surface: Any) -> None:
        who = self._who
        self._signed = True

        def done(capture: Capture) -> None:
            self._sitting.shell.show_saved(capture.taken_at)
            self._sitting.refresh(self._show)
            if self._going_on:
                self._going_on = False
                self.go_on()

        self._sitting.work_here(lambda a: self._sitting.cases.sign(a, who, strokes, png, surface), done)

    def sign_again(self) -> None:
        self._signed = False
        self._tablet.start()

    def _plugged(self) -> None:
        """The tablet came or went: the one is waited with, the other is no hindrance."""
        if self._here and not self._signed and not self._tablet.waits:
            self._tablet.start()

    # --- keys ------------------------------------------------------------------------------------------
    def jump(self, field: str) -> None:
        self._sitting.jump(flow.page_of(field), field)

    def go_on(self) -> None:
        """Enter: on when the eye has judged, no answer stops, and the hand is under it.

        While the tablet is written on it means first: that was all of it.
        """
        if self._tablet.is_written_on:
            self._going_on = True
            self._tablet.finish()
            return

        def judged() -> None:
            application, checklist = self._sitting.application, self._sitting.checklist
            if application is None:
                return
            missing = self._missing(application, checklist)
            if missing is None:
                self._sitting.forward()
            else:
                self._view.show_missing(*missing)

        self._sitting.refresh_checklist(judged)

    def _missing(self, application: Application, checklist: ChecklistLike | None) -> tuple[str, str] | None:
        for page in flow.asked(application):
            before = flow.PAGE_IDS.index(page.id) < flow.PAGE_IDS.index("check")
            if before and page.id != "materials" and not page.done(application):
                return "page", page.id
        if any(here(item) and not item.done for item in (checklist.items if checklist else ())):
            return "page", "materials"
        stops = blocking(checklist.mistakes, {}) if checklist else ()
        if stops:
            return "field", stops[0].field
        if not self._outcome(application):
            return "verdict", ""
        if not self._signed:
            return "signature", self._who
        if checklist is not None and checklist.unsigned:
            following = checklist.unsigned[0]
            if following != self._who:
                self._turn_to(following, application)
            return "stale" if checklist.stale_signature else "signature", following
        return None

    def go_back(self) -> bool:
        """Esc: nothing here to step out of; the flow goes a page back."""
        return False

    def refreshed(self) -> None:
        """A newer copy came from the store; what is shown here was shown already."""
