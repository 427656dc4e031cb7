"""The web program: which question goes where."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import ASGIApp

from sync import protocol
from sync.gateway import reviewer
from sync.gateway.answers import SignedAnswers, on_http_error, on_problem
from sync.gateway.api import bureau, changes, description, est, files, held, hello, numbers, packs, work
from sync.gateway.api import office as office_api
from sync.gateway.api.writing import Desks
from sync.gateway.desk import rounds
from sync.gateway.desk.adapters.contract import Adapters
from sync.gateway.errors import Problem
from sync.gateway.housekeeping import keep_house
from sync.gateway.metrics import Metrics
from sync.gateway.office import Office
from sync.gateway.pace import Pace

GOODBYE_S = 3.0
FILE_VERBS = ["OPTIONS", "POST", "HEAD", "GET", "PATCH", "DELETE"]


def build(
    office: Office,
    *,
    auto_review_s: float | None = None,
    stopping: Callable[[], bool] = lambda: False,
    proxies: frozenset[str] = frozenset(),
    adapters: Adapters | None = None,
) -> ASGIApp:
    """proxies: addresses whose word on the asker's certificate is taken.

    adapters: then the desk goes its rounds here (messages, figures, answers); None: it does not.

    stopping: true once the server is asked to end, so that held questions are answered at once."""

    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.bell = changes.Bell()
        work = [keep_house(office, metrics), app.state.bell.watch(office)]
        if auto_review_s is not None:
            work.append(reviewer.review(office, auto_review_s, app.state.bell.ring))
        if adapters is not None:
            work.append(rounds.go_round(office, adapters))
        tasks = [asyncio.create_task(one) for one in work]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=GOODBYE_S)  # what they ask the database is answered first

    app = Starlette(
        routes=routes(),
        exception_handlers={Problem: on_problem, HTTPException: on_http_error, Exception: on_problem},
        lifespan=lifespan,
    )
    app.state.office = office
    app.state.stopping = stopping
    app.state.metrics = metrics
    app.state.pace = Pace(office.limits)
    app.state.desks = Desks(office.limits)
    app.state.proxies = proxies
    return SignedAnswers(app, office, metrics)


def routes() -> list[Route]:
    """Every door; `sync.gateway.openapi` describes the same."""
    return [
        Route(protocol.FILES, files.files, methods=["OPTIONS", "POST"]),
        Route(protocol.FILES + "/{upload}", files.files, methods=FILE_VERBS),
        Route(protocol.HELLO, hello.hello, methods=["GET", "HEAD"]),
        Route(protocol.CHANGES, changes.get_changes, methods=["GET"]),
        Route(protocol.RECORDS + "/{id}/receipt", held.get_receipt, methods=["GET"]),
        Route(protocol.HELD, held.post_held, methods=["POST"]),
        Route(protocol.NUMBERS, numbers.post_numbers, methods=["POST"]),
        Route(protocol.EST + "/cacerts", est.cacerts, methods=["GET"]),
        Route(protocol.EST + "/simpleenroll", est.simpleenroll, methods=["POST"]),
        Route(protocol.EST + "/simplereenroll", est.simplereenroll, methods=["POST"]),
        Route(protocol.BUREAU, bureau.get_bureau, methods=["GET"]),
        Route(protocol.PACKS + "/metadata/{name}", packs.get_metadata, methods=["GET"]),
        Route(protocol.PACKS + "/targets/{kind}/{name}", packs.get_target, methods=["GET"]),
        Route(protocol.OFFICE_DECISIONS, office_api.post_decision, methods=["POST"]),
        Route(protocol.OFFICE_RECORDS, office_api.get_records, methods=["GET"]),
        Route(protocol.OFFICE_ALARMS, office_api.get_alarms, methods=["GET"]),
        Route(protocol.OFFICE_VANS, office_api.get_vans, methods=["GET"]),
        Route(protocol.OFFICE_WORK, work.post_work, methods=["POST"]),
        Route(protocol.OFFICE_WORK, work.get_work, methods=["GET"]),
        Route("/metrics", office_api.get_metrics, methods=["GET"]),
        Route("/openapi.json", description.get_description, methods=["GET"]),
        Route("/healthz", hello.health, methods=["GET", "HEAD"]),
        Route("/readyz", hello.ready, methods=["GET", "HEAD"]),
    ]
