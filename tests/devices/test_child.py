"""A child process: its death costs one retry, and a child nobody needs is let go."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest

from devices.child import Child, ChildFailed

ECHO = """
import json, os, sys
while line := sys.stdin.buffer.readline():
    question = json.loads(line)
    sys.stdin.buffer.read(question.get("bytes", 0))
    print(json.dumps({"pid": os.getpid(), "said": question["do"]}), flush=True)
"""
WAIT_S = 20.0


@pytest.fixture
def children() -> Iterator[list[Child]]:
    made: list[Child] = []
    yield made
    for child in made:
        child.close()


def child(children: list[Child], program: str = ECHO, idle_s: float | None = None) -> Child:
    children.append(Child("test", (sys.executable, "-c", program), WAIT_S, idle_s))
    return children[-1]


def gone(child: Child) -> bool:
    """Waits for the event, not for a number of seconds."""
    end = time.monotonic() + WAIT_S
    while child.pid is not None and time.monotonic() < end:
        time.sleep(0.01)
    return child.pid is None


def test_one_process_answers_all_questions(children: list[Child]) -> None:
    echo = child(children)
    first = echo.ask({"do": "one", "bytes": 200_000}, bytes(200_000))
    assert echo.ask({"do": "two"}) == {"pid": first["pid"], "said": "two"}
    assert echo.pid == first["pid"]


def test_a_child_nobody_asks_is_let_go_and_comes_back(children: list[Child]) -> None:
    echo = child(children, idle_s=0.05)
    first = echo.ask({"do": "one"})
    assert gone(echo)
    assert echo.ask({"do": "two"})["pid"] != first["pid"]


def test_a_child_without_idle_time_stays(children: list[Child]) -> None:
    echo = child(children)
    first = echo.ask({"do": "one"})
    time.sleep(0.2)
    assert echo.pid == first["pid"]


def test_two_deaths_in_a_row_are_a_failure(children: list[Child]) -> None:
    with pytest.raises(ChildFailed):
        child(children, "import os; os.abort()").ask({"do": "one"})


def test_what_is_no_object_is_an_empty_answer(children: list[Child]) -> None:
    listing = child(children, "import sys; sys.stdin.readline(); print('[1]', flush=True)")
    assert listing.ask({"do": "one"}) == {}
