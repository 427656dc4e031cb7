"""Death at a named step, for the programs the tests doom."""

from __future__ import annotations

import os
import signal


class Fate:
    """Kills its own process (SIGKILL) the `number`-th time it is met at `step`."""

    def __init__(self, step: str, number: int) -> None:
        self._step, self._left = step, number

    def meet(self, step: str) -> None:
        if step == self._step:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
