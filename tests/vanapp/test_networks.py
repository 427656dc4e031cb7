"""Only the dedicated network, unless others are allowed; nothing is even asked elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import OtherNetwork, WrongNetwork
from sync.line import Line, LineState
from tests.sync.small_office import small_office
from vanapp.networks import Networks
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
