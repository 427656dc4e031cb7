"""Only the dedicated network, unless others are allowed; nothing is even asked elsewhere."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from sync.errors import OtherNetwork, WrongNetwork
from sync.keys import OfficeSeal, new_private_key
from sync.line import Line, LineState
from tests.sync.sealing.papers import issue
from tests.sync.small_office import small_office
from tests.vanapp.bed import FakeClock, make_van
from vanapp.clock import SystemClock
from vanapp.local_office import Enrolment
from vanapp.networks import Networks, Way
from vanapp.packs import Packs
from vanapp.post import open_post
from vanapp.radio import Radio, _Seen
from vanapp.settings import Settings
from vanapp.usecases.allow_network import allow_network, forbid_network

OUT = ("Office APN", "wwan0")


@pytest.mark.parametrize(
    ("wanted", "names", "allowed", "goes"),
    [
        ("", OUT, False, True),  # the unit named none
        ("Office APN", OUT, False, True),
        ("wwan0", OUT, False, True),
        (" wwan0 ", OUT, False, True),
        ("Office APN", ("Free WLAN", "wlan0"), False, False),
        ("Office APN", ("Free WLAN", "wlan0"), True, True),
        ("Office APN", (), False, True),  # nobody can tell: not forbidden
    ],
)
def test_which_network_will_do(wanted: str, names: tuple[str, ...], allowed: bool, goes: bool) -> None:
    settings = Settings(dedicated_network=wanted, allow_other_networks=allowed)
    networks = Networks(settings, lambda: Way(names), FakeClock())
    if goes:
        networks.may_go()
        return
    with pytest.raises(OtherNetwork) as caught:
        networks.may_go()
    assert caught.value.values == {"network": names[0]}


@pytest.mark.parametrize(("wanted", "allowed"), [("", False), ("wwan0", True)])
def test_where_any_network_will_do_nobody_waits_to_be_told_its_name(wanted: str, allowed: bool) -> None:
    def way() -> Way:
        raise AssertionError("asked")

    settings = Settings(dedicated_network=wanted, allow_other_networks=allowed)
    Networks(settings, way, FakeClock()).may_go()


class Elsewhere(Radio):
    """In another network, which it knows once it has been started."""

    def start(self) -> None:
        self._looked.set()
        self._seen = _Seen(way=Way(("Free WLAN", "wlan0")))


def test_not_even_the_first_question_for_papers_leaves_by_another_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The van's first start: no certificate yet, so the office is asked for one before any round."""
    monkeypatch.setattr("vanapp.radio.Radio", Elsewhere)
    monkeypatch.setattr("vanapp.radio.FIRST_LOOK_S", 0.0)  # whoever asks too early is told nothing
    van = make_van(tmp_path, training=False)
    with socket.create_server(("127.0.0.1", 0)) as office:
        office.setblocking(False)
        told = enrolment(f"https://127.0.0.1:{office.getsockname()[1]}")
        settings = Settings(dedicated_network="wwan0")
        packs = Packs(tmp_path / "packs", "", SystemClock())
        post = open_post(van.store, told, SystemClock(), tmp_path / "device", packs, settings)
        try:
            assert not post.papers.complete
            assert post.line.check() is LineState.WRONG_NETWORK
            with pytest.raises(BlockingIOError):
                office.accept()
        finally:
            post.close()
    van.store.close()


def enrolment(url: str) -> Enrolment:
    ca = issue("office").certificate.public_bytes(Encoding.PEM).decode()
    return Enrolment(url, "D027", "test", OfficeSeal(new_private_key()).public, False, "", "once", ca, (ca,))


def test_in_another_network_not_a_byte_leaves_and_the_line_says_so(tmp_path: Path) -> None:
    settings, names = Settings(dedicated_network="wwan0", path=tmp_path / "settings.json"), ["Free WLAN"]
    networks = Networks(settings, lambda: Way(tuple(names)), FakeClock())
    with small_office() as office, office.client(may_go=networks.may_go) as client:
        line = Line(client)
        assert line.check() is LineState.WRONG_NETWORK
        assert line.problem is not None
        assert line.problem.code == "sync.other_network"
        with pytest.raises(WrongNetwork):
            client.changes(0, 0.0)
        assert office.asked == []
        settings.change(allow_other_networks=True)
        assert line.check() is LineState.UP
        settings.change(allow_other_networks=False)
        names[:] = ["Office", "wwan0"]
        assert line.check() is LineState.UP


