"""A virtual SBI service: a real HTTP server on 127.0.0.1 that does as the specification says, with faults.

One finger lies on the glass at a time; each press is captured once; while it waits for a finger it is Busy
for everybody else, also when the one who asked has hung up (as real services are).
"""

from __future__ import annotations

import io
import json
import socket
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Final

from PIL import Image

from devices.contract import FingerImage
from devices.virtual import sbi_answers as answers
from devices.virtual.sbi_authority import authority

WIRE_FAULTS: Final = frozenset(
    {
        *("silent", "stall", "babble", "removed_mid_read", "not_permitted", "not_json", "redirect"),
        *("stops_mid_answer", "drip", "endless", "no_http", "deep_json", "hang_up"),
    }
)
_TICK_S: Final = 0.02


class SbiService:
    """start, press, lift, fault, stop. said: every answer's object; asked: every request's, for tests."""

    FAULTS: ClassVar[frozenset[str]] = frozenset(
        {
            *WIRE_FAULTS,
            *answers.SIGNING_FAULTS,
            *answers.DATA_FAULTS,
            *answers.RECORD_FAULTS,
            *answers.NUMBERED_FAULTS,
            *answers.STATUS_FAULTS,
        }
    )

    def __init__(self, port: int = 0, *, name: str = "training", subtype: str = "Single") -> None:
        self.port = port  # 0: any free one, known once started
        self.faults: set[str] = set()
        self.asked: list[tuple[str, str, Any]] = []
        self.said: list[tuple[str, Any]] = []
        self.elsewhere = "http://127.0.0.1:9/"
        self.handles = 0
        self.stopping = threading.Event()
        self._name = name
        self._subtype = subtype
        self._changed = threading.Condition()
        self._glass: FingerImage | None = None
        self._capturing = False
        self._open: set[socket.socket] = set()
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        self.stopping = threading.Event()
        authority(self._name)  # making keys takes a moment; no client shall wait for it
        self._server = _Server(("127.0.0.1", self.port), _Handler)
        self._server.service = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """As if somebody ended the service: nobody listens, open connections break."""
        self.stopping.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        with self._changed:
            for one in self._open:
                _break(one)
            self._changed.notify_all()

    def press(self, image: FingerImage) -> None:
        with self._changed:
            self._glass = image
            self._changed.notify_all()

    def lift(self) -> None:
        with self._changed:
            self._glass = None

    def fault(self, name: str, on: bool = True) -> None:
        if name not in self.FAULTS:
            raise KeyError(name)
        if name.startswith("foreign"):
            authority("foreign")
        (self.faults.add if on else self.faults.discard)(name)

    def voice(self) -> answers.Voice:
        faults = frozenset(self.faults | ({"busy"} if self._capturing else set()))
        return answers.Voice(self.port, self._name, faults, self._subtype)

    # --- called by the handler's threads --------------------------------------------------------------------

    def connected(self, one: socket.socket, here: bool) -> None:
        with self._changed:
            (self._open.add if here else self._open.discard)(one)
            self.handles = len(self._open)

    def answer(self, verb: str, request: Mapping[str, Any]) -> Any:
        if verb == "MOSIPDISC":
            return answers.discovery(self.voice())
        if verb == "MOSIPDINFO":
            return answers.info(self.voice())
        return self._captured(request)

    def _captured(self, request: Mapping[str, Any]) -> Any:
        if not 4 <= len(str(request.get("transactionId", ""))) <= 50:
            return {"biometrics": [answers.refusal(request, 112)]}
        with self._changed:
            if self._capturing:
                return {"biometrics": [answers.refusal(request, 111)]}
            self._capturing = True
            try:
                seen = self._changed.wait_for(
                    lambda: self._glass is not None or self.stopping.is_set(),
                    float(request["timeout"]) / 1000,
                )
                image, self._glass = self._glass, None
            finally:
                self._capturing = False
        if not seen or image is None:
            return {"biometrics": [answers.refusal(request, 101)]}
        return answers.capture(self.voice(), request, image)

    def frames(self) -> list[bytes]:
        """What the live stream shows, over and over: two small grey pictures."""
        found = []
        for grey in (90, 180):
            out = io.BytesIO()
            Image.new("L", (64, 48), grey).save(out, "JPEG")
            found.append(out.getvalue())
        return found


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    service: SbiService

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is daily bread here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def handle(self) -> None:
        self.server.service.connected(self.connection, True)
        try:
            self.handle_one_request()
        except OSError:
            pass
        finally:
            self.server.service.connected(self.connection, False)

    def do_MOSIPDISC(self) -> None:
        self._answer("/device")

    def do_MOSIPDINFO(self) -> None:
        self._answer("/info")

    def do_RCAPTURE(self) -> None:
        self._answer("/capture")

    def do_STREAM(self) -> None:
        self._read()
        if any(fault in self.server.service.faults for fault in answers.NUMBERED_FAULTS):
            self._send(200, json.dumps({"error": answers.error(202)}).encode())
        else:
            self._stream()

    def _read(self) -> Mapping[str, Any]:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = json.loads(body) if body else {}
        self.server.service.asked.append((self.command, self.path, request))
        assert isinstance(request, dict)
        return request

    def _answer(self, path: str) -> None:
        request, service = self._read(), self.server.service
        if self.path != path:
            return self._send(404, b"")
        if self.command == "RCAPTURE" and "silent" not in service.faults:
            said = service.answer(self.command, request)  # the finger first, then the fault
        elif service.faults & WIRE_FAULTS:
            said = []
        else:
            said = service.answer(self.command, request)
        service.said.append((self.command, said))
        return self._with_fault(json.dumps(said).encode())

    def _with_fault(self, body: bytes) -> None:
        service = self.server.service
        faults = service.faults & WIRE_FAULTS
        if "silent" in faults:
            service.stopping.wait(30)
        elif "stall" in faults:
            self._send(500, b"")
        elif "not_permitted" in faults:
            self._send(403, b"")
        elif "redirect" in faults:
            self._send(302, b"", {"Location": service.elsewhere})
        elif "babble" in faults:
            self._send(200, body, {"Content-Length": str(1 << 40)})
        elif "endless" in faults:
            self._endless()
        elif "not_json" in faults:
            self._send(200, b"<html>" + body)
        elif "deep_json" in faults:
            self._send(200, b"[" * 200_000)
        elif "no_http" in faults:
            self.wfile.write(b"\x00\x01\x02 hello\r\n" * 20)
        elif "hang_up" in faults:
            _break(self.connection)
        elif faults & {"removed_mid_read", "stops_mid_answer", "drip"}:
            self._half(body, faults)
        else:
            self._send(200, body)

    def _half(self, body: bytes, faults: set[str]) -> None:
        self._head(200, len(body), {})
        half = max(1, len(body) // 2)
        if "drip" in faults:
            for at in range(len(body)):
                if self.server.service.stopping.wait(_TICK_S):
                    return
                self.wfile.write(body[at : at + 1])
            return
        self.wfile.write(body[:half])
        if "stops_mid_answer" in faults:
            self.server.service.stopping.wait(30)
        _break(self.connection)

    def _endless(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        while not self.server.service.stopping.is_set():
            self.wfile.write(b" " * 65536)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=--BoundaryString")
        self.send_header("Connection", "close")
        self.end_headers()
        service = self.server.service
        while not service.stopping.wait(_TICK_S):
            for frame in service.frames():
                head = f"--BoundaryString\r\nContent-Type:image/jpeg\r\nContent-Length:{len(frame)}\r\n\r\n"
                self.wfile.write(head.encode() + frame + b"\r\n")
            if "silent" in service.faults:
                service.stopping.wait(30)

    def _send(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self._head(status, len(body), headers or {})
        self.wfile.write(body)

    def _head(self, status: int, length: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Cache-Control": "no-store",
            "Connection": "close",
            "Content-Length": str(length),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()


def _break(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # gone already
