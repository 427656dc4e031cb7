"""Signing in and out, and the language: the doors that need no role."""

from __future__ import annotations

import re

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sync.gateway.console.doors import (
    LANGUAGE_COOKIE,
    address,
    cookie_name,
    language,
    read_form,
    same_origin,
    session_of,
    set_session,
)
from sync.gateway.console.telling import told
from sync.gateway.console.templates import render
from sync.gateway.console.words import LANGUAGES, Say
from sync.gateway.desk import sessions
from sync.gateway.errors import DeskError

_OWN_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9/._~-]{0,200}\Z", re.ASCII)
_FORM_BYTES = 8 * 1024


async def show(request: Request) -> Response:
    return _form(request, back=_own(request.query_params.get("back", "/")))


async def sign_in(request: Request) -> Response:
    same_origin(request)
    form, _ = await read_form(request, _FORM_BYTES)
    name, password, back = (str(form.get(key, "")) for key in ("name", "password", "back"))
    office = request.app.state.office

    def enter() -> str:
        return sessions.sign_in(office.database, name.strip(), password, address(request), office.now())[0]

    try:
        token = await to_thread.run_sync(enter)
    except DeskError as error:
        status = 429 if error.kind == "too-many-tries" else 403
        return _form(request, back=_own(back), error=error, status=status)
    answer = RedirectResponse(_own(back), 303)
    set_session(request, answer, token)
    return answer


async def sign_out(request: Request) -> Response:
    same_origin(request)
    session = await session_of(request)
    form, _ = await read_form(request, _FORM_BYTES)
    office = request.app.state.office
    if session is not None and form.get("csrf") == session.csrf:
        await to_thread.run_sync(lambda: sessions.sign_out(office.database, session, office.now()))
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(cookie_name(request), path="/")
    return answer


async def choose_language(request: Request) -> Response:
    same_origin(request)
    form, _ = await read_form(request, _FORM_BYTES)
    chosen = str(form.get("language", ""))
    answer = RedirectResponse(_own(str(form.get("back", "/"))), 303)
    if chosen in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=31536000, path="/", httponly=True, samesite="lax")
    return answer


def _form(request: Request, back: str, error: DeskError | None = None, status: int = 200) -> Response:
    say = Say(language(request))
    office = request.app.state.office
    said = "" if error is None else told(say, error)
    text = render("sign_in", say=say, office=office, back=back, path="/sign-in", said=said)
    headers = {} if status != 429 or error is None else {"Retry-After": str(error.values["wait_s"])}
    return Response(text, status, media_type="text/html", headers=headers)


def _own(path: str) -> str:
    """Only onto this console's own pages."""
    return path if _OWN_PATH.match(path) else "/"
