"""The console's web program: which question goes to which page."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import ASGIApp

from sync.gateway.console import entrance, files, pages
from sync.gateway.console.doors import Headed, endpoint, on_http_error, on_problem
from sync.gateway.console.page import Page
from sync.gateway.errors import Problem
from sync.gateway.office import Office


def build(office: Office) -> ASGIApp:
    """An app of its own: the vans' door (`sync.gateway.app`) signs its answers and asks for certificates."""
    app = Starlette(
        routes=routes(pages.all_pages()),
        exception_handlers={Problem: on_problem, HTTPException: on_http_error, Exception: on_problem},
    )
    app.state.office = office
    return Headed(app)


def routes(known: Sequence[Page]) -> list[Route]:
    return [
        *(Route(page.path, endpoint(page), methods=[page.method]) for page in known),
        Route("/sign-in", entrance.show, methods=["GET"]),
        Route("/sign-in", entrance.sign_in, methods=["POST"]),
        Route("/sign-out", entrance.sign_out, methods=["POST"]),
        Route("/language", entrance.choose_language, methods=["POST"]),
        Route("/static/{digest}/{name}", files.static, methods=["GET"]),
    ]
