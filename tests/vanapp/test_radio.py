"""What modem and network say, told by dbusmock's NetworkManager and our ModemManager, on a bus apart."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.vanapp.test_rounds import Stage
from vanapp.networks import Way
from vanapp.radio import BEARER, GSM, MM, MM_PATH, MODEM, NM, NM_PATH, Radio, Signal

SYSTEM_PYTHON = Path("/usr/bin/python3")
WAIT_S = 30.0
OUR_MODEMMANAGER = Path(__file__).with_name("modemmanager_mock.py")
MOCK = "org.freedesktop.DBus.Mock"
MODEM_PATH = "/org/freedesktop/ModemManager1/Modems/8"


class Bus:
    """A D-Bus of this test's own, on which services come and go."""

    def __init__(self, folder: Path, mock: Path | None) -> None:
        """mock: the package dbusmock of this environment; None: Debian's own."""
        # What the mock imports is Debian's: the system's Python runs it, from a folder with nothing else.
        (folder / "python").mkdir()
        if mock is not None:
            (folder / "python" / "dbusmock").symlink_to(mock)
        self._folder = folder
        self._daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1", f"--address=unix:dir={folder}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().strip()
        self.services: dict[str, subprocess.Popen[bytes]] = {}

    def begin_bare(self, name: str, path: str, face: str) -> None:
        """An empty service that manages objects; the test puts them there."""
        with self._owned(name):
            self._start(name, "--is-object-manager", name, path, face)

    def begin(self, template: str, name: str) -> None:
        """The service of that dbusmock template (a name or a file); returns when it owns its name."""
        with self._owned(name):
            self._start(name, "--template", template)

    @contextmanager
    def _owned(self, name: str) -> Iterator[None]:
        """Ends when somebody owns that name."""
        from jeepney import MatchRule, message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection

        rule = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
        rule.add_arg_condition(0, name)
        with open_dbus_connection(self.address) as connection, connection.filter(rule) as owned:
            Proxy(message_bus, connection).AddMatch(rule)
            yield
            connection.recv_until_filtered(owned, timeout=WAIT_S)

    def _start(self, name: str, *words: str) -> None:
        env = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.address, "PYTHONDONTWRITEBYTECODE": "1"}
        self.services[name] = subprocess.Popen(
            [str(SYSTEM_PYTHON), "-m", "dbusmock", "--system", *words],
            env={**env, "PYTHONPATH": str(self._folder / "python")},
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def end(self, name: str) -> None:
        service = self.services.pop(name)
        service.kill()
        service.wait()

    def say(self, name: str, path: str, method: str, signature: str = "", *body: Any) -> Any:
        """One of the mock's own verbs, and what it answered."""
        return self.call(name, path, MOCK, method, signature, *body)

    def call(self, name: str, path: str, face: str, method: str, signature: str = "", *body: Any) -> Any:
        from jeepney import DBusAddress, MessageType, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        address = DBusAddress(path, bus_name=name, interface=face)
        with open_dbus_connection(self.address) as connection:
            call = new_method_call(address, method, signature or None, body)
            answer = connection.send_and_get_reply(call, timeout=WAIT_S)
            assert answer.header.message_type is MessageType.method_return, answer.body
            return answer.body[0] if answer.body else None

    def update(self, face: str, **changed: tuple[str, Any]) -> None:
        self.say(MM, MODEM_PATH, "UpdateProperties", "sa{sv}", face, changed)

    def close(self) -> None:
        for name in list(self.services):
            self.end(name)
        self._daemon.kill()
        self._daemon.communicate()


class Heard:
    """A radio, and what it told; every wait ends with the thing waited for."""

    def __init__(self, bus: str) -> None:
        self._moved = threading.Condition()
        self.hints = 0
        self.then: Callable[[], None] = lambda: None
        self.radio = Radio(self._hinted, bus=bus)
        self.radio.on_change(self._tell)

    def _hinted(self) -> None:
        with self._moved:
            self.hints += 1
            self._moved.notify_all()
        self.then()

    def _tell(self) -> None:
        with self._moved:
            self._moved.notify_all()

    def until(self, claim: Callable[[], bool]) -> None:
        with self._moved:
            assert self._moved.wait_for(claim, WAIT_S), (self.hints, self.radio.signal)


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Bus]:
    pytest.importorskip("jeepney", reason="jeepney is not installed here (not a Linux system?)")
    mock = importlib.util.find_spec("dbusmock")
    if shutil.which("dbus-daemon") is None:
        pytest.skip("dbus-daemon is not installed (Debian package dbus-daemon)")
    known = [str(SYSTEM_PYTHON), "-c", "import dbus, gi" + ("" if mock else ", dbusmock")]
    if not SYSTEM_PYTHON.exists() or subprocess.run(known, capture_output=True, check=False).returncode:
        pytest.skip("the system's Python has no dbus or gi (python3-dbus, python3-gi, python3-dbusmock)")
    bus = Bus(tmp_path, Path(mock.origin).parent if mock is not None and mock.origin is not None else None)
    yield bus
    bus.close()


