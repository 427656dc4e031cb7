"""The live stream of a device: pictures as long as they are wanted, an error when they stop."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

import pytest
from PIL import Image

from devices.errors import BadReply, Cancelled, Removed, Silent
from devices.sbi.device import SbiDevice
from devices.sbi.service import Service
from devices.virtual.sbi_service import SbiService
from tests.devices.sbi.rig import COMMAND_MS, IN_TIME_S, trust


@pytest.fixture
def virtual() -> Iterator[SbiService]:
    virtual = SbiService()
    virtual.start()
    yield virtual
    virtual.stop()


def opened(virtual: SbiService) -> tuple[Service, SbiDevice]:
    service = Service(virtual.port, trust(), command_ms=COMMAND_MS)
    (device,) = service.info(lambda: False)
    return service, device


def test_pictures_come_whole(virtual: SbiService) -> None:
    service, device = opened(virtual)
    stream = service.stream(device, "0", lambda: False)
    assert [next(stream) for _ in range(6)] == virtual.frames() * 3
    assert Image.open(io.BytesIO(next(stream))).size == (64, 48)
    stream.close()  # type: ignore[attr-defined]


def test_it_ends_when_it_is_no_longer_wanted(virtual: SbiService) -> None:
    service, device = opened(virtual)
    seen: list[bytes] = []
    with pytest.raises(Cancelled):
        seen.extend(service.stream(device, "0", lambda: len(seen) > 3))
    assert len(seen) > 3


def test_a_stream_that_stops_is_silent_in_time(virtual: SbiService) -> None:
    service, device = opened(virtual)
    virtual.fault("silent")
    began = time.monotonic()
    with pytest.raises(Silent):
        list(service.stream(device, "0", lambda: False))
    assert time.monotonic() - began < COMMAND_MS / 1000 + IN_TIME_S


def test_a_service_that_ends_is_removed(virtual: SbiService) -> None:
    service, device = opened(virtual)
    stream = service.stream(device, "0", lambda: False)
    next(stream)
    virtual.stop()
    with pytest.raises(Removed):
        list(stream)


def test_an_error_instead_of_a_stream_is_that_error(virtual: SbiService) -> None:
    service, device = opened(virtual)
    virtual.fault("error_no_device")
    with pytest.raises(Removed):
        next(service.stream(device, "0", lambda: False))


def test_json_without_an_error_is_no_stream(virtual: SbiService) -> None:
    with pytest.raises(BadReply):
        Service._raise_named(b'{"error": {"errorCode": "0"}}')
