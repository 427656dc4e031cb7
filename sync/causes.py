"""Why a talk failed below HTTP: the laptop's clock, another server, or simply the line."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator

# OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED.
_TIME_ERRORS = (9, 10)


def clock_is_wrong(error: BaseException) -> bool:
    """Whether the certificate failed for its dates only."""
    return any(
        isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_code in _TIME_ERRORS
        for cause in causes(error)
    )


def not_http(error: BaseException) -> bool:
    """Whether something answered that does not speak HTTP (an answer cut short is the line's fault)."""
    return any(isinstance(cause, http.client.HTTPException) and not _cut(cause) for cause in causes(error))


def _cut(cause: http.client.HTTPException) -> bool:
    if isinstance(cause, http.client.BadStatusLine):  # RemoteDisconnected among them
        return "HTTP/".startswith(str(getattr(cause, "line", "")).strip("'\"")[:5])
    return isinstance(cause, http.client.IncompleteRead)


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all it came from: causes, contexts and errors carried in `reason` or the arguments."""
    seen: set[int] = set()
    todo: list[object] = [error]
    while todo:
        one = todo.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        todo += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
