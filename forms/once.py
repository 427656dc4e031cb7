"""Made at the first call, once: other than with `functools.cache` one thread makes it, the others wait."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

T = TypeVar("T")


def once(make: Callable[[], T]) -> Callable[[], T]:
    """For what takes long to read. What `make` raises is raised, and tried again at the next call."""
    lock, made = threading.RLock(), list[T]()

    @wraps(make)
    def get() -> T:
        if not made:
            with lock:
                if not made:
                    made.append(make())
        return made[0]

    return get
