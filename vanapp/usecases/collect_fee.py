"""Collect the fee: what the law asks, how it was paid, or why it was waived."""

from __future__ import annotations

from forms.fees import Fee
from vanapp.services import Services


def collect_fee(services: Services, application_id: str, way: str, waiver: str = "") -> Fee:
    """Lane: store. way: "cash", "code", "office" (pays later) or "none"; kept as pay_way and fee_waiver."""
    raise NotImplementedError
