"""Hostile and broken services: each fault ends in its own error, in time, and the next capture works."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from devices.drivers.sbi_finger import SbiFinger
from devices.errors import (
    BadReply,
    Busy,
    DeviceError,
    FingerGone,
    NotConnected,
    NotPermitted,
    NotSupported,
    Removed,
    Silent,
)
from devices.sbi.errors import (
    CaptureFailed,
    ClockDiffers,
    NotReady,
    NotRegistered,
    OtherFinger,
    ServiceError,
    Tampered,
    Untrusted,
)
from devices.virtual.sbi_answers import SIGNING_FAULTS
from devices.virtual.sbi_service import SbiService
from tests.devices.sbi.rig import COMMAND_MS, FINGER, IN_TIME_S, OTHER_FINGER, ROUND_MS, SbiRig

RIGHT_INDEX = 12  # GA/T 1012

AT_CAPTURE: dict[str, tuple[type[DeviceError], str | None]] = {
    # fault: (error, its reason)
    "wrong_signature": (Untrusted, "signature"),
    "foreign_root": (Untrusted, "chain"),
    "expired": (Untrusted, "expired"),
    "algorithm_none": (Untrusted, "algorithm"),
    "algorithm_hs256": (Untrusted, "algorithm"),
    "no_certificate": (Untrusted, "certificate"),
    "not_a_certificate": (Untrusted, "certificate"),
    "issued_by_a_device": (Untrusted, "chain"),
    "unsigned": (Untrusted, "unsigned"),
    "broken_chain": (Untrusted, "hash"),
    "wrong_transaction": (Untrusted, "transaction"),
    "other_device": (Untrusted, "device"),
    "foreign_digital_id": (Untrusted, "chain"),
    "unsigned_digital_id": (Untrusted, "unsigned"),
    "wrong_environment": (BadReply, None),
    "wrong_purpose": (BadReply, None),
    "old_timestamp": (ClockDiffers, None),
    "other_finger": (OtherFinger, None),
    "other_position": (OtherFinger, None),
    "no_prints": (BadReply, None),
    "two_prints": (BadReply, None),
    "absurd_quality": (BadReply, None),
    "truncated_record": (BadReply, None),
    "lying_length": (BadReply, None),
    "lying_picture_length": (BadReply, None),
    "huge_picture": (BadReply, None),
    "other_size": (BadReply, None),
    "damaged_picture": (BadReply, None),
    "coarse_picture": (BadReply, None),
    "wsq_picture": (BadReply, None),
    "empty_picture": (FingerGone, None),
    "error_not_registered": (NotRegistered, None),
    "error_nothing_seen": (FingerGone, None),
    "error_extraction": (CaptureFailed, None),
    "error_tampered": (Tampered, None),
    "error_count": (NotSupported, None),
    "error_not_ready": (NotReady, None),
    "error_busy": (Busy, None),
    "error_transaction": (BadReply, None),
    "error_no_device": (Removed, None),
    "error_of_the_maker": (ServiceError, None),
    "silent": (Silent, None),
    "stops_mid_answer": (Silent, None),
    "drip": (Silent, None),
    "stall": (BadReply, None),
    "babble": (BadReply, None),
    "endless": (BadReply, None),
    "not_json": (BadReply, None),
    "deep_json": (BadReply, None),
    "no_http": (BadReply, None),
    "redirect": (BadReply, None),
    "not_permitted": (NotPermitted, None),
    "removed_mid_read": (Removed, None),
    "hang_up": (Removed, None),
}


@pytest.fixture(scope="module")
def shared() -> Iterator[SbiRig]:
    rig = SbiRig()
    yield rig
    rig.service.stop()


@pytest.fixture
def rig(shared: SbiRig) -> Iterator[SbiRig]:
    """One service for all: after every fault it must be as good as new."""
    shared.service.faults.clear()
    shared.service.asked.clear()
    shared.on_step.clear()
    shared._end = time.monotonic() + 10
    yield shared
    shared.service.faults.clear()
    shared.service.lift()


def test_the_table_knows_every_fault_of_the_service() -> None:
    assert set(AT_CAPTURE) | {"low_quality", "busy", "not_ready", "not_registered"} == SbiService.FAULTS


@pytest.mark.parametrize("fault", sorted(AT_CAPTURE))
def test_at_the_capture_each_fault_has_its_error_in_time(rig: SbiRig, fault: str) -> None:
    expected, reason = AT_CAPTURE[fault]
    rig.on_step["waiting"] = lambda: (rig.service.fault(fault), rig.service.press(FINGER))[1]
    with rig.driver() as driver:
        began = time.monotonic()
        with pytest.raises(expected) as caught:
            driver.capture(rig.patient, rig.progress, RIGHT_INDEX)
        took_s = time.monotonic() - began
        assert type(caught.value) is expected
        assert caught.value.values.get("reason") == reason
        assert took_s < (ROUND_MS + 2 * COMMAND_MS) / 1000 + IN_TIME_S
        # the next finger is taken as if nothing had been, on the same driver
        rig.service.faults.clear()
        rig.on_step.clear()
        rig.service.press(OTHER_FINGER)
        assert driver.capture(rig.patient, rig.progress, RIGHT_INDEX) == OTHER_FINGER


@pytest.mark.parametrize("fault", sorted(SIGNING_FAULTS))
def test_a_device_that_cannot_prove_itself_is_never_opened(rig: SbiRig, fault: str) -> None:
    rig.service.fault(fault)
    with pytest.raises(Untrusted), rig.driver():
        pass
    assert [one[0] for one in rig.service.asked] == ["MOSIPDINFO"]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("busy", Busy),
        ("not_ready", NotReady),
        ("not_registered", NotRegistered),
        ("silent", Silent),
        ("drip", BadReply),  # "[]" arrives in time: no such device in it
        ("babble", BadReply),
        ("not_json", BadReply),
        ("redirect", BadReply),
        ("stall", BadReply),
        ("removed_mid_read", Removed),
    ],
)
def test_opening_has_its_error_in_time(rig: SbiRig, fault: str, expected: type[DeviceError]) -> None:
    rig.service.fault(fault)
    began = time.monotonic()
    # A busy machine may close a connection late; what is to be told then is that it was closed.
    patience_ms = 3 * COMMAND_MS if expected is Removed else COMMAND_MS
    with pytest.raises(DeviceError) as caught, rig.driver(command_ms=patience_ms):
        pass
    assert isinstance(caught.value, expected | NotConnected)
    assert time.monotonic() - began < 2 * COMMAND_MS / 1000 + IN_TIME_S


def test_a_print_below_the_quality_asked_for_is_left_to_our_own_judge(rig: SbiRig) -> None:
    """The specification: the device sends its best picture even if the score is not met."""
    rig.service.fault("low_quality")
    assert rig.capture() == FINGER


def test_another_serial_number_is_not_our_scanner(rig: SbiRig) -> None:
    with pytest.raises(NotConnected), rig.driver("TRAIN0000452"):
        pass


def test_a_redirect_is_not_followed(rig: SbiRig) -> None:
    other = SbiService()
    other.start()
    rig.service.elsewhere = f"http://127.0.0.1:{other.port}/info"
    rig.service.fault("redirect")
    with pytest.raises(BadReply), rig.driver():
        pass
    assert other.asked == []
    other.stop()


def test_nothing_personal_is_in_a_drivers_words(rig: SbiRig) -> None:
    rig.service.fault("lying_length")
    rig.service.press(FINGER)
    with rig.driver() as driver, pytest.raises(BadReply) as caught:
        driver.capture(rig.patient, rig.progress)
    assert "FIR" not in repr(caught.value.values)
    assert all(isinstance(value, str) and len(value) < 80 for value in caught.value.values.values())


def test_a_driver_is_a_scanner_of_fingers() -> None:
    assert (SbiFinger.kind, SbiFinger.ids) == ("finger", ())
