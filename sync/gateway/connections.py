"""One connection at the server's end: who is at the other, 104s for those who ask, and no endless heads.

uvicorn has no place for the peer's certificate, interim answers or slow heads, so its protocol is extended.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sync.gateway.api.ietf import INTERIM
from sync.gateway.doors import PEER_CERTIFICATE

HEAD_S = (
    20.0  # from the first byte of a question to the end of its headers; also from connecting to a question
)
HEAD_BYTES = 64 * 1024
_NO_CHECK_TIME = 0x200000  # OpenSSL's X509_V_FLAG_NO_CHECK_TIME


class Connection(HttpToolsProtocol):
    head_s = HEAD_S

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        tls = transport.get_extra_info("ssl_object")
        self.app_state = {
            **self.app_state,
            PEER_CERTIFICATE: tls.getpeercert(binary_form=True) if tls is not None else None,
            INTERIM: self._interim,
        }
        self._deadline: asyncio.TimerHandle | None = None
        self._head_bytes = 0
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_here()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._head_bytes = 0
        self._expect_head()
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._head_bytes += len(name) + len(value)
        if self._head_bytes > HEAD_BYTES:
            self.transport.close()
        else:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._head_is_here()
        super().on_headers_complete()

    def _expect_head(self) -> None:
        self._head_is_here()
        self._deadline = self.loop.call_later(self.head_s, self.transport.close)

    def _head_is_here(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _interim(self, headers: Mapping[str, str]) -> None:
        """A 104 before the answer; only while one question is open, as on every connection of ours."""
        if not self.transport.is_closing() and not self.pipeline:
            lines = ["HTTP/1.1 104 Upload Resumption Supported"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            self.transport.write("\r\n".join([*lines, "", ""]).encode("latin-1"))


def tls(certificate: Path, key: Path, authority: Path | None) -> ssl.SSLContext:
    """authority: who signs the vans' certificates; None asks for none (training over TLS, tests).

    A van without one may connect (to enrol). Dates of vans' certificates are looked at by us, who can say
    what is wrong; a TLS alert looks like a bad line. Raises OSError, ssl.SSLError.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    if authority is not None:
        context.load_verify_locations(authority)
        context.verify_mode = ssl.CERT_OPTIONAL
        flags: Any = _NO_CHECK_TIME
        context.verify_flags |= flags
    return context
