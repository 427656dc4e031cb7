"""The bureau's other systems for tests: a real server on localhost, told from the README and the public
documents, not from our adapters. It checks every signature itself and signs its answers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

KEY = b"k" * 32
MERCHANT = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PLATFORM = rsa.generate_private_key(public_exponent=65537, key_size=2048)

Answer = tuple[int, Any]


@dataclass
class Systems:
    """What they hold. broken: answers instead, when it returns something (status, bytes, headers)."""

    url: str = ""
    residents: list[dict[str, str]] = field(default_factory=list)
    licences: dict[str, dict[str, str]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    taken: dict[str, dict[str, str]] = field(default_factory=dict)  # messages and shipments by id
    fates: dict[str, str] = field(default_factory=dict)
    replies: list[dict[str, str]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    broken: Callable[[str], tuple[int, bytes, dict[str, str]] | None] = lambda _path: None
    answer_age_s: int = 0
    forge: bool = False

    def say(self, method: str, target: str, body: bytes) -> Answer:
        path, said = urlsplit(target).path, json.loads(body) if body else {}
        if path.startswith("/v3/pay/"):
            return self._pay(method, path, said)
        if path == "/residents/look-up":
            found = [one for one in self.residents if one["id_number"] == said["id_number"]]
            return 200, {"resident": found[0] if found else None}
        if path == "/residents/community":
            return 200, {"residents": self._called_for(said)}
        if path == "/licences/held":
            held = [{"id": id, **one} for id, one in self.licences.items() if one["holder"] == said["holder"]]
            return 200, {"licences": held}
        if found_licence := re.fullmatch(r"/licences/([^/]+)/content", path):
            content = self.contents.get(found_licence[1])
            return (404, {"code": "http-404"}) if content is None else (200, content)
        if path == "/replies":
            after = parse_qs(urlsplit(target).query, keep_blank_values=True)["after"][0]
            return 200, {"replies": [one for one in self.replies if one["id"] > after]}
        return self._sent(method, path, said)

    def _called_for(self, said: dict[str, str]) -> list[dict[str, str]]:
        def fits(one: dict[str, str]) -> bool:
            ends = one["valid_to"] != "" and one["valid_to"] < said["expires_before"]
            return one["community"] == said["community"] and (
                ends or one["id_number"][6:14] < said["born_before"]
            )

        return sorted((one for one in self.residents if fits(one)), key=lambda one: one["id_number"])

    def _sent(self, method: str, path: str, said: dict[str, str]) -> Answer:
        kind, _, id = path.strip("/").partition("/")
        assert kind in ("messages", "shipments"), path
        if method == "PUT":
            if "unreachable-number" in said.values():
                return 422, {"code": "bad_number", "words": "13800000000 is nobody"}
            self.taken.setdefault(id, said)
            return 200, {"reference": f"R-{id}"}
        known = id.removeprefix("R-") in self.taken
        return (200, {"state": self.fates.get(id, "handed")}) if known else (404, {})

    def _pay(self, method: str, path: str, said: dict[str, Any]) -> Answer:
        if path == "/v3/pay/transactions/native":
            assert set(said) >= {"appid", "mchid", "description", "out_trade_no", "notify_url", "amount"}
            assert said["amount"]["currency"] == "CNY"
            order = self.orders.setdefault(said["out_trade_no"], {**said, "trade_state": "NOTPAY"})
            return 200, {"code_url": f"weixin://wxpay/bizpayurl?pr={order['out_trade_no']}"}
        id, _, word = path.removeprefix("/v3/pay/transactions/out-trade-no/").partition("/")
        if id not in self.orders:
            return 404, {"code": "ORDER_NOT_EXIST", "message": "订单不存在"}
        order = self.orders[id]
        if word == "close":
            if order["trade_state"] == "SUCCESS":
                return 400, {"code": "ORDERPAID", "message": "订单已支付"}
            order["trade_state"] = "CLOSED"
            return 204, b""
        return 200, {
            name: order[name] for name in ("trade_state", "transaction_id", "success_time") if name in order
        }


def hmac_of(*lines: str) -> str:
    return hmac.new(KEY, "\n".join(lines).encode(), hashlib.sha256).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    systems: Systems

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def log_message(self, format: str, *arguments: object) -> None:
        pass

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.systems.asked.append((self.command, self.path))
        if (broken := self.systems.broken(self.path)) is not None:
            return self._send(*broken)
        wechat = self.path.startswith("/v3/pay/")
        if not (self._merchant_signed(body) if wechat else self._key_signed(body)):
            return self._send(401, b'{"code":"SIGN_ERROR"}', {})
        status, said = self.systems.say(self.command, self.path, body)
        content = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
        return self._send(status, content, self._platform(content) if wechat else self._own(content))

    def _key_signed(self, body: bytes) -> bool:
        at, nonce = self.headers.get("Desk-Time", "0"), self.headers.get("Desk-Nonce", "")
        wanted = hmac_of(self.command, self.path, at, nonce, hashlib.sha256(body).hexdigest())
        fresh = abs(time.time() - int(at)) < 300 and bool(nonce)
        return fresh and self.headers.get("Desk-Key") == "office" and wanted == self.headers["Desk-Signature"]

    def _own(self, content: bytes) -> dict[str, str]:
        at, asked = str(int(time.time())), self.headers.get("Desk-Nonce", "")
        digest = hashlib.sha256(content + (b"!" if self.systems.forge else b"")).hexdigest()
        return {"Desk-Time": at, "Desk-Signature": hmac_of("ANSWER", asked, at, "", digest)}

    def _merchant_signed(self, body: bytes) -> bool:
        scheme, _, rest = self.headers.get("Authorization", "").partition(" ")
        said = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        message = f"{self.command}\n{self.path}\n{said['timestamp']}\n{said['nonce_str']}\n{body.decode()}\n"
        MERCHANT.public_key().verify(
            base64.b64decode(said["signature"]), message.encode(), padding.PKCS1v15(), hashes.SHA256()
        )
        return (
            scheme == "WECHATPAY2-SHA256-RSA2048"
            and said["mchid"] == "1900000001"
            and said["serial_no"] == "AB1"
        )

    def _platform(self, content: bytes) -> dict[str, str]:
        at = str(int(time.time()) - self.systems.answer_age_s)
        signed = f"{at}\nnonce\n{content.decode()}\n".encode() + (b"!" if self.systems.forge else b"")
        signature = PLATFORM.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        return {
            "Wechatpay-Timestamp": at,
            "Wechatpay-Nonce": "nonce",
            "Wechatpay-Serial": "PF9",
            "Wechatpay-Signature": base64.b64encode(signature).decode(),
        }

    def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)


@contextmanager
def systems(tls: ssl.SSLContext | None = None) -> Iterator[Systems]:
    """They run until the block ends."""
    held = Systems()
    handler = type("Handler", (_Handler,), {"systems": held})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_arguments: None  # type: ignore[method-assign]  # a caller that gave up
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    held.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
