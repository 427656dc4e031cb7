"""A full disk is an answer to the van, not a fault of the program."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sync.gateway.errors import Problem

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def full_disk_is_a_problem() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Problem("disk-full") from error
        raise
