"""Only the dedicated network, unless others are allowed; nothing is even asked elsewhere."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from sync.errors import OtherNetwork, WrongNetwork
from sync.keys import OfficeSeal, new_private_key
from sync.line import Line, LineState
from tests.sync.sealing.papers import issue
from tests.sync.small_office import small_office
from tests.vanapp.bed import make_van
from vanapp.clock import SystemClock
from vanapp.local_office import Enrolment
from vanapp.networks import Networks
from vanapp.packs import Packs
from vanapp.post import open_post
from vanapp.radio import Radio, _Seen
from vanapp.settings import Settings

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
    networks = Networks(settings, lambda: names)
    if goes:
        networks.may_go()
        return
    with pytest.raises(OtherNetwork) as caught:
        networks.may_go()
    assert caught.value.values == {"network": names[0]}


@pytest.mark.parametrize(("wanted", "allowed"), [("", False), ("wwan0", True)])
def test_where_any_network_will_do_nobody_waits_to_be_told_its_name(wanted: str, allowed: bool) -> None:
    def names() -> tuple[str, ...]:
        raise AssertionError("asked")

    Networks(Settings(dedicated_network=wanted, allow_other_networks=allowed), names).may_go()


class Elsewhere(Radio):
    """In another network, which it knows once it has been started."""

    def start(self) -> None:
        self._looked.set()
        self._seen = _Seen(names=("Free WLAN", "wlan0"))


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
    with small_office() as office, office.client(may_go=Networks(settings, lambda: names).may_go) as client:
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
