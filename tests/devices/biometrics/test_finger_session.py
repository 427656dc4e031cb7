"""One finger under two names, two people's prints swapped; and that a lost search process learns again."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from devices.biometrics import fingers
from devices.biometrics.fingers import FingerTemplate, Outcome
from devices.biometrics.fingers.session import Session
from devices.biometrics.worker import Worker
from devices.virtual.people import people

NAMES = [person.key for person in people()][:4]
RIGHT, LEFT = 11, 16


@dataclass
class Counting(Worker):
    """The real worker, and what it was asked."""

    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def ask(self, question: Any, payload: bytes = b"") -> dict[str, Any]:
        self.asked.append(question["do"])
        return super().ask(question, payload)


@pytest.fixture(scope="module")
def prints() -> dict[tuple[str, int, int], FingerTemplate]:
    """Two presses of the right thumb of each, one of the left."""
    return {
        (person.key, position, times): fingers.extract(person.press(position, times, "good", (384, 290), 512))
        for person in people()
        if person.key in NAMES
        for position, times in ((RIGHT, 1), (RIGHT, 2), (LEFT, 1))
    }


@pytest.fixture
def worker() -> Iterator[Counting]:
    worker = Counting()
    yield worker
    worker.close()


@pytest.fixture
def session(worker: Counting, prints: dict[tuple[str, int, int], FingerTemplate]) -> Session:
    """Everyone has given the first press of both thumbs."""
    session = Session(worker)
    for (name, position, times), template in prints.items():
        if times == 1:
            session.enrol(name, position, template)
    return session


def test_a_finger_under_a_second_name_is_noticed(
    session: Session, prints: dict[tuple[str, int, int], FingerTemplate]
) -> None:
    for name in NAMES:
        suspects = session.look(prints[name, RIGHT, 2], "somebody else")
        assert [(suspect.id, suspect.position) for suspect in suspects] == [(name, RIGHT)]
        assert suspects[0].decision.outcome is Outcome.MATCH


def test_a_persons_own_prints_are_no_suspects(
    session: Session, prints: dict[tuple[str, int, int], FingerTemplate]
) -> None:
    for name in NAMES:
        assert session.look(prints[name, RIGHT, 2], name) == []


def test_swapped_prints_are_noticed_by_the_earlier_ones(
    worker: Counting, prints: dict[tuple[str, int, int], FingerTemplate]
) -> None:
    one, two, three, _ = NAMES
    session = Session(worker)
    for name in NAMES:
        session.enrol(name, RIGHT, prints[name, RIGHT, 1], earlier=True)
    session.look(prints[two, RIGHT, 2], one)
    session.look(prints[three, RIGHT, 2], three)
    assert session.swaps() == []
    session.look(prints[one, RIGHT, 2], two)
    assert session.swaps() == [tuple(sorted((one, two)))]


def test_a_lost_search_process_learns_again(
    session: Session, worker: Counting, prints: dict[tuple[str, int, int], FingerTemplate]
) -> None:
    before = session.look(prints[NAMES[0], RIGHT, 2])
    assert worker.asked == ["look", "learn", "look"]
    assert session.look(prints[NAMES[0], RIGHT, 2]) == before
    assert worker.asked[3:] == ["look"]
    pid = worker._child.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert session.look(prints[NAMES[0], RIGHT, 2]) == before != []
    assert worker.asked[4:] == ["look", "learn", "look"]


def test_what_is_enrolled_meanwhile_is_found(
    session: Session, prints: dict[tuple[str, int, int], FingerTemplate]
) -> None:
    session.look(prints[NAMES[0], RIGHT, 2])
    session.enrol("late", RIGHT, prints[NAMES[1], RIGHT, 2])
    found = [suspect.id for suspect in session.look(prints[NAMES[1], RIGHT, 1], NAMES[1])]
    assert found == ["late"]


def test_templates_of_another_engine_are_no_suspects(
    session: Session, prints: dict[tuple[str, int, int], FingerTemplate]
) -> None:
    person = next(person for person in people() if person.key == NAMES[0])
    network = fingers.engine_named(fingers.NETWORK)
    other = fingers.extract(person.press(RIGHT, 2, "good", (384, 290), 512), engine=network)
    assert session.look(other) == []
    assert session.look(FingerTemplate("unknown", "9")) == []
    assert session.look(FingerTemplate(fingers.DEFAULT, other.version)) == []  # no minutiae
