"""From a question on the wire to a page's function: session, role, form, CSRF; headers on every answer."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.datastructures import FormData, MutableHeaders, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.gateway.console import menu
from sync.gateway.console.page import Page, Visit
from sync.gateway.console.telling import told
from sync.gateway.console.templates import render
from sync.gateway.console.words import LANGUAGES, Say
from sync.gateway.desk import sessions
from sync.gateway.desk.sessions import Session
from sync.gateway.errors import DeskError, Problem

log = logging.getLogger(__name__)

LANGUAGE_COOKIE = "language"
CONFLICTS = frozenset({"changed-meanwhile", "stale"})  # what the page showed is not how it is any more
FILES_MOST, FIELDS_MOST = 8, 4000

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def cookie_name(request: Request) -> str:
    """Over TLS one that no other host and no plain page can set."""
    return "__Host-session" if request.url.scheme == "https" else "session"


def set_session(request: Request, answer: Response, token: str) -> None:
    secure = request.url.scheme == "https"
    answer.set_cookie(cookie_name(request), token, path="/", secure=secure, httponly=True, samesite="strict")


def language(request: Request) -> str:
    said = request.cookies.get(LANGUAGE_COOKIE, LANGUAGES[0])
    return said if said in LANGUAGES else LANGUAGES[0]


def address(request: Request) -> str:
    return request.client.host if request.client is not None else ""


async def session_of(request: Request) -> Session | None:
    token = request.cookies.get(cookie_name(request), "")
    if not token:
        return None
    office = request.app.state.office
    return await to_thread.run_sync(lambda: sessions.of_token(office.database, token, office.now()))


def same_origin(request: Request) -> None:
    """A form that another site sends here is not ours, whatever it brings along."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403)
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403)


def endpoint(page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        session = await session_of(request)
        if session is None:
            return _to_sign_in(request)
        if not session.person.may(page.roles):
            raise HTTPException(403)
        form = FormData()
        files: dict[str, tuple[str, bytes]] = {}
        if page.method == "POST":
            same_origin(request)
            form, files = await read_form(request, page.body_bytes)
            if form.get("csrf") != session.csrf:
                raise HTTPException(403)
        visit = Visit(
            office=request.app.state.office,
            session=session,
            language=language(request),
            path=request.url.path,
            query=dict(request.query_params),
            parts=dict(request.path_params),
            form=form,
            files=files,
            menu=menu.of,
        )
        try:
            return await to_thread.run_sync(page.run, visit)
        except DeskError as error:
            status = 409 if error.kind in CONFLICTS else 400
            return error_page(request, status, error)

    return answer


async def read_form(request: Request, most: int) -> tuple[FormData, dict[str, tuple[str, bytes]]]:
    """Fields, and files by field: (name as sent, bytes). Raises HTTPException 413, 400."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise HTTPException(411)
    if int(length) > most:
        raise HTTPException(413)
    form = await request.form(max_files=FILES_MOST, max_fields=FIELDS_MOST, max_part_size=most)
    files: dict[str, tuple[str, bytes]] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            files[name] = (value.filename or "", await value.read())
            await value.close()
    return form, files


def _to_sign_in(request: Request) -> Response:
    if request.method != "GET":
        return error_page(request, 403, "error.signed-out")
    back = request.url.path
    return RedirectResponse("/sign-in" if back == "/" else f"/sign-in?back={back}", 303)


def error_page(request: Request, status: int, trouble: str | DeskError, headers: Any = None) -> Response:
    """trouble: a key of the words, or what the desk said."""
    say = Say(language(request))
    said = say(trouble) if isinstance(trouble, str) else told(say, trouble)
    text = render("error", say=say, status=status, said=said, path=request.url.path, back="/")
    return Response(text, status, media_type="text/html", headers=headers)


async def on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    key = f"error.{error.status_code}"
    return error_page(
        request, error.status_code, key if Say("zh").has(key) else "error.400", headers=error.headers
    )


async def on_problem(request: Request, error: Exception) -> Response:
    """The database is away, the disk is full: told as such. Anything else is a fault of ours."""
    if isinstance(error, Problem):
        return error_page(request, error.status, "error.503" if error.status >= 500 else "error.400")
    log.error("console: %s", type(error).__name__)
    return error_page(request, 500, "error.500")


class Headed:
    """Headers on every answer, also on errors and on what the framework says itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        await self._app(scope, receive, headed)
