"""What the virtual SBI service says: the open list, signed facts, signed prints; each with a fault."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import jwt

from devices.biometrics.formats import fir
from devices.contract import FingerImage
from devices.sbi.capture import chain
from devices.sbi.fingers import NAMES
from devices.virtual.sbi_authority import Authority, Holder, authority
from devices.virtual.sbi_record import compressed, record, wrapped

SERIAL: Final = "TRAIN0000451"
DEVICE_ID: Final = "finger-1"

SIGNING_FAULTS: Final = frozenset(
    {
        *("wrong_signature", "foreign_root", "expired", "algorithm_none", "algorithm_hs256"),
        *("no_certificate", "not_a_certificate", "issued_by_a_device", "unsigned"),
    }
)
DATA_FAULTS: Final = frozenset(
    {
        *("wrong_transaction", "wrong_environment", "wrong_purpose", "old_timestamp", "other_device"),
        *("foreign_digital_id", "unsigned_digital_id", "broken_chain", "low_quality", "other_finger"),
        *("other_position", "no_prints", "two_prints", "absurd_quality"),
    }
)
RECORD_FAULTS: Final = frozenset(
    {
        *("truncated_record", "lying_length", "lying_picture_length", "huge_picture", "damaged_picture"),
        *("other_size", "empty_picture", "coarse_picture", "wsq_picture"),
    }
)
NUMBERED_FAULTS: Final[Mapping[str, int]] = {
    "error_not_registered": 100,
    "error_nothing_seen": 101,
    "error_extraction": 102,
    "error_tampered": 103,
    "error_count": 109,
    "error_not_ready": 110,
    "error_busy": 111,
    "error_transaction": 112,
    "error_no_device": 202,
    "error_of_the_maker": 567,
}
ERRORS: Final[Mapping[int, str]] = {0: "Success", 100: "Device not registered"}
"""The two whose words the published schemas fix."""

STATUS_FAULTS: Final[Mapping[str, tuple[str, int]]] = {
    "busy": ("Busy", 111),
    "not_ready": ("Not Ready", 110),
    "not_registered": ("Not Registered", 100),
}


@dataclass(frozen=True)
class Voice:
    """Who speaks, and what is wrong with him."""

    port: int
    name: str = "training"
    faults: frozenset[str] = frozenset()
    subtype: str = "Single"

    @property
    def people(self) -> Authority:
        return authority("foreign" if "foreign_root" in self.faults else self.name)

    def status(self) -> tuple[str, int]:
        return next((said for fault, said in STATUS_FAULTS.items() if fault in self.faults), ("Ready", 0))


def error(number: int) -> dict[str, str]:
    return {"errorCode": str(number), "errorInfo": ERRORS.get(number, f"Error {number}")}


def discovery(voice: Voice) -> list[dict[str, Any]]:
    status, number = voice.status()
    fields = _common(voice, status)
    plain = json.dumps(_digital_id(voice)).encode()
    fields["digitalId"] = base64.urlsafe_b64encode(plain).decode().rstrip("=")
    return [{**fields, "error": error(number)}]


def info(voice: Voice) -> list[dict[str, Any]]:
    status, number = voice.status()
    facts = _common(voice, status) | {
        "firmware": "1.0.0",
        "env": "Developer",
        "digitalId": signed(voice, _digital_id(voice)),
    }
    if number == 100:  # it serves nobody yet: the published schema forbids both purposes
        facts |= {"purpose": "", "env": "None"}
        plain = base64.urlsafe_b64encode(json.dumps(facts).encode()).decode().rstrip("=")
        return [{"deviceInfo": plain, "error": error(number)}]
    return [{"deviceInfo": signed(voice, facts), "error": error(number)}]


def capture(voice: Voice, request: Mapping[str, Any], image: FingerImage) -> dict[str, Any]:
    """The answer to RCAPTURE with `image` on the glass. One print for each finger asked for."""
    number = next((n for fault, n in NUMBERED_FAULTS.items() if fault in voice.faults), 0)
    if number:
        return {"biometrics": [refusal(request, number)]}
    asked = request["bio"][0]
    names = list(asked["bioSubType"])
    if "two_prints" in voice.faults:
        names *= 2
    if "no_prints" in voice.faults:
        names = []
    previous, found = asked["previousHash"], []
    for name in names:
        entry, previous = _print(voice, request, name, image, previous)
        found.append(entry)
    return {"biometrics": found}


def refusal(request: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {
        "specVersion": str(request.get("specVersion", "")),
        "data": "",
        "hash": "",
        "error": error(number),
    }


def signed(voice: Voice, payload: Mapping[str, Any]) -> str:
    """As a JWS by the device's key, or with the fault of the day."""
    people, faults = voice.people, voice.faults
    holder: Holder = people.device
    if "expired" in faults:
        holder = people.expired
    if "issued_by_a_device" in faults:
        holder = people.end_entity_issued
    headers: dict[str, Any] = {"x5c": holder.x5c(), "typ": "JWT"}
    if "no_certificate" in faults:
        headers["x5c"] = []
    if "not_a_certificate" in faults:
        headers["x5c"] = [base64.b64encode(b"not a certificate").decode()]
    data = json.dumps(payload).encode()
    if "unsigned" in faults:
        return base64.urlsafe_b64encode(data).decode().rstrip("=")
    if "algorithm_none" in faults:
        return jwt.PyJWS().encode(data, "", algorithm="none", headers=headers)
    if "algorithm_hs256" in faults:
        secret = holder.key.public_key().public_numbers().n.to_bytes(256, "big")
        return jwt.PyJWS().encode(data, secret, algorithm="HS256", headers=headers)
    token = jwt.PyJWS().encode(data, holder.key, algorithm="RS256", headers=headers)
    if "wrong_signature" in faults:
        head, body, signature = token.split(".")
        return f"{head}.{body}.{signature[:-9]}{'A' if signature[-9] != 'A' else 'B'}{signature[-8:]}"
    return token


