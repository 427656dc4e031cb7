"""What a running gateway does now and then: sees whether it was restored, forgets, rings for gaps."""

from __future__ import annotations

import asyncio
import time

from starlette.concurrency import run_in_threadpool

from sync.gateway import chain, work
from sync.gateway.desk import dispatch, letting_go, numbers
from sync.gateway.errors import Problem
from sync.gateway.metrics import Metrics
from sync.gateway.office import Office

LOOK_EVERY_S = 1.0
LOOK_AGAIN_S = 0.2  # while the database is away: it may come back as another one
SWEEP_EVERY_S = 600.0


async def keep_house(office: Office, metrics: Metrics) -> None:
    """Until cancelled. While the database is away it waits like everybody else."""
    swept = 0.0
    while True:
        pause_s = LOOK_EVERY_S
        try:
            await run_in_threadpool(_note, office, metrics)
            if time.monotonic() - swept > SWEEP_EVERY_S or not swept:
                await run_in_threadpool(sweep, office)
                swept = time.monotonic()
        except Problem:
            pause_s = LOOK_AGAIN_S
        await asyncio.sleep(pause_s)


def sweep(office: Office) -> None:
    now = office.now()
    office.uploads.sweep(now)
    chain.ring_gaps(office.database, now)
    work.let_go(office)
    letting_go.let_go(office)
    numbers.refill(office)
    dispatch.sort(office)


def _note(office: Office, metrics: Metrics) -> None:
    metrics.events.set(office.era.note())
    metrics.under_way.set(office.uploads.under_way())
