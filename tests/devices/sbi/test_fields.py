"""What a stranger wrote is read in every spelling services use, and in no other."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import BadReply, Busy, DeviceError
from devices.sbi import fields
from devices.sbi.device import described, listed
from devices.sbi.errors import NotReady
from devices.sbi.statuses import error_of, error_of_status, number_of
from tests.devices.rigs import refusal
from tests.devices.sbi.rig import trust


@pytest.mark.parametrize("written", [81, "81", 81.0, "81.0"])
def test_numbers_come_as_numbers_and_as_text(written: object) -> None:
    """The schemas in mosip/documentation say number, the conformance kit text."""
    assert fields.number({"score": written}, "score", 0, 100) == 81


@pytest.mark.parametrize(
    "written", [None, True, "", "many", [], float("nan"), float("inf"), -1, 101, "1" * 30, 10**400]
)
def test_other_things_are_no_numbers(written: object) -> None:
    with pytest.raises(BadReply):
        fields.number({"score": written}, "score", 0, 100)


@pytest.mark.parametrize(
    "written",
    ["2026-11-21T05:00:00Z", "2026-11-21T05:00:00.000Z", "2026-11-21T13:00:00+08:00", "20261121T050000Z"],
)
def test_times_come_in_several_spellings(written: str) -> None:
    assert fields.instant({"at": written}, "at") == datetime(2026, 11, 21, 5, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2026-11-21T05:00:00", "yesterday", "0001-01-01T00:00:00+23:59", "", 5])
def test_other_things_are_no_times(written: object) -> None:
    with pytest.raises(BadReply):
        fields.instant({"at": written}, "at")


@pytest.mark.parametrize("written", ["_-8", "_-8=", "/+8"])
def test_base64url_comes_with_and_without_padding(written: str) -> None:
    assert fields.base64url(written, "value") == b"\xff\xef"


@pytest.mark.parametrize("written", ["_-8 ", "a", "a\nbc", "é", "====a"])
def test_other_things_are_no_base64url(written: str) -> None:
    with pytest.raises(BadReply):
        fields.base64url(written, "value")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (None, 0),
        ({}, None),
        ({"errorCode": "0"}, 0),
        ({"errorCode": 0}, 0),
        ({"errorCode": "0 - Success"}, 0),
        ({"errorCode": "101 -  Unable to detect"}, 101),
        ({"errorCode": 567}, 567),
        ({"errorCode": "99999"}, None),
        ({"errorCode": "-1"}, None),
        ("101", None),
    ],
)
def test_error_numbers_come_as_number_text_and_sentence(written: object, number: int | None) -> None:
    if number is None:
        with pytest.raises(BadReply):
            number_of(written)
    else:
        assert number_of(written) == number


def test_every_number_but_success_is_an_error() -> None:
    assert [n for n in range(700) if error_of(n) is None] == [0]


@pytest.mark.parametrize(
    ("status", "expected"), [("Busy", Busy), ("Not Ready", NotReady), ("ready", BadReply), ("", BadReply)]
)
def test_every_status_but_ready_is_an_error(status: str, expected: type[DeviceError]) -> None:
    assert error_of_status("Ready") is None
    assert isinstance(error_of_status(status), expected)


def test_no_device_connected_is_an_empty_list() -> None:
    assert listed(b'[{"error": {"errorCode": "202", "errorInfo": "No Device Connected."}}]') == ()
    assert listed(b"[]") == ()


_NAMES = st.sampled_from(["deviceId", "deviceStatus", "deviceInfo", "error", "errorCode", "biometrics", "x"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    data = json.dumps(value).encode()
    refusal(listed, data, DeviceError)
    refusal(lambda answer: described(answer, trust(), datetime.now(UTC)), data, DeviceError)
