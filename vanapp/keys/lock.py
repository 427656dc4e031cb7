"""The lock after wrong tries: five are free, then every further one costs a growing wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_TRIES = 5
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 3600


@dataclass(frozen=True)
class Lock:
    """tries: wrong ones in a row. since: the last one (aware UTC)."""

    tries: int = 0
    since: datetime | None = None

    @property
    def left(self) -> int:
        return max(0, FREE_TRIES - self.tries)

    def wait_s(self, now: datetime) -> int:
        """Seconds until the next try is allowed; 0 = now.

        A clock put back does not lock anybody out for longer than the wait itself.
        """
        if self.tries < FREE_TRIES or self.since is None:
            return 0
        wait = min(FIRST_WAIT_S * 2 ** min(self.tries - FREE_TRIES, 10), LONGEST_WAIT_S)
        passed = max(0.0, (now - self.since) / timedelta(seconds=1))
        return max(0, int(wait - passed + 0.999))

    def failed(self, now: datetime) -> Lock:
        return Lock(self.tries + 1, now)