@pytest.fixture
def heard(bus: Bus) -> Iterator[Heard]:
    """A registered modem is there, and the radio has said so."""
    bus.begin(str(OUR_MODEMMANAGER), MM)
    bus.say(MM, MM_PATH, "AddSimpleModem")
    bus.update(MODEM, State=("i", 11))
    heard = Heard(bus.address)
    heard.radio.start()
    heard.until(lambda: heard.radio.signal is not None)
    yield heard
    heard.radio.stop()


def test_the_modem_tells_operator_technology_and_signal(heard: Heard) -> None:
    assert heard.radio.signal == Signal("TheOperator", "00101", "4G", 70)
    assert heard.hints == 0  # what was there before is no change


def test_a_weaker_signal_is_shown_and_wakes_nobody(bus: Bus, heard: Heard) -> None:
    bus.say(MM, MM_PATH, "HearWith", "u", 12)
    heard.until(lambda: heard.radio.signal == Signal("TheOperator", "00101", "4G", 12))
    bus.update(MODEM, AccessTechnologies=("u", 1 << 5))
    bus.update(GSM, OperatorCode=("s", "46001"))
    heard.until(lambda: heard.radio.signal == Signal("TheOperator", "46001", "3G", 12))
    assert heard.hints == 0


def test_a_modem_that_loses_its_cell_says_nothing_and_wakes_the_probe(bus: Bus, heard: Heard) -> None:
    bus.update(MODEM, State=("i", 7))
    heard.until(lambda: heard.radio.signal is None and heard.hints == 1)


def test_a_modem_pulled_out_is_no_signal(bus: Bus, heard: Heard) -> None:
    bus.say(MM, MM_PATH, "RemoveObject", "s", MODEM_PATH)
    removed = ("o", MODEM_PATH), ("as", [MODEM])
    face = "org.freedesktop.DBus.ObjectManager"
    bus.say(MM, MM_PATH, "EmitSignal", "sssav", face, "InterfacesRemoved", "oas", list(removed))
    heard.until(lambda: heard.radio.signal is None and heard.hints >= 1)


def test_a_service_that_restarts_is_found_again(bus: Bus, heard: Heard) -> None:
    bus.end(MM)
    heard.until(lambda: heard.radio.signal is None)
    bus.begin(str(OUR_MODEMMANAGER), MM)
    bus.say(MM, MM_PATH, "AddSimpleModem")
    bus.update(MODEM, State=("i", 8))
    heard.until(lambda: heard.radio.signal is not None)


def test_the_network_coming_up_wakes_the_probe(bus: Bus, heard: Heard) -> None:
    bus.begin("networkmanager", NM)
    heard.until(lambda: heard.hints == 1)
    bus.say(NM, NM_PATH, "SetGlobalConnectionState", "u", 20)
    heard.until(lambda: heard.hints == 2)
    bus.say(NM, NM_PATH, "SetGlobalConnectionState", "u", 70)
    heard.until(lambda: heard.hints == 3)


