"""Many threads ask at the same time; one makes it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from forms.once import once


def test_one_makes_it_and_the_others_wait() -> None:
    made, begin = [], threading.Barrier(8, timeout=20)

    @once
    def thing() -> object:
        made.append(threading.get_ident())
        threading.Event().wait(0.05)
        return object()

    def ask(_: int) -> object:
        begin.wait()
        return thing()

    with ThreadPoolExecutor(8) as crew:
        found = set(crew.map(ask, range(8)))
    assert (len(found), len(made)) == (1, 1)


def test_what_could_not_be_made_is_tried_again() -> None:
    tries = iter([OSError("away"), 5])

    @once
    def thing() -> int:
        one = next(tries)
        if isinstance(one, OSError):
            raise one
        return one

    with pytest.raises(OSError, match="away"):
        thing()
    assert [thing(), thing()] == [5, 5]