def now_text(shift: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) + shift).strftime("%Y-%m-%dT%H:%M:%SZ")


def _common(voice: Voice, status: str) -> dict[str, Any]:
    return {
        "deviceId": DEVICE_ID,
        "deviceStatus": status,
        "certification": "L0",
        "serviceVersion": "0.9.5",
        "deviceSubId": ["1", "2", "3"] if voice.subtype == "Slap" else ["0"],
        "callbackId": f"http://127.0.0.1:{voice.port}/",
        "deviceCode": SERIAL,
        "specVersion": ["0.9.5"],
        "purpose": "Registration",
    }


def _digital_id(voice: Voice) -> dict[str, str]:
    return {
        "serialNo": SERIAL,
        "make": "Vanapp",
        "model": "Training scanner",
        "type": "Face" if voice.subtype == "Full face" else "Finger",
        "deviceSubType": voice.subtype,
        "deviceProvider": "Vanapp",
        "deviceProviderId": "VANAPP",
        "dateTime": now_text(),
    }


def _print(
    voice: Voice, request: Mapping[str, Any], name: str, image: FingerImage, previous: str
) -> tuple[dict[str, Any], str]:
    faults = voice.faults
    told = "Left LittleFinger" if "other_finger" in faults else name
    position = 9 if "other_position" in faults else NAMES.index(told)
    written = _record(faults, image, position)
    identity = _digital_id(voice)
    if "other_device" in faults:
        identity["serialNo"] = "TRAIN0000999"
    data = {
        "digitalId": _signed_identity(voice, identity),
        "deviceCode": identity["serialNo"],
        "deviceServiceVersion": "0.9.5",
        "bioType": "Finger",
        "bioSubType": told,
        "purpose": "Auth" if "wrong_purpose" in faults else request["purpose"],
        "env": "Production" if "wrong_environment" in faults else request["env"],
        "bioValue": base64.urlsafe_b64encode(written).decode().rstrip("="),
        "transactionId": "earlier-one" if "wrong_transaction" in faults else request["transactionId"],
        "timestamp": now_text(timedelta(hours=-2) if "old_timestamp" in faults else timedelta()),
        "requestedScore": request["bio"][0]["requestedScore"],
        "qualityScore": "1000" if "absurd_quality" in faults else "12" if "low_quality" in faults else "81",
    }
    linked = chain("00" * 32 if "broken_chain" in faults else previous, written)
    entry = {"specVersion": "0.9.5", "data": signed(voice, data), "hash": linked, "error": error(0)}
    return entry, linked


def _signed_identity(voice: Voice, identity: Mapping[str, str]) -> str:
    if "foreign_digital_id" in voice.faults:
        return signed(replace(voice, faults=frozenset({"foreign_root"})), identity)
    if "unsigned_digital_id" in voice.faults:
        return signed(replace(voice, faults=frozenset({"unsigned"})), identity)
    return signed(voice, identity)


def _record(faults: frozenset[str], image: FingerImage, position: int) -> bytes:
    kind = fir.JPEG2000_LOSSLESS
    if "empty_picture" in faults:
        image = replace(image, pixels=bytes([230]) * len(image.pixels))
    if "coarse_picture" in faults:
        image = replace(image, dpi=200)
    written = record(image, position, kind)
    if "truncated_record" in faults:
        return written[: len(written) // 2]
    if "lying_length" in faults:
        return written[:8] + (len(written) + 100).to_bytes(4, "big") + written[12:]
    if "lying_picture_length" in faults:
        at = written.index(compressed(image, kind)) - 4
        return written[:at] + b"\xff\xff\xff\xf0" + written[at + 4 :]
    if "huge_picture" in faults:
        return wrapped(
            compressed(image, kind), replace(image, width_px=60000, height_px=60000), position, kind
        )
    if "other_size" in faults:
        return wrapped(compressed(image, kind), replace(image, width_px=image.width_px + 8), position, kind)
    if "damaged_picture" in faults:
        return wrapped(compressed(image, kind)[:200], image, position, kind)
    if "wsq_picture" in faults:
        return wrapped(b"\xff\xa0" + bytes(100), image, position, fir.WSQ)
    return written
