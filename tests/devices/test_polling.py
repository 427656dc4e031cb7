"""Where nobody tells of plugs (Windows, macOS, Linux without udev) the bench looks for itself.

What a look costs is measured by tests.bench.instruments.
"""

from __future__ import annotations

import sys
import threading

import pytest

from devices import hotplug
from devices.bench import Bench
from devices.bus import Found, Unsubscribe
from devices.contract import Kind
from devices.errors import NotConnected
from devices.hotplug import SystemBus, watch_udev
from devices.virtual import UruModel, stripes
from devices.virtual.bus import VirtualBus
from tests.devices.rigs import soon


class SilentBus(VirtualBus):
    """Tells nobody; counts how often it is looked at."""

    looks = 0

    def devices(self) -> tuple[Found, ...]:
        self.looks += 1
        return super().devices()

    def watch(self, changed: object) -> Unsubscribe | None:  # type: ignore[override]
        return None


def test_plug_and_unplug_are_seen_without_being_told() -> None:
    bus, scanner = SilentBus(), UruModel()
    with Bench([bus], look_again_s=0.02) as bench:
        assert bench.state(Kind.FINGER).code == NotConnected.code
        bus.plug(scanner)
        assert soon(lambda: bench.state(Kind.FINGER).code is None)
        scanner.press(stripes())
        never = threading.Event().is_set
        assert bench.use(Kind.FINGER, lambda d: d.capture(never, lambda step: None), never) is not None
        bus.unplug(scanner)
        assert soon(lambda: bench.state(Kind.FINGER).code == NotConnected.code)


def test_a_look_opens_nothing() -> None:
    """Enumerating is all it does: an instrument that sleeps is left asleep."""
    bus, scanner = SilentBus(), UruModel()
    bus.plug(scanner)
    with Bench([bus], look_again_s=0.01) as bench:
        assert soon(lambda: bench.state(Kind.FINGER).code is None)
        opened: list[int] = []
        whole = bus.open_device
        bus.open_device = lambda dev: (opened.append(1), whole(dev))[1]  # type: ignore[method-assign]
        before = bus.looks
        assert soon(lambda: bus.looks > before + 20)
        assert opened == []


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_have_no_udev(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert watch_udev(lambda: None) is None
    assert SystemBus().watch(lambda: None) is None


def test_without_a_running_udev_nobody_is_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hotplug, "UDEV_RUNNING", hotplug.Path("/nowhere/control"))
    assert watch_udev(lambda: None) is None
