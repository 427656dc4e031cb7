"""Asking for prints (RCAPTURE) and believing the answer only when everything in it holds together."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from devices.contract import FingerImage
from devices.errors import BadReply
from devices.sbi.device import LONGEST_TOKEN, PURPOSE, SPEC_VERSION, SbiDevice, digital_id
from devices.sbi.errors import ClockDiffers, OtherFinger, Untrusted
from devices.sbi.fields import base64url, instant, json_of, listing, mapping, number, text
from devices.sbi.fingers import ANY, NAMES, sensor_for
from devices.sbi.jws import opened
from devices.sbi.picture import finger_image, impressions
from devices.sbi.statuses import error_of, number_of
from devices.sbi.trust import Trust

Entry = Mapping[str, Any]

NOTHING_BEFORE: Final = hashlib.sha256(b"").hexdigest().upper()
"""previousHash of a first capture."""

CLOCKS_APART: Final = timedelta(minutes=5)
LONGEST_DATA: Final = 24 << 20


@dataclass(frozen=True)
class Request:
    """One capture. transaction: 4 to 50 letters, digits, hyphens, never used before; fingers: SBI's names."""

    device: SbiDevice
    fingers: tuple[str, ...]
    transaction: str
    at: datetime
    previous_hash: str = NOTHING_BEFORE
    score: int = 60  # NFIQ 2 at which the device may stop looking for a better picture
    within_ms: int = 10_000

    def body(self) -> bytes:
        """As JSON. Every number is written as text: that is how the published conformance kit and the
        reference client do it (mosip-compliance-toolkit, RegistrationCaptureRequestSchema), although the
        schemas in mosip/documentation say integer.
        """
        wanted = {
            "type": "Finger",
            "count": str(len(self.fingers)),
            "bioSubType": list(self.fingers),
            "exception": [],
            "requestedScore": str(self.score),
            "deviceId": self.device.device_id,
            "deviceSubId": sensor_for(self.fingers[0], self.device.sensors),
            "previousHash": self.previous_hash,
        }
        request = {
            "env": self.device.environment,
            "purpose": PURPOSE,
            "specVersion": SPEC_VERSION,
            "timeout": str(self.within_ms),
            "captureTime": self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "transactionId": self.transaction,
            "bio": [wanted],
            "customOpts": {},
        }
        return json.dumps(request).encode("ascii")


@dataclass(frozen=True)
class Print:
    """One proven print. quality: NFIQ 2 as the device sees it, 0..100; hash: for the next capture's chain."""

    finger: str
    image: FingerImage
    quality: float
    hash: str
    record: bytes = field(repr=False, default=b"")  # ISO/IEC 19794-4, as signed


def entries(answer: bytes) -> tuple[Entry, ...]:
    """The answer's biometrics, unproven. Raises the error the service names, NothingSeen among them."""
    top = mapping(json_of(answer), "answer")
    if "biometrics" not in top and "error" in top:
        raise error_of(number_of(top["error"])) or BadReply(expected="biometrics", got="none")
    found = tuple(mapping(one, "biometric") for one in listing(top.get("biometrics"), "biometrics"))
    for entry in found:
        error = error_of(number_of(entry.get("error")))
        if error is not None:
            raise error
    return found


def proven(found: Sequence[Entry], request: Request, trust: Trust, now: datetime) -> tuple[Print, ...]:
    """The prints, in order. Raises Untrusted, OtherFinger, ClockDiffers, BadReply, FingerGone."""
    if len(found) != len(request.fingers):
        raise BadReply(expected=f"{len(request.fingers)} prints", got=f"{len(found)}")
    prints: list[Print] = []
    previous = request.previous_hash
    for entry in found:
        data = opened(text(entry, "data", LONGEST_DATA), trust, now)
        _must_be_ours(data, request, trust, now)
        record = base64url(text(data, "bioValue", LONGEST_DATA), "bioValue")
        previous = _chained(previous, record, text(entry, "hash", 64))
        prints.append(_print(data, record, previous))
    names = [one.finger for one in prints]
    if ANY not in request.fingers and sorted(names) != sorted(request.fingers):
        raise OtherFinger()
    return tuple(prints)


def chain(previous_hash: str, record: bytes) -> str:
    """SHA-256 over the previous hash's bytes and the record's SHA-256, as upper-case hex.

    Source: SBI 0.9.5 "Registration Capture", hash; that bytes are chained and not their hex, from the
    published conformance kit (mosip-compliance-toolkit, HashUtil).
    """
    both = bytes.fromhex(previous_hash) + hashlib.sha256(record).digest()
    return hashlib.sha256(both).hexdigest().upper()


def _chained(previous: str, record: bytes, claimed: str) -> str:
    expected = chain(previous, record)
    if not claimed.isascii() or not hmac.compare_digest(expected, claimed):
        raise Untrusted(reason="hash")
    return expected


def _must_be_ours(data: Mapping[str, Any], request: Request, trust: Trust, now: datetime) -> None:
    """It answers this request, from this device, for this purpose, now."""
    if data.get("transactionId") != request.transaction:
        raise Untrusted(reason="transaction")
    identity = digital_id(text(data, "digitalId", LONGEST_TOKEN), trust, now)
    device = request.device.digital_id
    if identity != device or data.get("deviceCode") != device.number:
        raise Untrusted(reason="device")
    for name, expected in (
        ("purpose", PURPOSE),
        ("env", request.device.environment),
        ("bioType", "Finger"),
    ):
        if data.get(name) != expected:
            raise BadReply(expected=f"{name}: {expected}", got="another")
    if abs(instant(data, "timestamp") - now) > CLOCKS_APART:
        raise ClockDiffers()


def _print(data: Mapping[str, Any], record: bytes, chained: str) -> Print:
    finger = text(data, "bioSubType")
    if finger not in NAMES:
        raise BadReply(expected="a finger's name", got="another word")
    pictures = impressions(record)
    if len(pictures) != 1:
        raise BadReply(expected="one picture", got=f"{len(pictures)}")
    if pictures[0].position not in (0, NAMES.index(finger)) and finger != ANY:
        raise OtherFinger()
    quality = number(data, "qualityScore", 0, 100)
    return Print(finger, finger_image(pictures[0]), quality, chained, record)
