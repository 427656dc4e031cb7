"""Sockets to listen on, and what they are called."""

from __future__ import annotations

import ipaddress
import socket

from sync.gateway.errors import CannotStart

ANY_HOST = ("0.0.0.0", "::")


def listening(host: str, port: int) -> socket.socket:
    """port 0: any. Raises CannotStart."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio sets TCP_NODELAY only then; without it every answer costs 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # whoever comes before the server is ready waits, and is not refused
    except OSError as error:
        listener.close()
        raise CannotStart(reason="cannot-listen", host=host, port=port) from error
    return listener


def address(scheme: str, listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
