"""What the system says of the network: only a hint that the line is worth a look now."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtNetwork import QNetworkInformation


def watch_network(changed: Callable[[], None]) -> Callable[[], None]:
    """Call `changed` whenever the system thinks its network changed; returns the unsubscriber. GUI thread.

    Never believed: Qt's glib backend calls a default route over a dead link "online" (sync.md H). Only the
    office's own signed answer is the truth; this merely saves waiting for the next look.
    """
    information = QNetworkInformation.instance() if QNetworkInformation.loadDefaultBackend() else None
    if information is None:
        return lambda: None

    def heard(_what: object) -> None:
        changed()

    signals = (information.reachabilityChanged, information.transportMediumChanged)
    for signal in signals:
        signal.connect(heard)

    def stop() -> None:
        for signal in signals:
            signal.disconnect(heard)

    return stop
