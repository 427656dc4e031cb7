"""Page 6, the documents: the checklist of this situation, ticked by scanning or by what was read before."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from forms.record import Capture
from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_document import tell
from vanapp.ui.presenters.intake_ports import Cancel, DocumentOutcomeLike, ItemLike
from vanapp.ui.presenters.intake_vigil import CameraVigil

STAY_MS = 1200


SCANNER = "scanner"


class MaterialsView(Protocol):
    def show_items(
        self, items: Sequence[ItemLike], chosen: str, pages: Mapping[str, Sequence[Capture]]
    ) -> None: ...
    def show_frame(self, image: Any) -> None: ...
    def show_pages(self, captures: Sequence[Capture], picture: bytes) -> None: ...
    def show_camera(self, live: bool) -> None: ...
    def show_all_there(self, passing_on: bool) -> None: ...
    def show_missing(self, item: ItemLike) -> None: ...
    def show_scanner(self, there: bool) -> None: ...
    def show_reusable(self, pages: Mapping[str, int]) -> None: ...
    def show_reading(self) -> None: ...
    def show_held(self, held: Any) -> None: ...
    def show_read(self, fields: int, doubts: int) -> None: ...
    def show_not_read(self) -> None: ...
    def show_scanning(self, pages: int) -> None: ...
    def show_scan_ended(self) -> None: ...
    def flash(self) -> None: ...


class MaterialsPresenter:
    def __init__(self, sitting: Sitting, view: MaterialsView) -> None:
        self._sitting = sitting
        self._view = view
        self._items: Sequence[ItemLike] = ()
        self._chosen = ""
        self._stay: Cancel | None = None
        self._camera = CameraVigil(
            sitting.cases,
            sitting.timers,
            "document",
            frame=view.show_frame,
            trouble=sitting.trouble,
            over=sitting.shell.clear_banner,
            notice=sitting.shell.show_warning,
        )
        self._scan: threading.Event | None = None  # set: the scan under way is to stop
        self._saving = False
        sitting.on_plugged(self._plugged)

    def entered(self, place: str) -> None:
        self._chosen = place.removeprefix("material.").split(".")[0] if place else ""
        untouched = self._sitting.forwards
        self._view.show_reusable({})
        self._sitting.work_here(self._sitting.cases.reusable, self._view.show_reusable)
        self._plugged()

        def listed() -> None:
            self._show()
            if self._sitting.page != "materials":
                return
            if self._open_items():
                self._start()
            elif untouched:
                self._view.show_all_there(True)
                self._stay = self._sitting.timers.after(STAY_MS, self._pass_on)
            else:
                self._view.show_all_there(False)

        self._sitting.refresh_checklist(listed)

    def left(self) -> None:
        self._hold()
        self._stop()
        self._stop_scan()

    # --- the list --------------------------------------------------------------------------------
    def _show(self) -> None:
        checklist = self._sitting.checklist
        self._items = tuple(checklist.items) if checklist else ()
        ids = [item.material.id for item in self._items]
        if self._chosen not in ids:
            waiting = self._open_items()
            self._chosen = waiting[0].material.id if waiting else ""
        self._view.show_items(self._items, self._chosen, self._pages())

    def _pages(self) -> Mapping[str, Sequence[Capture]]:
        application = self._sitting.application
        pages: dict[str, list[Capture]] = {}
        for capture in application.captures if application else ():
            if capture.slot.startswith("material."):
                pages.setdefault(capture.slot.split(".")[1], []).append(capture)
        return pages

    def _open_items(self) -> list[ItemLike]:
        return [item for item in self._items if here(item) and not item.done]

    def choose(self, material: str) -> None:
        """Up, down, a number or a click: this document is the one to be scanned."""
        self._hold()
        self._chosen = material
        self._view.show_items(self._items, self._chosen, self._pages())
        self._sitting.keep(f"material.{material}")
        self._start()

    def step(self, by: int) -> None:
        ids = [item.material.id for item in self._items]
        if self._chosen in ids:
            self.choose(ids[(ids.index(self._chosen) + by) % len(ids)])

    # --- the camera --------------------------------------------------------------------------------
    def _start(self) -> None:
        if not self._camera.watching:
            self._view.show_camera(True)
            self._camera.start()

    def _stop(self) -> None:
        if self._camera.watching:
            self._camera.stop()
            self._view.show_camera(False)

    def shoot(self) -> None:
        """Space: the page under the camera is kept; Space again adds the document's next page."""
        frame, material = self._sitting.cases.frame(), self._chosen
        if not material or frame is None or self._saving:
            return
        self._saving = True
        self._view.flash()
        application, cases = self._sitting.id, self._sitting.cases

        def done(captures: Sequence[Capture]) -> None:
            self._saving = False
            self._kept(application, captures)

        def failed(error: Exception) -> None:
            self._saving = False
            self._sitting.trouble(error)

        self._sitting.lanes.run(
            "analysis", lambda: cases.add_material(application, material, frame), done, failed
        )

    def _kept(self, application: str, captures: Sequence[Capture]) -> None:
        if self._sitting.application is None or self._sitting.id != application:
            return
        last = captures[-1]
        self._sitting.shell.show_saved(last.taken_at)
        self._sitting.work_here(
            lambda _: self._sitting.cases.media(last),
            lambda picture: self._view.show_pages(captures, picture),
        )
        self._sitting.refresh(lambda: self._sitting.refresh_checklist(self._show))

    def reuse(self) -> None:
        """G: the pages another application of this visit has of the chosen document serve this one, too."""
        application, material = self._sitting.id, self._chosen
        if material and not self._pages().get(material):

            def done(captures: Sequence[Capture]) -> None:
                if captures:
                    self._kept(application, captures)

            self._sitting.work_here(lambda a: self._sitting.cases.reuse_material(a, material), done)

    def uncut(self) -> None:
        """O: the last page of the chosen document as the instrument saw it; O again: cut out once more."""
        pages = self._pages().get(self._chosen, ())
        if not pages:
            return
        application, slot = self._sitting.id, pages[-1].slot
        self._sitting.work_here(
            lambda _: self._sitting.cases.uncut_material(application, slot),
            lambda capture: self._kept(application, (capture,)),
        )

    def read(self) -> None:
        """R: what the last page of the chosen document says fills the answers that are still empty."""
        pages = self._pages().get(self._chosen, ())
        if not pages:
            return
        sitting, application, last = self._sitting, self._sitting.id, pages[-1]

        def done(outcome: DocumentOutcomeLike) -> None:
            if sitting.application is None or sitting.id != application:
                return
            if tell(sitting, outcome):
                self._view.show_read(len(outcome.filled), len(outcome.doubts))
            else:
                self._view.show_not_read()

        def failed(error: Exception) -> None:
            self._view.show_not_read()
            sitting.trouble(error)

        def fetched(picture: bytes) -> None:
            sitting.lanes.run(
                "analysis", lambda: sitting.cases.read_document(application, picture), done, failed
            )

        self._view.show_reading()
        sitting.work_here(lambda _: sitting.cases.media(last), fetched)

    # --- the scanner -------------------------------------------------------------------------------
    def _plugged(self) -> None:
        self._view.show_scanner(self._sitting.cases.plugged(SCANNER))

    def scan(self) -> None:
        """S: the pile in the scanner's feeder, or the page on its glass; every page is kept."""
        material = self._chosen
        if not material or self._scan is not None or not self._sitting.cases.plugged(SCANNER):
            return
        self._hold()
        stop = self._scan = threading.Event()
        application, cases, pages = self._sitting.id, self._sitting.cases, 0

        def heard(step: str) -> None:
            nonlocal pages
            pages += step == "page"
            if self._scan is stop:
                self._view.show_scanning(pages)

        def done(captures: Sequence[Capture]) -> None:
            if self._scan is stop:
                self._ended()
                self._sitting.shell.clear_banner()
            self._kept(application, captures)

        def failed(error: Exception) -> None:
            if self._scan is not stop:
                if not hasattr(error, "code"):
                    raise error
                return  # the officer stopped it or the page is gone
            self._ended()
            self._sitting.trouble(error)

        self._view.show_scanning(0)
        self._sitting.lanes.run(
            "scan",
            lambda: cases.scan_material(
                application, material, stop.is_set, lambda step: self._sitting.lanes.post(lambda: heard(step))
            ),
            done,
            failed,
        )

    def _ended(self) -> None:
        self._scan = None
        self._view.show_scan_ended()

    def _stop_scan(self) -> bool:
        if self._scan is None:
            return False
        self._scan.set()
        self._ended()
        return True

    def seen(self) -> None:
        """T: the officer has seen the original: ticked without a picture; T again takes the tick away."""
        item = next((item for item in self._items if item.material.id == self._chosen), None)
        if item is None:
            return
        ticked = not item.done
        self._sitting.work_here(
            lambda application: self._sitting.cases.tick(application, item.material.id, ticked),
            lambda _: self._sitting.refresh_checklist(self._show),
        )

    def promise(self) -> None:
        """L: the chosen document may come later; it has its day now. L again: it is needed at once."""
        item = next((item for item in self._items if item.material.id == self._chosen), None)
        if item is None or not item.may_wait or item.done:
            return

        def noted(_: object) -> None:
            self._sitting.refresh(lambda: self._sitting.refresh_checklist(self._show))

        self._sitting.work_here(
            lambda application: self._sitting.cases.promise(application, item.material.id), noted
        )

    def hold(self) -> None:
        """K: the original of the chosen document stays in the van; it gets its number."""
        if chosen := self._chosen:
            self._sitting.work_here(
                lambda application: self._sitting.cases.hold(application, chosen), self._view.show_held
            )

    def drop(self) -> None:
        """Delete: the last page of the chosen document goes; Ctrl+Z brings it back."""
        pages = self._pages().get(self._chosen, ())
        if pages:
            last = pages[-1]
            self._sitting.work_here(
                lambda application: self._sitting.cases.drop_material(application, last.slot),
                lambda _: self._sitting.refresh(lambda: self._sitting.refresh_checklist(self._show)),
            )

    # --- keys ----------------------------------------------------------------------------------------
    def go_on(self) -> None:
        """Enter: to the next document that is missing, else on. A page scanned just before counts already."""
        self._hold()

        def judged() -> None:
            if self._sitting.page == "materials":
                self._show()
                self._go_on()

        self._sitting.refresh_checklist(judged)

    def _go_on(self) -> None:
        missing = self._open_items()
        if not missing:
            self._sitting.forward()
            return
        if self._chosen == missing[0].material.id or self._chosen not in [m.material.id for m in missing]:
            self._view.show_missing(missing[0])
        following = [m for m in missing if m.material.id != self._chosen]
        current = next((item for item in self._items if item.material.id == self._chosen), None)
        if following and current is not None and current.done:
            self.choose(following[0].material.id)

    def go_back(self) -> bool:
        """Esc: a scan under way stops; a page that would go on by itself stays."""
        if self._stop_scan():
            return True
        held = self._hold()
        if held:
            self._view.show_all_there(False)
        return held

    def _pass_on(self) -> None:
        self._stay = None
        if self._sitting.page == "materials":
            self._sitting.forward()

    def _hold(self) -> bool:
        if self._stay is None:
            return False
        self._stay()
        self._stay = None
        return True

    def refreshed(self) -> None:
        """A newer copy came from the store: pages scanned meanwhile are counted."""
        self._view.show_items(self._items, self._chosen, self._pages())


def here(item: ItemLike) -> bool:
    """Is this document to be shown or taken on this page (modes V and O)? Others are made or looked up."""
    return item.needed_now and item.material.mode in ("V", "O")