def way_out(bus: Bus, name: str, interface: str) -> None:
    """NetworkManager's connection of that name leads out from now on."""
    device = bus.say(NM, NM_PATH, "AddEthernetDevice", "ssi", f"{interface}_device", interface, 100)
    settings = {
        "connection": {"id": ("s", name), "type": ("s", "gsm"), "uuid": ("s", f"uuid of {interface}")}
    }
    where = "/org/freedesktop/NetworkManager/Settings"
    kept = bus.call(NM, where, f"{NM}.Settings", "AddConnection", "a{sa{sv}}", settings)
    active = bus.say(NM, NM_PATH, "AddActiveConnection", "assssu", [device], kept, "/", interface, 2)
    bus.say(NM, NM_PATH, "SetProperty", "sssv", NM_PATH, NM, "PrimaryConnection", ("o", active))


def test_who_asks_before_the_first_look_is_over_waits_for_it(bus: Bus) -> None:
    bus.begin("networkmanager", NM)
    with suppress(AssertionError):  # newer mocks have it
        bus.say(NM, NM_PATH, "AddProperty", "ssv", NM, "PrimaryConnection", ("o", "/"))
    way_out(bus, "Office APN", "wwan0")
    radio = Radio(lambda: None, bus=bus.address)
    radio.start()
    assert radio.way().names == ("Office APN", "wwan0")
    radio.stop()


def test_the_access_point_of_the_modem_that_leads_out_is_told(bus: Bus) -> None:
    bearer, modem = f"{MM_PATH}/Bearer/3", f"{MM_PATH}/Modem/0"
    add = (MM, MM_PATH, MOCK, "AddObject", "ssa{sv}a(ssss)")
    bus.begin_bare(MM, MM_PATH, f"{MM}.Test")
    carried = {"Connected": ("b", True), "Interface": ("s", "wwan0")}
    bus.call(*add, bearer, BEARER, {**carried, "Properties": ("a{sv}", {"apn": ("s", "ga.gd")})}, [])
    bus.call(*add, modem, MODEM, {"State": ("i", 11), "Bearers": ("ao", [bearer])}, [])
    bus.begin("networkmanager", NM)
    with suppress(AssertionError):  # newer mocks have it
        bus.say(NM, NM_PATH, "AddProperty", "ssv", NM, "PrimaryConnection", ("o", "/"))
    heard = Heard(bus.address)
    heard.radio.start()
    way_out(bus, "4G", "wwan0")
    heard.until(lambda: heard.radio.way() == Way(("4G", "wwan0"), "ga.gd"))
    way_out(bus, "Free WLAN", "wlan0")
    heard.until(lambda: heard.radio.way() == Way(("Free WLAN", "wlan0"), ""))
    heard.radio.stop()


def test_the_network_that_leads_out_is_named_and_another_one_wakes_the_probe(bus: Bus) -> None:
    bus.begin("networkmanager", NM)
    with suppress(AssertionError):  # newer mocks have it
        bus.say(NM, NM_PATH, "AddProperty", "ssv", NM, "PrimaryConnection", ("o", "/"))
    heard = Heard(bus.address)
    heard.radio.start()
    way_out(bus, "Office APN", "wwan0")
    heard.until(lambda: heard.radio.way().names == ("Office APN", "wwan0"))
    before = heard.hints
    way_out(bus, "Free WLAN", "wlan0")
    heard.until(lambda: heard.radio.way().names == ("Free WLAN", "wlan0") and heard.hints > before)
    bus.say(NM, NM_PATH, "SetProperty", "sssv", NM_PATH, NM, "PrimaryConnection", ("o", "/"))
    heard.until(lambda: heard.radio.way() == Way())
    heard.radio.stop()


def test_the_line_coming_up_sends_the_postman_at_once(bus: Bus, heard: Heard) -> None:
    """Nothing ticks here: only the hint can have made him ask the office."""
    stage = Stage()
    went = threading.Event()
    stage.rounds.on_change(went.set)
    heard.then = stage.rounds.nudge
    assert stage.line.checks == 0
    bus.update(MODEM, State=("i", 7))
    assert went.wait(WAIT_S)
    stage.rounds.stop()
    assert stage.line.checks == 1


def test_without_a_bus_nothing_is_said_and_stopping_is_at_once(tmp_path: Path) -> None:
    heard = Heard(f"unix:path={tmp_path / 'none'}")
    heard.radio.start()
    heard.radio.stop()
    assert not heard.radio._thread.is_alive()
    assert (heard.radio.signal, heard.radio.way(), heard.hints) == (None, Way(), 0)
