"""The memory of pictures goes back to the system when the pictures are gone."""

from __future__ import annotations

import ctypes
import sys

LARGE_BYTES = 512 * 1024
_M_MMAP_THRESHOLD = -3  # glibc, malloc.h


def give_pictures_back() -> bool:
    """Keep large blocks out of malloc's heaps. Any thread, early; False where there is no glibc.

    glibc raises its limit for such blocks with the first large one freed; from then on camera pictures of
    several threads lie scattered in heaps that never shrink. Measured (tests/bench/day.py): the program grew
    by 40 MB with every person served, and by nothing with the limit fixed. Source: mallopt(3).
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and bool(mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES))
