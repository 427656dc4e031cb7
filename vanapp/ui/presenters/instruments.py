"""The instruments' presenter: the bench's states as rows; and the training desk moved off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from vanapp.settings import Settings
from vanapp.ui.screens.desk_card import DeskCard
from vanapp.ui.screens.instruments import InstrumentRow
from vanapp.ui.tasks import Runs

KINDS = ("card", "finger", "camera", "printer")
"""Without these nobody leaves: they have a row also when they are missing."""


class State(Protocol):
    """devices.bench.InstrumentState. code None: ready."""

    @property
    def kind(self) -> str: ...
    @property
    def instrument(self) -> Any: ...
    @property
    def code(self) -> str | None: ...


class Bench(Protocol):
    """devices.bench.Bench, as this page sees it."""

    def state(self, kind: Any) -> State: ...
    def states(self) -> Sequence[State]: ...
    def choose(self, lasting: Mapping[str, str]) -> None: ...


class InstrumentsView(Protocol):
    def show_instruments(self, rows: Sequence[InstrumentRow]) -> None: ...


def rows_of(bench: Bench, trouble: Callable[[str], str]) -> tuple[InstrumentRow, ...]:
    """One row per kind of the kit: the one that is used. `trouble(code)`: a sentence with the remedy."""
    return tuple(_row(bench.state(kind), kind, trouble) for kind in KINDS)


def all_rows(bench: Bench, trouble: Callable[[str], str]) -> tuple[InstrumentRow, ...]:
    """Every instrument there is, and the missing ones of the kit. Two of a kind: the used one first."""
    states = list(bench.states())
    found = []
    for kind in (*KINDS, *sorted({str(state.kind) for state in states} - set(KINDS))):
        of_kind = [state for state in states if str(state.kind) == kind]
        if not of_kind:
            found.append(_row(bench.state(kind), kind, trouble))
        for place, state in enumerate(of_kind):
            row = _row(state, kind, trouble)
            used = ("used" if place == 0 else "spare") if len(of_kind) > 1 else ""
            found.append(replace(row, key=state.instrument.key, used=used))
    return tuple(found)


def _row(state: State, kind: str, trouble: Callable[[str], str]) -> InstrumentRow:
    instrument, code = state.instrument, state.code
    return InstrumentRow(
        kind=kind,
        ready=code is None and instrument is not None,
        model=instrument.label if instrument is not None else "",
        serial=instrument.serial if instrument is not None else "",
        trouble=trouble(code) if code else "",
    )


class Chooser:
    """Which of two of a kind is used: told to the bench, kept in the settings."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        self._bench, self._settings = bench, settings

    def choose(self, key: str) -> None:
        """key: of an instrument that is plugged now; one just pulled is no choice."""
        found = next((s for s in self._bench.states() if s.instrument.key == key), None)
        if found is not None:
            chosen = {**self._settings.chosen, str(found.kind): found.instrument.lasting}
            self._settings.change(chosen=chosen)
            self._bench.choose(chosen)


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
        card.fault_chosen.connect(lambda kind, name: self._move(lambda: self._break(kind, name)))

    def _break(self, kind: str, name: str) -> None:
        """One fault at a time; "" is none."""
        self._desk.fault(kind, None)
        if name:
            self._desk.fault(kind, name)

    def _set_auto(self, auto: bool) -> None:
        self._desk.auto = auto

    def _move(self, move: Callable[[], object]) -> None:
        self._lanes.run("desk", move, None, self._failed)
