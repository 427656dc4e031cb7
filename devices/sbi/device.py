"""What a service says of its devices: the open list (MOSIPDISC) and the signed facts (MOSIPDINFO)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from devices.errors import BadReply
from devices.sbi.errors import NotRegistered, Untrusted
from devices.sbi.fields import instant, json_of, listing, mapping, number, text
from devices.sbi.jws import opened
from devices.sbi.statuses import error_of, number_of
from devices.sbi.trust import Trust

SPEC_VERSION: Final = "0.9.5"
PURPOSE: Final = "Registration"
LONGEST_TOKEN: Final = 64 << 10


@dataclass(frozen=True)
class DigitalId:
    """Who the device is. number: its serial number, as on its label."""

    number: str
    make: str
    model: str
    type: str  # Finger, Iris, Face
    subtype: str  # Slap, Single, Touchless ...


@dataclass(frozen=True)
class Listed:
    """A device in the open list: nothing of it is proven."""

    device_id: str
    status: str


@dataclass(frozen=True)
class SbiDevice:
    """A device whose facts are signed by somebody we trust."""

    device_id: str  # inside its service
    digital_id: DigitalId
    status: str
    environment: str
    sensors: tuple[str, ...]  # deviceSubIds
    certification: str  # L0, L1


def listed(answer: bytes) -> tuple[Listed, ...]:
    """The open list; entries that are errors ("no device connected") are left out."""
    found = []
    for entry in listing(json_of(answer), "devices"):
        fields = mapping(entry, "device")
        if fields.get("deviceId") is not None:
            found.append(Listed(text(fields, "deviceId"), text(fields, "deviceStatus")))
        else:
            number_of(fields.get("error"))
    return tuple(found)


def described(answer: bytes, trust: Trust, at: datetime) -> tuple[SbiDevice, ...]:
    """The devices in an answer to MOSIPDINFO that serve registration, every signature checked.

    A device that is not registered cannot sign: it raises NotRegistered when there is no other. Raises
    Untrusted, BadReply and the errors the service names.
    """
    found: list[SbiDevice] = []
    trouble: list[Exception] = []
    for entry in listing(json_of(answer), "devices"):
        fields = mapping(entry, "device")
        if fields.get("deviceInfo") in (None, ""):
            error = error_of(number_of(fields.get("error")))
            trouble.append(error or BadReply(expected="deviceInfo", got="none"))
            continue
        token = text(fields, "deviceInfo", LONGEST_TOKEN)
        if "." not in token and number_of(fields.get("error")) == 100:
            trouble.append(NotRegistered())
            continue
        info = opened(token, trust, at)
        if info.get("purpose") == PURPOSE:
            found.append(_device(info, trust, at))
    if not found and trouble:
        raise trouble[0]
    return tuple(found)


def _device(info: Mapping[str, Any], trust: Trust, at: datetime) -> SbiDevice:
    identity = digital_id(text(info, "digitalId", LONGEST_TOKEN), trust, at)
    if text(info, "deviceCode") != identity.number:
        raise Untrusted(reason="device")
    versions = listing(info.get("specVersion"), "specVersion")
    if SPEC_VERSION not in versions:
        raise BadReply(expected=f"SBI {SPEC_VERSION}", got=f"{len(versions)} other versions")
    sensors = tuple(
        f"{number({'deviceSubId': one}, 'deviceSubId', 0, 99):.0f}"
        for one in listing(info.get("deviceSubId", []), "deviceSubId")
    )
    return SbiDevice(
        text(info, "deviceId"),
        identity,
        text(info, "deviceStatus"),
        text(info, "env"),
        sensors,
        text(info, "certification"),
    )


def digital_id(token: str, trust: Trust, at: datetime) -> DigitalId:
    """The signed digital id. An unsigned one is only good for the open list: Untrusted."""
    fields = opened(token, trust, at)
    instant(fields, "dateTime")
    return _identity(fields)


def _identity(fields: Mapping[str, Any]) -> DigitalId:
    return DigitalId(
        text(fields, "serialNo", 50),
        text(fields, "make", 50),
        text(fields, "model", 50),
        text(fields, "type", 20),
        text(fields, "deviceSubType", 20),
    )
