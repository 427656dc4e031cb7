"""The post of a signed-in van, built: the way to the office, who goes there, and the clock that sends him.

A training van speaks to a training office only, and the reverse. Only bootstrap asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

    from sync.client import Client
    from sync.engine import Engine
    from sync.line import Line
    from vanapp.clock import Clock
    from vanapp.local_office import Enrolment
    from vanapp.networks import Networks
    from vanapp.packs import Packs
    from vanapp.papers import DevicePapers
    from vanapp.radio import Radio
    from vanapp.rounds import Rounds
    from vanapp.settings import Settings
    from vanapp.store import Store

TICK_S = 1.0
LET_GO_S = 600.0
"""How long after midnight what was for the day before is still there, at most."""


@dataclass(frozen=True)
class Post:
    papers: DevicePapers
    client: Client
    engine: Engine
    line: Line
    rounds: Rounds
    radio: Radio
    networks: Networks | None  # None: training, whose office is on this machine
    scheduler: BackgroundScheduler

    def close(self) -> None:
        """Nobody goes any more; ends who is under way, so that the store may be closed."""
        self.radio.stop()
        self.rounds.stop()
        self.scheduler.shutdown(wait=True)
        self.client.close()


def open_post(
    store: Store, enrolment: Enrolment, clock: Clock, folder: Path, packs: Packs, settings: Settings
) -> Post:
    """Put files and rows in order, ask for papers if there are none, then begin the rounds. Any thread.

    folder: where TLS finds the device's certificate. Raises store errors.
    """
    from sync.client import Client
    from sync.engine import Engine
    from sync.errors import SyncError
    from sync.line import Line, LineState
    from sync.offers import LineSource
    from sync.parcel import NoticeKind
    from sync.talk import anywhere
    from vanapp.arrivals import Arrivals
    from vanapp.networks import Networks
    from vanapp.number_report import tell_numbers
    from vanapp.papers import DevicePapers
    from vanapp.radio import Radio
    from vanapp.reconcile import reconcile
    from vanapp.rounds import Rounds

    store.outbox.sweep(clock.now())
    papers = DevicePapers(store.device, enrolment, clock, folder)
    radio = Radio(lambda: rounds.nudge())
    # A training office is on this machine: no network leads there.
    networks = None if enrolment.training else Networks(settings, radio.way, clock)
    may_go = networks.may_go if networks is not None else anywhere

    def about() -> str:
        return f"{packs.about}; waiting={store.outbox.waiting()}"

    client = Client(papers.door(), now=clock.now, may_go=may_go, about=about)

    def upkeep() -> None:
        reconcile(store, papers, client)
        papers.look_after(client)
        tell_numbers(store.numbers, client, clock)

    asks = {NoticeKind.PACK: packs.look_soon, NoticeKind.BUREAU: papers.ask_bureau_soon}
    arrivals = Arrivals(store, papers.open, clock, asks)
    engine = Engine(store.outbox, arrivals, client, clock, hands=lambda: client.hands.count)
    client.hands.tell(engine.look)
    line = Line(client)
    rounds = Rounds(
        engine,
        line,
        lambda: bool(store.outbox.due(clock.now())),
        lambda: clock.monotonic_ns() / 1e9,
        upkeep=upkeep,
        hang_up=client.hang_up,
    )

    def offered() -> None:
        if line.state is LineState.UP:
            packs.look_now_and_then(lambda: LineSource(client))

    with ExitStack() as undo:
        radio.start()  # before the first question: `may_go` wants to know where it would lead
        undo.callback(radio.stop)
        if not papers.complete:
            with suppress(SyncError):  # asked again whenever the office is found
                papers.look_after(client)
        arrivals.let_go()
        if enrolment.training:
            engine.receive()  # the practice day is on the list before anybody looks at it
        scheduler = schedule(rounds, arrivals.let_go, offered)
        undo.pop_all()
    return Post(papers, client, engine, line, rounds, radio, networks, scheduler)


def schedule(
    rounds: Rounds, let_go: Callable[[], object], offered: Callable[[], object]
) -> BackgroundScheduler:
    """APScheduler only ticks: no job is kept, no truth is here."""
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(daemon=True, timezone="UTC")
    # Two at once, so that a tick during a round comes, sees it under way and goes: no complaint in the log.
    for job in (rounds.post, rounds.fetch, offered):
        scheduler.add_job(job, "interval", seconds=TICK_S, coalesce=True, max_instances=2)
    scheduler.add_job(let_go, "interval", seconds=LET_GO_S, coalesce=True)
    scheduler.start()
    return scheduler
