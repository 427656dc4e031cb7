"""The camera settings' presenter: lists what is plugged in, keeps what is chosen, shows it in a preview."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from vanapp.settings import Settings
from vanapp.ui.presenters.intake_ports import Timers
from vanapp.ui.presenters.intake_vigil import CameraVigil
from vanapp.ui.screens.camera_card import AUTO, CameraValues
from vanapp.ui.tasks import Runs
from vanapp.usecases.choose_camera import CameraChoice, CameraThere, Fixable, choice_of, choose_camera

LANE = "desk"
"""Where a camera is asked what can be set: nothing else of a real van runs there."""

Sink = Callable[[Any], None]
Trouble = Callable[[Exception], None]
Notice = Callable[[str, Mapping[str, object]], None]


@dataclass(frozen=True)
class CameraVerbs:
    """All but `ask` in the GUI thread."""

    cameras: Callable[[], Sequence[CameraThere]]
    ask: Callable[[str], Fixable]  # key of a camera; blocks
    watch: Callable[[str, Sink, Trouble, Notice], None]  # purpose; never raises
    unwatch: Callable[[], None]


class CameraView(Protocol):
    def show_values(self, values: CameraValues) -> None: ...
    def show_live(self, live: bool) -> None: ...
    def show_frame(self, image: Any) -> None: ...
    def show_trouble(self, words: str) -> None: ...


class CameraChoicePresenter:
    """`say(code or error, values)`: a sentence in the officer's language."""

    def __init__(
        self,
        view: CameraView,
        settings: Settings,
        lanes: Runs,
        verbs: CameraVerbs,
        *,
        timers: Timers,
        say: Callable[[object, Mapping[str, object]], str],
    ) -> None:
        self._view, self._settings, self._lanes, self._verbs = view, settings, lanes, verbs
        self._timers, self._say = timers, say
        self._purpose = "portrait"
        self._there: Sequence[CameraThere] = ()
        self._fixable: dict[str, Fixable] = {}  # by key of the camera
        self._preview: CameraVigil | None = None

    def load(self) -> None:
        """The page is shown: what is plugged in now."""
        self._there, self._fixable = self._verbs.cameras(), {}
        self._ask()
        self._show()

    def left(self) -> None:
        """Another page wants the camera."""
        self._stop()

    def choose_purpose(self, purpose: str) -> None:
        self._purpose = purpose
        self._ask()
        self._show()
        self._again()

    def choose(self, name: str, value: str) -> None:
        """name: "camera", "size", "focus", "exposure"; AUTO takes the choice back."""
        value = "" if value == AUTO else value
        before = choice_of(self._settings, self._purpose)
        if getattr(before, name) == value:
            return
        if name == "camera":  # what was chosen of another camera means nothing to this one
            there = next((found for found in self._there if found.id == value), None)
            choice = CameraChoice(value, there.label if there else before.label if value else "")
        else:
            choice = replace(before, **{name: value})
        choose_camera(self._settings, self._purpose, choice)
        self._ask()
        self._show()
        self._again()

    def try_it(self) -> None:
        """The preview: begin it, or end it."""
        if self._preview is not None:
            self._stop()
            return
        self._there = self._verbs.cameras()
        self._ask()
        self._show()
        self._watch()

    # --- the preview ------------------------------------------------------------------------------------
    def _again(self) -> None:
        """A choice is used when the camera starts."""
        if self._preview is not None:
            self._preview.stop()
            self._watch()

    def _watch(self) -> None:
        self._preview = CameraVigil(
            self._verbs,
            self._timers,
            self._purpose,
            frame=self._view.show_frame,
            trouble=lambda error: self._view.show_trouble(self._say(error, {})),
            over=lambda: self._view.show_trouble(""),
            notice=lambda code, values: self._view.show_trouble(self._say(code, values)),
        )
        self._view.show_live(True)
        self._preview.start()

    def _stop(self) -> None:
        if self._preview is not None:
            self._preview.stop()
            self._preview = None
            self._view.show_live(False)

    # --- what there is ----------------------------------------------------------------------------------
    def _used(self, choice: CameraChoice) -> CameraThere | None:
        """The camera the choice comes down to now; as devices.camera_choice.pick."""
        of_id = [c for c in self._there if c.id == choice.camera and choice.label in ("", c.label)]
        alike = [c for c in self._there if choice.label and c.label == choice.label]
        return next(iter([*of_id, *alike, *self._there]), None)

    def _ask(self) -> None:
        used = self._used(choice_of(self._settings, self._purpose))
        if used is not None and used.key not in self._fixable:
            key = used.key
            self._lanes.run(LANE, lambda: self._verbs.ask(key), lambda found: self._asked(key, found))

    def _asked(self, key: str, found: Fixable) -> None:
        self._fixable[key] = found
        self._show()

    def _show(self) -> None:
        choice = choice_of(self._settings, self._purpose)
        used = self._used(choice)
        asked = self._fixable.get(used.key) if used is not None else None
        can = asked or Fixable()
        cameras = [(found.id, found.label) for found in self._there]
        missing = set()
        chosen_there = used is not None and (choice.camera == used.id or choice.label == used.label)
        camera = used.id if used is not None and choice.camera and chosen_there else choice.camera
        if choice.camera and not chosen_there:
            missing.add("camera")
            cameras.append((choice.camera, choice.label or choice.camera))
        elif used is not None:
            if choice.size and choice.size not in used.sizes:
                missing.add("size")
            if asked is not None and choice.focus and choice.focus not in can.focus:
                missing.add("focus")
            if asked is not None and choice.exposure and choice.exposure not in can.exposure:
                missing.add("exposure")
        self._view.show_values(
            CameraValues(
                purpose=self._purpose,
                camera=camera or AUTO,
                size=choice.size or AUTO,
                focus=choice.focus or AUTO,
                exposure=choice.exposure or AUTO,
                cameras=cameras,
                sizes=used.sizes if used is not None else (),
                focuses=can.focus,
                exposures=can.exposure,
                missing=frozenset(missing),
            )
        )