# --- named otherwise -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("apn", "way", "goes"),
    [
        ("ga.gd", Way(("Ethernet 1", "wwan0"), "GA.gd"), True),
        ("ga.gd", Way(("Ethernet 1", "wwan0"), "internet"), False),
        ("ga.gd", Way(("Free WLAN", "wlan0")), False),  # no modem carries it
        ("ga.gd", Way(), True),  # nobody can tell
    ],
)
def test_the_access_point_names_the_dedicated_network_too(apn: str, way: Way, goes: bool) -> None:
    networks = Networks(Settings(dedicated_apn=apn), lambda: way, FakeClock())
    assert networks.standing().other is not goes
    if goes:
        networks.may_go()
    else:
        with pytest.raises(OtherNetwork):
            networks.may_go()


def test_what_the_bureau_allows_beside_it_is_as_good() -> None:
    settings = Settings(dedicated_network="wwan0", allowed_networks=("Station",))
    Networks(settings, lambda: Way(("Station", "wlan0")), FakeClock()).may_go()
    only_those = Settings(allowed_networks=("Station",))
    with pytest.raises(OtherNetwork):
        Networks(only_those, lambda: Way(("Free WLAN",)), FakeClock()).may_go()


# --- for an hour -----------------------------------------------------------------------------------------


class Out:
    """A laptop that goes from one network into the next."""

    def __init__(self) -> None:
        self.clock, self.way = FakeClock(), Way(("Free WLAN", "wlan0"))
        self.settings = Settings(dedicated_network="wwan0")
        self.networks = Networks(self.settings, lambda: self.way, self.clock)

    def may_go(self) -> bool:
        try:
            self.networks.may_go()
        except OtherNetwork:
            return False
        return True


def test_allowed_for_an_hour_it_ends_by_itself_whatever_the_clock_says() -> None:
    out = Out()
    assert not out.may_go()
    until = out.networks.allow_once()
    assert until is not None
    assert out.may_go()
    assert out.networks.standing().until == until
    out.clock.at -= timedelta(days=1)  # the wall clock is put back: that makes no hour longer
    out.clock.ticks += int(3599e9)
    assert out.may_go()
    out.clock.ticks += int(2e9)
    assert not out.may_go()
    assert out.networks.standing().until is None


def test_it_is_for_the_network_one_was_in_and_no_other() -> None:
    out = Out()
    out.networks.allow_once()
    out.way = Way(("Another WLAN", "wlan0"))
    assert not out.may_go()
    out.way = Way(("Free WLAN", "wlan0"))
    assert out.may_go()
    out.networks.forbid_again()
    assert not out.may_go()


def test_where_the_bureau_says_no_an_officer_cannot() -> None:
    out = Out()
    out.networks.allow_once()
    out.settings.impose({"may_allow_once": False}, None)  # it says so while an hour is under way
    assert not out.may_go()
    assert out.networks.allow_once() is None
    assert not out.networks.standing().may_allow


@pytest.mark.parametrize("way", [Way(("Office", "wwan0")), Way()])
def test_in_the_right_network_there_is_nothing_to_allow(way: Way) -> None:
    out = Out()
    out.way = way
    assert out.networks.allow_once() is None
    assert not out.networks.standing().other
    assert out.networks.standing().tells is bool(way.names)


def test_it_is_the_officers_own_act_in_the_audit_which_does_not_name_the_network(tmp_path: Path) -> None:
    van, out = make_van(tmp_path), Out()
    services = replace(van.services, networks=out.networks)
    assert allow_network(services) is not None
    forbid_network(services)
    entries = van.store.audit.about("D027")
    assert [(entry.officer, entry.what) for entry in entries] == [
        ("440103-027", "allow_network"),
        ("440103-027", "forbid_network"),
    ]
    assert "WLAN" not in repr(entries)
    assert not out.may_go()
    out.way = Way(("Office", "wwan0"))
    assert allow_network(services) is None
    assert allow_network(van.services) is None
    assert len(van.store.audit.about("D027")) == 2
    van.store.close()
