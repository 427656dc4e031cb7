"""WeChat Pay v3, native codes: the resident scans, pays on the own phone, and we ask until it is so.

Source: pay.weixin.qq.com, API v3: "Native下单" (POST /v3/pay/transactions/native), "商户订单号查询订单"
(GET /v3/pay/transactions/out-trade-no/{id}), "关闭订单", "签名生成" and "签名验证" (each line closed by a
line feed; RSA with SHA-256, PKCS #1 v1.5). Never tried against the real service: that needs a merchant.
"""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from forms.days import CHINA
from sync.gateway.desk.adapters.contract import Charge, Paid, Payment
from sync.gateway.desk.adapters.errors import Away, Declined
from sync.gateway.desk.adapters.site import Site
from sync.gateway.desk.adapters.web import Question, Web

NATIVE = "/v3/pay/transactions/native"
ORDERS = "/v3/pay/transactions/out-trade-no/"
SCHEME = "WECHATPAY2-SHA256-RSA2048"
OLDEST_S = 300  # of an answer: "签名验证" wants five minutes

# trade_state -> what it is to us. REFUND: it was paid, and what became of it is a person's matter.
STATES: Mapping[str, Paid] = {
    "SUCCESS": Paid.PAID,
    "REFUND": Paid.PAID,
    "NOTPAY": Paid.WAITING,
    "USERPAYING": Paid.WAITING,
    "CLOSED": Paid.CLOSED,
    "REVOKED": Paid.CLOSED,
    "PAYERROR": Paid.CLOSED,
}


@dataclass(frozen=True)
class Merchant:
    """appid, mchid and the serial of our certificate as the service knows them; platform: its own key."""

    appid: str
    mchid: str
    serial: str
    notify_url: str
    platform_serial: str
    key: rsa.RSAPrivateKey = field(repr=False)
    platform: rsa.RSAPublicKey = field(repr=False)


@dataclass(frozen=True)
class MerchantSignature:
    """clock: seconds since 1970."""

    merchant: Merchant
    clock: Callable[[], float] = time.time

    def sign(self, question: Question) -> Mapping[str, str]:
        at, nonce = str(int(self.clock())), secrets.token_hex(16)
        lines = _lines(question.method, question.target, at, nonce, question.body.decode())
        signed = self.merchant.key.sign(lines, padding.PKCS1v15(), hashes.SHA256())
        said = {
            "mchid": self.merchant.mchid,
            "nonce_str": nonce,
            "signature": base64.b64encode(signed).decode(),
            "timestamp": at,
            "serial_no": self.merchant.serial,
        }
        parts = ",".join(f'{name}="{value}"' for name, value in said.items())
        return {"Authorization": f"{SCHEME} {parts}"}

    def holds(self, headers: Mapping[str, str], body: bytes) -> bool:
        at, nonce = headers.get("Wechatpay-Timestamp", ""), headers.get("Wechatpay-Nonce", "")
        if headers.get("Wechatpay-Serial") != self.merchant.platform_serial:
            return False
        try:
            fresh = abs(self.clock() - int(at)) <= OLDEST_S
            signed = base64.b64decode(headers.get("Wechatpay-Signature", ""), validate=True)
            lines = _lines(at, nonce, body.decode())
            self.merchant.platform.verify(signed, lines, padding.PKCS1v15(), hashes.SHA256())
        except (ValueError, InvalidSignature):
            return False
        return fresh


def _lines(*parts: str) -> bytes:
    return "".join(f"{part}\n" for part in parts).encode()


class WechatPayments:
    name = "wechat-pay"

    def __init__(self, site: Site, merchant: Merchant, clock: Callable[[], float] = time.time) -> None:
        self._merchant = merchant
        self._web = Web(self.name, site, MerchantSignature(merchant, clock))

    def order(self, charge: Charge) -> str:
        said = {
            "appid": self._merchant.appid,
            "mchid": self._merchant.mchid,
            "description": charge.about,
            "out_trade_no": charge.id,
            "time_expire": charge.expires_at.astimezone(CHINA).isoformat(timespec="seconds"),
            "notify_url": self._merchant.notify_url,
            "amount": {"total": charge.fen, "currency": "CNY"},
        }
        return self._text(self._web.ask("POST", NATIVE, said), "code_url")

    def look(self, charge: str) -> Payment:
        said = self._web.ask("GET", self._target(charge) + f"?mchid={quote(self._merchant.mchid, safe='')}")
        state = STATES.get(self._text(said, "trade_state"))
        if state is None:
            raise Away(adapter=self.name, reason="garbage")
        if state is not Paid.PAID:
            return Payment(state)
        try:
            paid_at = datetime.fromisoformat(self._text(said, "success_time"))
        except ValueError as error:
            raise Away(adapter=self.name, reason="garbage") from error
        return Payment(state, self._text(said, "transaction_id"), paid_at)

    def close(self, charge: str) -> None:
        try:
            self._web.ask("POST", self._target(charge) + "/close", {"mchid": self._merchant.mchid})
        except Declined as error:
            if error.values["reason"] != "ORDERPAID":
                raise
            raise Declined(adapter=self.name, reason="paid") from error

    def _target(self, charge: str) -> str:
        return ORDERS + quote(charge, safe="")

    def _text(self, said: Any, name: str) -> str:
        value = said.get(name) if isinstance(said, dict) else None
        if not isinstance(value, str) or not value:
            raise Away(adapter=self.name, reason="garbage")
        return value
