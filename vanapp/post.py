"""The post of a signed-in van, built: the way to the office, who goes there, and the clock that sends him.

A training van speaks to a training office only, and the reverse. Only bootstrap asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

    from sync.engine import Engine
    from sync.http import HttpGateway
    from sync.line import Line
    from vanapp.clock import Clock
    from vanapp.local_office import Enrolment
    from vanapp.rounds import Rounds
    from vanapp.store import Store

TICK_S = 1.0


@dataclass(frozen=True)
class Post:
    gateway: HttpGateway
    engine: Engine
    line: Line
    rounds: Rounds
    scheduler: BackgroundScheduler

    def close(self) -> None:
        """Nobody goes any more; waits for who is under way, so that the store may be closed."""
        self.scheduler.shutdown(wait=True)
        self.rounds.stop()
        self.gateway.close()


def open_post(store: Store, enrolment: Enrolment, clock: Clock, training: bool) -> Post:
    """Put files and rows in order, then begin the rounds. Any thread. Raises store errors."""
    from sync.engine import Engine
    from sync.http import HttpGateway
    from sync.line import Line
    from vanapp.rounds import Rounds

    store.outbox.sweep(clock.now())
    gateway = HttpGateway(
        enrolment.url,
        enrolment.token,
        enrolment.van,
        training,
        office_key=enrolment.key,
        ca=enrolment.ca,
        now=clock.now,
    )
    engine = Engine(store.outbox, store.inbox, gateway, clock)
    line = Line(gateway)
    rounds = Rounds(
        engine, line, lambda: bool(store.outbox.due(clock.now())), lambda: clock.monotonic_ns() / 1e9
    )
    return Post(gateway, engine, line, rounds, schedule(rounds))


def schedule(rounds: Rounds) -> BackgroundScheduler:
    """APScheduler only ticks: no job is kept, no truth is here."""
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(daemon=True, timezone="UTC")
    # Two at once, so that a tick during a round comes, sees it under way and goes: no complaint in the log.
    scheduler.add_job(rounds.tick, "interval", seconds=TICK_S, coalesce=True, max_instances=2)
    scheduler.start()
    return scheduler
