"""Asks the system's print server (CUPS) by IPP: the few questions this program has, nothing more.

On Linux every printer of the system stands behind this server. It is spoken to over its socket on this
machine, or where the environment says (CUPS_SERVER), as the system's own programs do.

Source: RFC 8010 (encoding), RFC 8011 (operations, attributes, states).
"""

from __future__ import annotations

import http.client
import os
import socket
import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

SOCKETS = ("/run/cups/cups.sock", "/var/run/cups/cups.sock")
PORT = 631
TIMEOUT_S = 5.0
LONGEST = 1 << 20  # of an answer: hundreds of jobs

GET_JOBS, GET_PRINTER = 0x000A, 0x000B
OPERATION_GROUP, JOB_GROUP, PRINTER_GROUP, END = 0x01, 0x02, 0x04, 0x03
INTEGER, ENUM, URI, KEYWORD, CHARSET, LANGUAGE, NAME = 0x21, 0x23, 0x45, 0x44, 0x47, 0x48, 0x42
NUMBERS = (INTEGER, ENUM)
TEXTS = range(0x40, 0x60)

Attributes = Mapping[str, Sequence[int | str]]
Asked = Sequence[tuple[int, str, Sequence[str]]]  # tag, name, values


class NoAnswer(Exception):
    """There is no such server here, or what it says is no IPP."""


def jobs(printer: str, user: str) -> list[Attributes]:
    """Every job of this printer the server still knows, finished or not. Raises NoAnswer."""
    wanted = ("job-id", "job-name", "job-state", "job-state-reasons", "job-originating-user-name")
    asked = [(NAME, "requesting-user-name", [user]), (KEYWORD, "which-jobs", ["all"])]
    answer = _ask(GET_JOBS, printer, [*asked, (KEYWORD, "requested-attributes", wanted)])
    return [found for group, found in answer if group == JOB_GROUP]


def printer_state(printer: str) -> Attributes:
    """How the printer feels: "printer-state-reasons". Raises NoAnswer."""
    answer = _ask(GET_PRINTER, printer, [(KEYWORD, "requested-attributes", ["printer-state-reasons"])])
    return next((found for group, found in answer if group == PRINTER_GROUP), {})


def _ask(operation: int, printer: str, asked: Asked) -> list[tuple[int, Attributes]]:
    path = f"/printers/{quote(printer)}"
    said = encode(operation, f"ipp://localhost{path}", asked)
    connection = _connection()
    try:
        connection.request("POST", path, said, {"Content-Type": "application/ipp"})
        answer = connection.getresponse()
        body = answer.read(LONGEST)
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer from error
    finally:
        connection.close()
    if answer.status != 200:
        raise NoAnswer
    return decode(body)


def encode(operation: int, uri: str, asked: Asked) -> bytes:
    head = struct.pack(">BBHIB", 2, 0, operation, 1, OPERATION_GROUP)
    first: Asked = [
        (CHARSET, "attributes-charset", ["utf-8"]),
        (LANGUAGE, "attributes-natural-language", ["en"]),
        (URI, "printer-uri", [uri]),
    ]
    body = b"".join(_attribute(*one) for one in (*first, *asked))
    return head + body + bytes([END])


def _attribute(tag: int, name: str, values: Sequence[str]) -> bytes:
    said = b""
    for place, value in enumerate(values):
        key, text = (b"" if place else name.encode()), value.encode()
        said += struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(text)) + text
    return said


def decode(answer: bytes) -> list[tuple[int, Attributes]]:
    """Every group of attributes with its tag; only numbers and words are kept. Raises NoAnswer for what is no
    IPP, or says that the question was refused.
    """
    try:
        _, _, status, _ = struct.unpack_from(">BBHI", answer)
        if status >= 0x0100:
            raise NoAnswer
        return list(_groups(answer))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise NoAnswer from error


def _groups(answer: bytes) -> Iterator[tuple[int, Attributes]]:
    place, group, name = 8, 0, ""
    found: dict[str, list[int | str]] = {}
    while True:
        tag = answer[place]
        place += 1
        if tag < 0x10:  # a new group, or the end
            if group:
                yield group, found
            group, found = tag, {}
            if tag == END:
                return
            continue
        key, place = _field(answer, place)
        value, place = _field(answer, place)
        if key:
            name = key.decode()
        if tag in NUMBERS and len(value) == 4:
            found.setdefault(name, []).append(int.from_bytes(value, "big", signed=True))
        elif tag in TEXTS:
            found.setdefault(name, []).append(value.decode())


def _field(answer: bytes, place: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", answer, place)
    field = answer[place + 2 : place + 2 + length]
    if len(field) != length:
        raise IndexError
    return field, place + 2 + length


def _connection() -> http.client.HTTPConnection:
    server = os.environ.get("CUPS_SERVER", "")
    if server and not server.startswith("/"):
        host, _, port = server.partition(":")
        return http.client.HTTPConnection(host, int(port) if port.isdigit() else PORT, timeout=TIMEOUT_S)
    sockets = (server,) if server else SOCKETS
    path = next((one for one in sockets if Path(one).exists()), "")
    return (
        _SocketConnection(path) if path else http.client.HTTPConnection("localhost", PORT, timeout=TIMEOUT_S)
    )


class _SocketConnection(http.client.HTTPConnection):
    """HTTP over a socket of this machine."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=TIMEOUT_S)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(TIMEOUT_S)
        self.sock.connect(self._path)
