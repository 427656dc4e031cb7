"""Unit settings: what the bureau set for this van's station, put over this laptop's own settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.days import day_of
from forms.unit import UnitSettings
from vanapp.services import Services
from vanapp.settings import Settings
from vanapp.store import Store


def apply_unit_settings(store: Store, settings: Settings) -> tuple[str, ...]:
    """What the office said last holds from now on. Lane: store. Names of settings that are others now."""
    heard = store.unit.heard()
    if heard is None:
        return ()
    return settings.impose(imposed(heard.settings), day_of(heard.changed_at))


def imposed(unit: UnitSettings) -> Mapping[str, object]:
    """By name in vanapp.settings: only what the unit speaks of."""
    said = unit.said()
    as_they_are = ("dedicated_network", "dedicated_apn", "idle_minutes", "allowed_networks", "pay_ways")
    found = {name: said[name] for name in (*as_they_are, "languages") if name in said}
    if len(unit.languages) == 1:
        found["language"] = unit.languages[0]
    if unit.whiten_photo:
        found["whiten_photo"] = unit.whiten_photo == "yes"
    if unit.other_networks:
        found["allow_other_networks"] = unit.other_networks == "yes"
        found["may_allow_once"] = unit.other_networks != "no"
    return found


@dataclass(frozen=True)
class UnitWords:
    """What stands on papers."""

    name: str
    phone: str = ""
    place: str = ""  # where cards are collected


def unit_words(services: Services) -> UnitWords:
    """As the bureau says; else as this officer was registered. Any lane that may read the store."""
    heard = services.store.unit.heard()
    if heard is None:
        return UnitWords(services.session.unit)
    said = heard.settings
    return UnitWords(said.name or services.session.unit, said.hotline, said.place or said.address)
