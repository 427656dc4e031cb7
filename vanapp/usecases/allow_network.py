"""Allow the network one is in for an hour: the officer's own act, in the audit; or take that back."""

from __future__ import annotations

from datetime import datetime

from vanapp.clock import stamp
from vanapp.services import Services


def allow_network(services: Services) -> datetime | None:
    """Lane: store. Until when; None: there is nothing to allow.

    The audit does not name the network: it may be called after a person.
    """
    if services.networks is None:
        return None
    until = services.networks.allow_once()
    if until is not None:
        officer = services.session.officer
        services.store.audit.add(officer, "allow_network", services.session.device_no, until=stamp(until))
    return until


def forbid_network(services: Services) -> None:
    """Lane: store."""
    if services.networks is not None:
        services.networks.forbid_again()
        officer = services.session.officer
        services.store.audit.add(officer, "forbid_network", services.session.device_no)
