"""The instruments' presenter: the bench's states as rows; and the training desk moved off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from vanapp.ui.screens.desk_card import DeskCard
from vanapp.ui.screens.instruments import InstrumentRow
from vanapp.ui.tasks import Runs

KINDS = ("card", "finger", "camera", "printer")


class State(Protocol):
    """devices.bench.InstrumentState. code None: ready."""

    @property
    def instrument(self) -> Any: ...
    @property
    def code(self) -> str | None: ...


class InstrumentsView(Protocol):
    def show_instruments(self, rows: Sequence[InstrumentRow]) -> None: ...


def rows_of(state: Callable[[str], State], trouble: Callable[[str], str]) -> tuple[InstrumentRow, ...]:
    """One row per kind of the kit. `state(kind)` is cheap; `trouble(code)` is a sentence with the remedy."""
    found = []
    for kind in KINDS:
        now = state(kind)
        instrument, code = now.instrument, now.code
        found.append(
            InstrumentRow(
                kind=kind,
                ready=code is None and instrument is not None,
                model=instrument.label if instrument is not None else "",
                serial=instrument.serial if instrument is not None else "",
                trouble=trouble(code) if code else "",
            )
        )
    return tuple(found)


class DeskPresenter:
    """Moves devices.virtual.desk.TrainingDesk for the officer; every move in the desk's own lane."""

    def __init__(self, card: DeskCard, desk: Any, lanes: Runs, failed: Callable[[Exception], None]) -> None:
        self._desk, self._lanes, self._failed = desk, lanes, failed
        people = [(person.key, person.name) for person in desk.people]
        card.show_people(people, desk.current.key if desk.current is not None else "")
        card.show_documents(desk.documents)
        card.show_auto(desk.auto)
        card.person_chosen.connect(lambda key: self._move(lambda: desk.choose(desk.person(key))))
        card.auto_chosen.connect(self._set_auto)
        card.done.connect(lambda name: self._move(getattr(desk, name)))
        card.pressed.connect(lambda variant: self._move(lambda: desk.press(variant=variant)))
        card.document_shown.connect(lambda name: self._move(lambda: desk.show_document(name)))
        card.plug_pulled.connect(lambda kind: self._move(lambda: desk.unplug(kind)))
        card.plugged.connect(lambda kind: self._move(lambda: desk.plug(kind)))
        card.fault_chosen.connect(lambda kind, name: self._move(lambda: desk.fault(kind, name or None)))

    def _set_auto(self, auto: bool) -> None:
        self._desk.auto = auto

    def _move(self, move: Callable[[], object]) -> None:
        self._lanes.run("desk", move, None, self._failed)
