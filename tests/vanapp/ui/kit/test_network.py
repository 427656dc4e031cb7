"""The system's word on the network wakes the postman, and is nothing more."""

from __future__ import annotations

import pytest
from PyQt6.QtNetwork import QNetworkInformation
from PyQt6.QtWidgets import QApplication

from vanapp.ui.network import watch_network


def test_a_change_of_the_network_is_a_hint_until_one_stops_listening(qapp: QApplication) -> None:
    looks: list[int] = []
    stop = watch_network(lambda: looks.append(1))
    information = QNetworkInformation.instance()
    if information is None:
        pytest.skip("this system tells Qt nothing of its network")
    information.reachabilityChanged.emit(QNetworkInformation.Reachability.Disconnected)
    information.transportMediumChanged.emit(QNetworkInformation.TransportMedium.Cellular)
    assert len(looks) == 2
    stop()
    information.reachabilityChanged.emit(QNetworkInformation.Reachability.Online)
    assert len(looks) == 2
