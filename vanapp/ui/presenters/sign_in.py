"""Signing in, and opening the idle lock: one presenter, because both ask the same vault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from vanapp.services import Services
from vanapp.settings import Settings
from vanapp.ui.tasks import Runs

T = TypeVar("T")


class Unopened(Protocol):
    """The program before anybody signed in; bootstrap makes it."""

    training: bool
    settings: Settings

    @property
    def hint(self) -> tuple[str, str] | None:
        """Training: officer's number and pass-phrase, to be shown."""
        ...

    def sign_in(self, officer: str, pass_phrase: str) -> Services:
        """Blocking; lane: store. Raises errors with a code (keys.wrong_pass_phrase ...)."""
        ...

    def verify(self, officer: str, pass_phrase: str) -> None:
        """Blocking; lane: store. Is this still the officer? Raises as sign_in does."""
        ...


class Asks(Protocol):
    """The page or cover that asks for the pass-phrase."""

    def show_busy(self, busy: bool) -> None: ...
    def show_trouble(self, text: str) -> None: ...


class SignInPresenter:
    """`opened(services)` is called once the vault is open; `unlocked()` after the idle lock."""

    def __init__(
        self,
        unopened: Unopened,
        lanes: Runs,
        say: Callable[[Exception], str],
        opened: Callable[[Services], None],
        unlocked: Callable[[], None],
    ) -> None:
        self._unopened, self._lanes, self._say = unopened, lanes, say
        self._opened, self._unlocked = opened, unlocked

    def sign_in(self, view: Asks, officer: str, pass_phrase: str) -> None:
        self._ask(view, lambda: self._unopened.sign_in(officer, pass_phrase), self._opened)

    def unlock(self, view: Asks, officer: str, pass_phrase: str) -> None:
        def verify() -> None:
            self._unopened.verify(officer, pass_phrase)

        self._ask(view, verify, lambda _: self._unlocked())

    def _ask(self, view: Asks, op: Callable[[], T], done: Callable[[T], None]) -> None:
        def right(result: T) -> None:
            view.show_busy(False)
            done(result)

        def wrong(error: Exception) -> None:
            view.show_busy(False)
            view.show_trouble(self._say(error))

        view.show_trouble("")
        view.show_busy(True)
        self._lanes.run("store", op, right, wrong)
