"""The intake's verbs bound to this van's services, one line each; the presenters stay free of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from forms.matter import matter
from forms.record import Application, Capture, Verdict
from forms.spec import FormSpec, load
from vanapp.clock import today
from vanapp.services import Services
from vanapp.ui.presenters.intake_ports import Cancelled, ChallengeLike, Paper, PrintedLike, Progress
from vanapp.usecases import (
    add_material,
    answer,
    ask_to_move,
    begin_another,
    begin_application,
    choose_matter,
    collect_fee,
    correct,
    drop_material,
    find_double,
    follow_print,
    hand_over,
    hold_original,
    judge_photo,
    keep_place,
    load_application,
    load_media,
    make_checklist,
    note_verdict,
    prepare_face,
    print_paper,
    promise_material,
    rate_service,
    read_card,
    read_document,
    read_travel_document,
    recent_addresses,
    resume,
    returned_reasons,
    reuse_material,
    scan_material,
    seal,
    shoot_still,
    sign,
    skip_finger,
    take_finger,
    take_photo,
    tick_material,
    uncut_material,
    undo,
    verify_person,
    visit_papers,
    watch_camera,
    write_on_tablet,
)


class Cases:
    """See intake_ports.CasesLike; the lanes and errors are those of each use case."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def begin(self, way: str, trip: str | None, visit: str | None) -> Application:
        return begin_application.begin_application(self._services, way=way, trip=trip, visit=visit)

    def begin_another(self, application: str) -> Application:
        return begin_another.begin_another(self._services, application)

    def load(self, application: str) -> Application:
        return load_application.load_application(self._services, application)

    def correct(self, application: str) -> Application:
        return correct.correct(self._services, application)

    def reasons(self, application: str) -> tuple[Sequence[str], Sequence[str]]:
        found = returned_reasons.returned_reasons(self._services, application)
        return found.sentences, found.fields

    def leave(self) -> None:
        resume.leave_place(self._services)

    def choose_matter(self, application: str, matter: str, scenario: Mapping[str, str]) -> Application:
        return choose_matter.choose_matter(self._services, application, matter, scenario)

    def answer(self, application: str, field: str, text: str) -> answer.Saved:
        return answer.answer(self._services, application, field, text)

    def undo(self, application: str) -> undo.Undone | None:
        return undo.undo(self._services, application)

    def recent_addresses(self, application: str) -> recent_addresses.Recent:
        return recent_addresses.recent_addresses(self._services, application)

    def keep_place(self, application: str, page: str, place: str) -> None:
        keep_place.keep_place(self._services, application, page, place)

    def read_card(self, application: str, cancelled: Cancelled, progress: Progress) -> read_card.CardOutcome:
        return read_card.read_card(self._services, application, cancelled, progress)

    def read_document(self, application: str, picture: Any) -> read_document.DocumentOutcome:
        return read_document.read_document(self._services, application, picture)

    def zone_is_right(self, typed: str) -> bool | None:
        """None: no whole zone yet. Cheap: asked at every keystroke."""
        try:
            return read_travel_document.zone_of(typed).valid
        except read_travel_document.NotAnMrz:
            return None

    def read_zone(self, application: str, typed: str) -> read_travel_document.TravelOutcome:
        zone = read_travel_document.zone_of(typed)
        return read_travel_document.read_zone(self._services, application, zone)

    def read_travel_chip(
        self, application: str, typed: str, cancelled: Cancelled, progress: Progress
    ) -> read_travel_document.TravelOutcome:
        zone = read_travel_document.zone_of(typed)
        return read_travel_document.read_travel_chip(self._services, application, zone, cancelled, progress)

    def take_finger(
        self, application: str, position: int, cancelled: Cancelled, progress: Progress
    ) -> take_finger.FingerOutcome:
        return take_finger.take_finger(self._services, application, position, cancelled, progress)

    def skip_finger(
        self, application: str, position: int, reason: str, photo: bytes, whole_hand: bool
    ) -> Sequence[Capture]:
        return skip_finger.skip_finger(
            self._services, application, position, reason, photo, whole_hand=whole_hand
        )

    def find_double(self, application: str) -> Sequence[find_double.Double]:
        return find_double.find_double(self._services, application)

    def judge_photo(self, frame: Any) -> Sequence[Any]:
        return judge_photo.judge_photo(self._services, frame)

    def take_photo(
        self, application: str, frame: Any, override: str | None, still: bool
    ) -> take_photo.PhotoOutcome:
        taken_with: Any = "still" if still else "camera"
        return take_photo.take_photo(self._services, application, frame, override, taken_with)

    def shoot_still(self, cancelled: Cancelled, progress: Progress) -> shoot_still.Still:
        return shoot_still.shoot_still(self._services, cancelled, progress)

    def add_material(self, application: str, material: str, frame: Any) -> Sequence[Capture]:
        return add_material.add_material(self._services, application, material, frame)

    def scan_material(
        self, application: str, material: str, cancelled: Cancelled, progress: Progress
    ) -> Sequence[Capture]:
        return scan_material.scan_material(self._services, application, material, cancelled, progress)

    def uncut_material(self, application: str, slot: str) -> Capture:
        return uncut_material.uncut_material(self._services, application, slot)

    def drop_material(self, application: str, slot: str) -> None:
        drop_material.drop_material(self._services, application, slot)

    def reusable(self, application: str) -> Mapping[str, int]:
        return reuse_material.reusable(self._services, application)

    def reuse_material(self, application: str, material: str) -> Sequence[Capture]:
        return reuse_material.reuse_material(self._services, application, material)

    def tick(self, application: str, material: str, done: bool) -> None:
        tick_material.tick_material(self._services, application, material, done)

    def promise(self, application: str, material: str) -> object:
        return promise_material.promise_material(self._services, application, material)

    def hold(self, application: str, item: str) -> object:
        return hold_original.hold_original(self._services, application, item)

    def visit(self, application: str) -> visit_papers.Books:
        return visit_papers.books_of(self._services, application)

    def checklist(self, application: str) -> make_checklist.Checklist:
        return make_checklist.make_checklist(self._services, application)

    def note_verdict(self, application: str, verdict: Verdict) -> None:
        note_verdict.note_verdict(self._services, application, verdict)

    def prepare_face(self, application: str) -> bool:
        return prepare_face.prepare_face(self._services, application)

    def ask_to_move(self, asked: str) -> ChallengeLike:
        return ask_to_move.ask_to_move(asked)

    def note_moved(self, application: str, asked: str, *, seen: bool) -> None:
        ask_to_move.note_moved(self._services, application, asked, seen=seen)

    def verify_person(self, application: str) -> verify_person.PersonOutcome:
        return verify_person.verify_person(self._services, application)

    def sign(self, application: str, who: str, strokes: Sequence[Any], png: bytes, surface: Any) -> Capture:
        return sign.sign(self._services, application, who, strokes, png, surface)

    def write_on_tablet(
        self, ink: Any, finished: Callable[[], bool], cancelled: Cancelled, progress: Progress
    ) -> Any:
        return write_on_tablet.write_on_tablet(self._services, ink, finished, cancelled, progress)

    def pay_ways(self) -> tuple[str, ...]:
        return self._services.settings.pay_ways

    def rate_service(self, application: str, level: str) -> None:
        rate_service.rate_service(self._services, application, level)

    def collect_fee(self, application: str, way: str, waiver: str) -> object:
        return collect_fee.collect_fee(self._services, application, way, waiver)

    def seal(self, application: str) -> seal.Sealed:
        return seal.seal(self._services, application)

    def print_paper(self, application: str, what: Paper) -> PrintedLike:
        return print_paper.print_paper(self._services, application, what)

    def follow_print(self, printed: PrintedLike, cancelled: Cancelled) -> str:
        return follow_print.follow_print(printed.printer, printed.job, cancelled)

    def hand_over(self, application: str) -> Application:
        return hand_over.hand_over(self._services, application)

    def media(self, capture: Capture) -> bytes:
        return load_media.load_media(self._services, capture.sha256)

    def spec(self, matter_id: str) -> FormSpec:
        return load(matter(matter_id).definition)

    def now(self) -> datetime:
        return self._services.clock.now()

    def today(self) -> date:
        return today(self._services.clock)

    def plugged(self, kind: str) -> bool:
        bench: Any = self._services.bench
        return bench.state(kind).instrument is not None

    # The camera belongs to the GUI thread, and so do these three.
    def watch(
        self,
        purpose: str,
        sink: Callable[[Any], None],
        trouble: Callable[[Exception], None],
        notice: Callable[[str, Mapping[str, object]], None],
    ) -> None:
        """Trouble, now or later, is told to `trouble`; a choice that cannot be had to `notice`."""
        watch_camera.watch_camera(self._services, purpose, sink, trouble, notice=notice)

    def unwatch(self) -> None:
        watch_camera.rest_camera(self._services)

    def frame(self) -> Any:
        return self._services.camera.frame()
