"""What a device signs about itself must agree with itself, and be for us."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from devices.errors import BadReply, Removed
from devices.sbi.capture import NOTHING_BEFORE, Request, chain, entries, proven
from devices.sbi.device import SbiDevice, described
from devices.sbi.errors import NotRegistered, OtherFinger, Untrusted
from devices.virtual import sbi_answers as answers
from devices.virtual.sbi_answers import Voice, signed
from devices.virtual.sbi_record import record
from tests.devices.sbi.rig import FINGER, trust
from tests.devices.sbi.test_schemas import payload

VOICE = Voice(4501)


def info(**changed: Any) -> bytes:
    """The virtual device's signed facts, some of them other ones."""
    facts = payload(answers.info(VOICE)[0]["deviceInfo"]) | changed
    return json.dumps([{"deviceInfo": signed(VOICE, facts), "error": answers.error(0)}]).encode()


def told(answer: bytes) -> tuple[SbiDevice, ...]:
    return described(answer, trust(), datetime.now(UTC))


def test_the_signed_facts_are_read() -> None:
    (device,) = told(info())
    assert (device.status, device.environment, device.sensors) == ("Ready", "Developer", ("0",))
    assert device.digital_id.number == answers.SERIAL


def test_sensors_may_be_numbers() -> None:
    """As the schemas in mosip/documentation have it."""
    (device,) = told(info(deviceSubId=[1, 2, 3]))
    assert device.sensors == ("1", "2", "3")


def test_a_device_for_another_purpose_is_not_ours() -> None:
    assert told(info(purpose="Auth")) == ()


def test_a_device_that_carries_anothers_digital_id_is_not_believed() -> None:
    with pytest.raises(Untrusted) as caught:
        told(info(deviceCode="TRAIN0000999"))
    assert caught.value.values["reason"] == "device"


@pytest.mark.parametrize("versions", [["0.9.2"], [], "0.9.5", None])
def test_another_version_of_the_interface_is_refused(versions: object) -> None:
    with pytest.raises(BadReply):
        told(info(specVersion=versions))


def test_entries_without_facts_have_their_errors() -> None:
    def only(number: int) -> bytes:
        return json.dumps([{"deviceInfo": "", "error": answers.error(number)}]).encode()

    with pytest.raises(NotRegistered):
        told(only(100))
    with pytest.raises(Removed):
        told(only(202))
    with pytest.raises(BadReply):
        told(only(0))


def test_a_sound_device_works_beside_one_that_is_not_registered() -> None:
    broken = {"deviceInfo": "e30", "error": answers.error(100)}
    assert len(told(json.dumps([broken, *json.loads(info())]).encode())) == 1


def request(*fingers: str) -> Request:
    (device,) = told(info())
    return Request(device, fingers, "0123-4567", datetime.now(UTC))


def answer(asked: Request) -> tuple[Mapping[str, Any], ...]:
    said = answers.capture(VOICE, json.loads(asked.body()), FINGER)
    return entries(json.dumps(said).encode())


def test_four_fingers_of_a_slap_are_chained_one_to_the_next() -> None:
    asked = request("Left IndexFinger", "Left MiddleFinger", "Left RingFinger", "Left LittleFinger")
    prints = proven(answer(asked), asked, trust(), datetime.now(UTC))
    assert [one.finger for one in prints] == list(asked.fingers)
    hashes = [NOTHING_BEFORE, *(one.hash for one in prints)]
    assert [chain(a, one.record) for a, one in zip(hashes, prints, strict=False)] == hashes[1:]


def test_prints_in_another_order_break_the_chain() -> None:
    asked = request("Left IndexFinger", "Left MiddleFinger")
    with pytest.raises(Untrusted):
        proven(answer(asked)[::-1], asked, trust(), datetime.now(UTC))


def test_the_same_finger_twice_is_not_two_fingers() -> None:
    asked = request("Left IndexFinger", "Left MiddleFinger")
    other = Request(asked.device, ("Left IndexFinger",) * 2, asked.transaction, asked.at)
    with pytest.raises(OtherFinger):
        proven(answer(other), asked, trust(), datetime.now(UTC))


def test_the_chain_is_the_specifications() -> None:
    """Worked by hand with sha256sum: of nothing, then of that and of sha256("abc")."""
    assert NOTHING_BEFORE == "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
    expected = "BDDBDF7E9DF02F902EE5DD61B2B513D7566A2112FF97DB7DC3B6D184A43EF0E3"
    assert chain(NOTHING_BEFORE, b"abc") == expected


def test_a_record_of_two_pictures_is_not_one_print() -> None:
    one = record(FINGER, 0)
    body = one[16:] * 2
    two = one[:8] + (16 + len(body)).to_bytes(4, "big") + b"\x00\x02" + one[14:16] + body
    asked = request("UNKNOWN")
    (entry,) = answer(asked)
    data = payload(entry["data"]) | {"bioValue": base64.urlsafe_b64encode(two).decode().rstrip("=")}
    changed = {**entry, "data": signed(VOICE, data), "hash": chain(asked.previous_hash, two)}
    with pytest.raises(BadReply) as caught:
        proven([changed], asked, trust(), datetime.now(UTC))
    assert caught.value.values == {"expected": "one picture", "got": "2"}
