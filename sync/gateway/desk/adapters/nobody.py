"""Nobody carries texts or parcels yet: each waits, and the page says that it was not sent."""

from __future__ import annotations

from collections.abc import Sequence

from sync.gateway.desk.adapters.contract import Fate, Reply, Shipment, ShortText
from sync.gateway.desk.adapters.errors import Away

REASON = "not-connected"


class NoSms:
    name = "no-sms"

    def hand_over(self, message: ShortText) -> str:
        raise Away(adapter=self.name, reason=REASON)

    def fate(self, reference: str) -> Fate:
        raise Away(adapter=self.name, reason=REASON)

    def replies(self, after: str) -> Sequence[Reply]:
        return ()


class NoCourier:
    name = "no-courier"

    def hand_over(self, shipment: Shipment) -> str:
        raise Away(adapter=self.name, reason=REASON)

    def fate(self, reference: str) -> Fate:
        raise Away(adapter=self.name, reason=REASON)
