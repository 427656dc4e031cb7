"""Our questions and our fake's answers fit the published schemas, so that what we test against is SBI."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from devices.errors import DeviceError
from devices.sbi import fingers
from devices.sbi.errors import NotRegistered
from devices.sbi.service import Service
from devices.virtual.sbi_answers import NUMBERED_FAULTS, STATUS_FAULTS
from devices.virtual.sbi_service import SbiService
from tests.devices.sbi.rig import FINGER, SbiRig, trust
from tests.devices.sbi.schemas import FACTS, misfits

GAT_CODES = range(11, 21)


@pytest.fixture(params=["Single", "Slap"])
def rig(request: pytest.FixtureRequest) -> Iterator[SbiRig]:
    rig = SbiRig(subtype=request.param)
    yield rig
    rig.service.stop()


def payload(token: str) -> Any:
    middle = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


def said(service: SbiService, verb: str) -> Any:
    return next(answer for spoken, answer in service.said if spoken == verb)


def asked(service: SbiService, verb: str) -> Any:
    return next(request for spoken, _, request in service.asked if spoken == verb)


@pytest.mark.parametrize("position", [None, *GAT_CODES])
def test_our_capture_request_is_theirs(rig: SbiRig, position: int | None) -> None:
    rig.capture(position=position)
    request = asked(rig.service, "RCAPTURE")
    assert misfits(request, "capture_request") == []
    assert misfits(request["bio"][0], "capture_request_bio") == []
    assert request["bio"][0]["bioSubType"] == [fingers.name_of(position or 0)]


def test_a_slap_scanner_gets_the_sensor_of_the_finger(rig: SbiRig) -> None:
    """Source: deviceSubId 1 left hand, 2 right hand, 3 thumbs, 0 not known (mds-specification.md)."""
    sensors = [fingers.sensor_for(fingers.name_of(code), ("1", "2", "3")) for code in GAT_CODES]
    assert sensors == ["3", "2", "2", "2", "2", "3", "1", "1", "1", "1"]
    assert fingers.sensor_for("Left Thumb", ("0",)) == "0"
    assert fingers.sensor_for("Left Thumb", ()) == "0"


def test_our_other_requests_are_theirs(rig: SbiRig) -> None:
    service = Service(rig.service.port, trust())
    service.devices(lambda: False)
    (device,) = service.info(lambda: False)
    next(service.stream(device, "0", lambda: False))
    assert misfits(asked(rig.service, "MOSIPDISC"), "discovery_request") == []
    assert asked(rig.service, "MOSIPDINFO") == {}
    assert misfits(asked(rig.service, "STREAM"), "stream_request") == []
    assert {verb: path for verb, path, _ in rig.service.asked}.items() <= FACTS["verbs"].items()


def test_our_fakes_listing_is_theirs(rig: SbiRig) -> None:
    Service(rig.service.port, trust()).devices(lambda: False)
    (device,) = said(rig.service, "MOSIPDISC")
    assert misfits(device, "discovery_answer") == []
    assert misfits(device["error"], "error") == []
    padded = device["digitalId"] + "=" * (-len(device["digitalId"]) % 4)
    assert misfits(json.loads(base64.urlsafe_b64decode(padded)), "digital_id") == []


def test_our_fakes_facts_are_theirs(rig: SbiRig) -> None:
    Service(rig.service.port, trust()).info(lambda: False)
    (entry,) = said(rig.service, "MOSIPDINFO")
    assert misfits(entry, "info_answer") == []
    assert misfits(payload(entry["deviceInfo"]), "device_info") == []
    assert misfits(payload(payload(entry["deviceInfo"])["digitalId"]), "digital_id") == []


def test_our_fakes_prints_are_theirs(rig: SbiRig) -> None:
    rig.capture(FINGER, 12)
    answer = said(rig.service, "RCAPTURE")
    assert misfits(answer, "capture_answer") == []
    (biometric,) = answer["biometrics"]
    assert misfits(biometric, "capture_answer_biometric") == []
    assert misfits(payload(biometric["data"]), "capture_answer_data") == []
    assert misfits(payload(payload(biometric["data"])["digitalId"]), "digital_id") == []


@pytest.mark.parametrize("fault", sorted(NUMBERED_FAULTS))
def test_our_fakes_refusals_are_theirs(rig: SbiRig, fault: str) -> None:
    with rig.driver() as driver:
        rig.service.fault(fault)
        rig.service.press(FINGER)
        with pytest.raises(DeviceError):
            driver.capture(rig.patient, rig.progress)
    (biometric,) = said(rig.service, "RCAPTURE")["biometrics"]
    assert misfits(biometric, "capture_refusal") == []
    assert misfits(biometric["error"], "refusal_error") == []


@pytest.mark.parametrize("fault", sorted(STATUS_FAULTS))
def test_our_fakes_troubled_devices_are_theirs(rig: SbiRig, fault: str) -> None:
    rig.service.fault(fault)
    service = Service(rig.service.port, trust())
    service.devices(lambda: False)
    (listed,) = said(rig.service, "MOSIPDISC")
    assert misfits(listed, "discovery_answer") == []
    assert misfits(listed["error"], "refusal_error") == []
    if fault != "not_registered":
        service.info(lambda: False)
        (entry,) = said(rig.service, "MOSIPDINFO")
        assert misfits(payload(entry["deviceInfo"]), "device_info") == []
        assert misfits(entry["error"], "refusal_error") == []


def test_our_fakes_unregistered_device_is_theirs(rig: SbiRig) -> None:
    rig.service.fault("not_registered")
    with pytest.raises(NotRegistered):
        Service(rig.service.port, trust()).info(lambda: False)
    (entry,) = said(rig.service, "MOSIPDINFO")
    assert misfits(entry, "unregistered_answer") == []
    plain = base64.urlsafe_b64decode(entry["deviceInfo"] + "=" * (-len(entry["deviceInfo"]) % 4))
    assert misfits(json.loads(plain), "unregistered_info") == []
    assert entry["error"] == {"errorCode": "100", "errorInfo": "Device not registered"}


def test_the_fingers_names_are_theirs() -> None:
    assert set(fingers.NAMES) == set(FACTS["values"]["bioSubType"])
    assert [fingers.name_of(code) for code in (11, 16, 20, 97, 0)] == [
        "Right Thumb",
        "Left Thumb",
        "Left LittleFinger",
        "UNKNOWN",
        "UNKNOWN",
    ]


def test_the_checker_sees_what_does_not_fit() -> None:
    good = {"errorCode": "0", "errorInfo": "Success"}
    assert misfits(good, "error") == []
    assert misfits({"errorCode": 0, "more": ""}, "error") == ["more", "errorCode", "errorInfo"]
    assert misfits({"type": "Ear"}, "discovery_request") == ["type"]
