"""An intake to test in: real store and forms, instruments and time in the test's hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from devices.contract import Kind
from devices.errors import DeviceError, NotConnected
from forms.record import Application, CaptureKind
from tests.vanapp.bed import Van, make_van, put_capture
from vanapp.printing.errors import PrintingError
from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_cases import Cases
from vanapp.usecases.errors import UseCaseError


@dataclass
class Seen:
    """A passive view: remembers what it was told; `last("show_x")` are the newest arguments."""

    told: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)

        def note(*args: Any) -> None:
            self.told.append((name, args))

        return note

    def all(self, name: str) -> list[tuple[Any, ...]]:
        return [args for told, args in self.told if told == name]

    def last(self, name: str) -> tuple[Any, ...]:
        found = self.all(name)
        assert found, f"{name} was never shown"
        return found[-1]

    def codes(self) -> list[str]:
        return [str(args[0]) for args in self.all("show_problem")]


class HandTimers:
    """Time passes when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[tuple[int, Callable[[], None]]] = []

    def after(self, delay_ms: int, call: Callable[[], None]) -> Callable[[], None]:
        entry = (delay_ms, call)
        self.waiting.append(entry)

        def cancel() -> None:
            if entry in self.waiting:
                self.waiting.remove(entry)

        return cancel

    def pass_all(self) -> None:
        """Everything that waits now comes due, shortest first; what it asks for anew waits again."""
        due, self.waiting = sorted(self.waiting, key=lambda entry: entry[0]), []
        for _, call in due:
            call()


class HandLanes:
    """Runs at once; lanes in `held` wait for `go(lane)`."""

    def __init__(self, *held: str) -> None:
        self.held = set(held)
        self.queue: list[tuple[str, Callable[[], None]]] = []

    def run(
        self,
        lane: str,
        op: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        def work() -> None:
            try:
                result = op()
            except (DeviceError, UseCaseError, PrintingError, Coded) as error:
                failed(error)
            else:
                done(result)

        if lane in self.held:
            self.queue.append((lane, work))
        else:
            work()

    def go(self, lane: str) -> None:
        """The oldest waiting work of that lane comes back."""
        place = next(i for i, (name, _) in enumerate(self.queue) if name == lane)
        self.queue.pop(place)[1]()

    def post(self, call: Callable[[], None]) -> None:
        call()


class Coded(Exception):
    code = "store.disk_full"

    def __init__(self) -> None:
        super().__init__(self.code)
        self.values: dict[str, object] = {}


class HandCamera:
    """Frames come when the test shows one."""

    def __init__(self) -> None:
        self.sink: Callable[[Any], None] | None = None
        self.on_error: Callable[[Exception], None] | None = None
        self.on_notice: Callable[[str, Any], None] | None = None
        self.wish: Any = None
        self.plugged = True
        self.newest: Any = None

    def start(self, sink: Callable[[Any], None], purpose: str = "portrait", wish: Any = None) -> None:
        if not self.plugged:
            raise NotConnected(kind="camera")
        self.wish = wish
        self.sink = sink

    def stop(self) -> None:
        self.sink = None

    def frame(self) -> Any:
        return self.newest

    def show(self, frame: Any) -> None:
        self.newest = frame
        if self.sink is not None:
            self.sink(frame)

    def unplug(self) -> None:
        self.plugged = False
        if self.on_error is not None:
            self.on_error(NotConnected(kind="camera"))


class HandCases(Cases):
    """The real verbs but where a lens or a glass would be needed: those answer by script."""

    def __init__(self, van: Van, camera: HandCamera) -> None:
        super().__init__(replace(van.services, camera=camera))
        self.van = van
        self.photo: Sequence[Any] = ()
        self.fingers: list[Any] = []
        self.asked: list[int] = []
        self.overrides: list[str | None] = []
        self.stills: list[bool] = []  # of each picture taken: was it the still camera's
        self.printed: list[str] = []
        self.job = 0  # of the system's queue; 0: papers become files
        self.fates: list[str | Exception] = []  # what becomes of jobs that are followed, one after the other
        self.followed: list[tuple[int, Any]] = []
        self.doubles: Sequence[Any] = ()
        self.prepared: list[bool] = []  # each look ahead: was the portrait there

    def judge_photo(self, frame: Any) -> Sequence[Any]:
        return self.photo

    def take_photo(self, application: str, frame: Any, override: str | None, still: bool = False) -> Any:
        self.overrides.append(override)
        self.stills.append(still)
        if override is None and any(finding.level == "fail" for finding in self.photo):
            return SimpleNamespace(capture=None, findings=self.photo)
        put_capture(self.van, application, CaptureKind.PORTRAIT, "portrait", b"jpeg")
        return SimpleNamespace(capture=self.load(application).capture("portrait"), findings=self.photo)

    def take_finger(self, application: str, position: int, cancelled: Any, progress: Any) -> Any:
        self.asked.append(position)
        if not self.fingers:
            raise NotConnected(kind="finger")
        progress("waiting")
        found = self.fingers.pop(0)
        if isinstance(found, Exception):
            raise found
        if found.enough:
            slot = "finger.1" if position <= 15 else "finger.2"
            put_capture(
                self.van,
                application,
                CaptureKind.FINGER,
                slot,
                b"png",
                position=position,
                quality=found.quality,
            )
        return found

    def prepare_face(self, application: str) -> bool:
        self.prepared.append(self.load(application).capture("portrait") is not None)
        return super().prepare_face(application)

    def find_double(self, application: str) -> Any:
        return self.doubles

    def print_paper(self, application: str, what: str) -> Any:
        self.printed.append(what)
        return SimpleNamespace(way="queue" if self.job else "file", printer="A4", job=self.job)

    def follow_print(self, printed: Any, cancelled: Any) -> str:
        self.followed.append((printed.job, cancelled))
        fate = self.fates.pop(0)
        if isinstance(fate, Exception):
            raise fate
        return str(fate)


def impression(quality: int, *, tries: int = 1, enough: bool = True, following: int | None = None) -> Any:
    """What one press of a finger comes to."""
    advice = None if quality >= 40 else "finger.low_quality"
    image = SimpleNamespace(pixels=bytes(64 * 64), width_px=64, height_px=64)
    return SimpleNamespace(
        image=image, quality=quality, advice=advice, tries=tries, enough=enough, next_position=following
    )


def finding(code: str, level: str) -> Any:
    return SimpleNamespace(code=code, level=level, value=205.0, limit=(193.0, 221.0), mark=None)


class Rig:
    """A van, a sitting, a shell that notes; `begin()` puts a person in front."""

    def __init__(self, folder: Path, *held: str) -> None:
        self.van = make_van(folder)
        self.camera = HandCamera()
        self.cases = HandCases(self.van, self.camera)
        self.lanes = HandLanes(*held)
        self.timers = HandTimers()
        self.shell = Seen()
        self.sitting = Sitting(self.cases, self.lanes, self.timers, self.shell)

    def begin(self) -> Application:
        self.sitting.begin("van")
        return self.application

    def take(self, application: Application) -> Application:
        """Put an application of the store in front."""
        self.sitting.resume(application)
        return self.application

    @property
    def application(self) -> Application:
        assert self.sitting.application is not None
        return self.sitting.application

    @property
    def stored(self) -> Application:
        """As the database has it."""
        return self.van.store.applications.get(self.application.id)

    def plug(self, kind: Kind, driver: Any) -> None:
        self.van.bench.drivers[kind] = driver
