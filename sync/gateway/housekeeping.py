"""What a running gateway does now and then: notes how far it is, forgets what is old, rings for gaps."""

from __future__ import annotations

import asyncio
import time

from starlette.concurrency import run_in_threadpool

from sync.gateway import chain, epoch, work
from sync.gateway.desk import numbers
from sync.gateway.errors import Problem
from sync.gateway.metrics import Metrics
from sync.gateway.office import Office

NOTE_EVERY_S = 5.0
SWEEP_EVERY_S = 600.0


async def keep_house(office: Office, metrics: Metrics) -> None:
    """Until cancelled. While the database is away it waits like everybody else."""
    swept = 0.0
    while True:
        try:
            await run_in_threadpool(_note, office, metrics)
            if time.monotonic() - swept > SWEEP_EVERY_S or not swept:
                await run_in_threadpool(sweep, office)
                swept = time.monotonic()
        except Problem:
            pass  # next time
        await asyncio.sleep(NOTE_EVERY_S)


def sweep(office: Office) -> None:
    now = office.now()
    office.uploads.sweep(now)
    chain.ring_gaps(office.database, now)
    work.let_go(office)
    numbers.refill(office)


def _note(office: Office, metrics: Metrics) -> None:
    metrics.events.set(epoch.note(office.folder, office.database, office.epoch))
    metrics.under_way.set(office.uploads.under_way())
