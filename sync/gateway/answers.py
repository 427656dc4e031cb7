"""How every answer leaves the gateway: as JSON, and signed, whatever it is."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync import protocol
from sync.gateway.errors import Problem
from sync.gateway.metrics import Metrics
from sync.gateway.office import Office

# Seconds after which coming back makes sense.
COME_BACK_S = {"too-many": 1, "busy": 2, "disk-full": 30}


def said(value: object, status: int = 200) -> Response:
    return Response(protocol.canonical(value), status, media_type=protocol.JSON_TYPE)


def problem(error: Problem) -> Response:
    """problem+json (RFC 9457): type, status, title, code, and the problem's own values."""
    body = {
        **error.values,
        "type": error.type or protocol.PROBLEM_PREFIX + error.kind,
        "title": error.kind,
        "status": error.status,
        "code": error.kind,
    }
    headers = dict(error.headers)
    if error.kind in COME_BACK_S:
        headers.setdefault("Retry-After", str(COME_BACK_S[error.kind]))
    return Response(protocol.canonical(body), error.status, headers=headers, media_type=protocol.PROBLEM_TYPE)


async def on_problem(_request: Request, error: Exception) -> Response:
    """What nobody foresaw is told as trouble; the server logs it and hangs up, so we say that, too."""
    if isinstance(error, Problem):
        return problem(error)
    response = problem(Problem("trouble"))
    response.headers["Connection"] = "close"
    return response


async def on_http_error(_request: Request, error: Exception) -> Response:
    kind = {404: "not-found", 405: "method-not-allowed"}.get(
        getattr(error, "status_code", 400), "bad-request"
    )
    return problem(Problem(kind))


class SignedAnswers:
    """Around the whole program: holds each answer until it is complete, then signs it with the asker's nonce.

    Answers are small by contract (MAX_ANSWER); nothing is streamed and no interim response is ever sent.
    """

    def __init__(self, app: ASGIApp, office: Office, metrics: Metrics) -> None:
        self._app = app
        self._office = office
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()
        began = time.monotonic()

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    self._count(scope, start["status"], time.monotonic() - began)
                    await self._release(scope, start, bytes(body), send)

        await self._app(scope, receive, hold)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        door = getattr(scope.get("endpoint"), "__name__", "none")
        self._metrics.answers.labels(door, str(status)).inc()
        self._metrics.seconds.labels(door).observe(seconds)

    async def _release(self, scope: Scope, start: Message, body: bytes, send: Send) -> None:
        if scope["method"] == "HEAD" or start["status"] == 204:
            body = b""
        headers = {
            protocol.OFFICE: protocol.office_header(self._office.name),
            protocol.TIME: protocol.stamp(self._office.now()),
            protocol.TRAINING: str(int(self._office.training)),
            protocol.PROTOCOL: str(protocol.VERSION),
            protocol.EPOCH: self._office.epoch,
        }
        nonce = _header(scope, protocol.NONCE)
        if protocol.NONCE_FORM.match(nonce):
            own = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]
            }
            told = {name: own[name.lower()] for name in protocol.SIGNED_HEADERS if name.lower() in own}
            words = protocol.answer_words(nonce, start["status"], {**told, **headers}, body)
            headers[protocol.SIGNATURE] = self._office.seal.sign(words)
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({**start, "headers": [*start["headers"], *raw, (b"cache-control", b"no-store")]})
        await send({"type": "http.response.body", "body": body})


def _header(scope: Scope, name: str) -> str:
    wanted = name.lower().encode()
    value = next((value for key, value in scope["headers"] if key == wanted), b"")
    return value.decode("latin-1")
