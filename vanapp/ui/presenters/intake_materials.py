"""Page 6, the documents: the checklist of this situation, ticked by scanning or by what was read before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from forms.record import Capture
from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_ports import Cancel, ItemLike
from vanapp.ui.presenters.intake_vigil import CameraVigil

STAY_MS = 1200


class MaterialsView(Protocol):
    def show_items(
        self, items: Sequence[ItemLike], chosen: str, pages: Mapping[str, Sequence[Capture]]
    ) -> None: ...
    def show_frame(self, image: Any) -> None: ...
    def show_page(self, capture: Capture, picture: bytes) -> None: ...
    def show_camera(self, live: bool) -> None: ...
    def show_all_there(self, passing_on: bool) -> None: ...
    def show_missing(self, item: ItemLike) -> None: ...
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
        )

    def entered(self, place: str) -> None:
        self._chosen = place.removeprefix("material.").split(".")[0] if place else ""
        untouched = self._sitting.forwards

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

    def scanned(self, picture: bytes, media_type: str) -> None:
        """Space: one page of the chosen document is kept; Space again adds its next page."""
        material = self._chosen
        if not material:
            return
        self._view.flash()

        def done(capture: Capture) -> None:
            self._sitting.shell.show_saved(capture.taken_at)
            self._view.show_page(capture, picture)
            self._sitting.refresh()
            self._sitting.refresh_checklist(self._show)

        self._sitting.work_here(
            lambda application: self._sitting.cases.add_material(application, material, picture, media_type),
            done,
        )

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
