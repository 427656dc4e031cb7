"""What the desk does by itself while a gateway runs: reads the log on, hands messages over, hears answers."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from sync.gateway.desk import following, messages
from sync.gateway.desk.adapters.contract import Adapters
from sync.gateway.errors import Problem

if TYPE_CHECKING:
    from sync.gateway.office import Office

EVERY_S = 2.0
HEAR_EVERY_S = 60.0
LET_GO_EVERY_S = 3600.0


async def go_round(office: Office, adapters: Adapters) -> None:
    """Until cancelled. While the database is away it waits like everybody else."""
    heard = let_go = float("-inf")
    while True:
        try:
            await run_in_threadpool(one_round, office, adapters)
            if time.monotonic() - heard > HEAR_EVERY_S:
                heard = time.monotonic()
                await run_in_threadpool(following.hear, office, adapters)
            if time.monotonic() - let_go > LET_GO_EVERY_S:
                let_go = time.monotonic()
                await run_in_threadpool(messages.let_go, office)
        except Problem:
            pass  # next time
        await asyncio.sleep(EVERY_S)


def one_round(office: Office, adapters: Adapters) -> messages.Round:
    """Blocking."""
    following.follow(office)
    return messages.send(office, adapters)
