"""What the bureau set holds over the laptop's own, stands in no file, and ends with the bureau's word."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from forms.unit import UnitSettings, dump
from sync.parcel import Notice, NoticeKind
from sync.protocol import stamp
from tests.vanapp.bed import START, Van, ready
from vanapp.settings import Settings
from vanapp.usecases.print_paper import order_of
from vanapp.usecases.receive import receive
from vanapp.usecases.unit_settings import apply_unit_settings, unit_words

SET = UnitSettings(
    name="北京街派出所",
    hotline="020-83330000",
    place="北京街派出所户政窗口",
    dedicated_network="Office APN",
    allowed_networks=("Station",),
    other_networks="no",
    languages=("zh",),
    idle_minutes=3,
    whiten_photo="no",
)


def said(cursor: int, settings: UnitSettings | str, code: str = "440103001") -> Notice:
    text = settings if isinstance(settings, str) else dump(settings)
    data = {"unit": code, "revision": cursor, "changed_at": stamp(START), "settings": text}
    return Notice(cursor, NoticeKind.SETTINGS, "", START, data=data)


def hear(van: Van, *notices: Notice) -> int:
    van.gateway.notices.extend(notices)
    return receive(van.services).applied


def own(folder: Path) -> Settings:
    path = folder / "settings.json"
    return Settings.load(path).change(dedicated_network="mine", idle_minutes=10, language="en")


def test_it_holds_over_the_laptops_own_and_is_said_with_its_day(van: Van, tmp_path: Path) -> None:
    settings = own(tmp_path)
    assert apply_unit_settings(van.store, settings) == ()
    assert hear(van, said(1, SET)) == 1
    changed = apply_unit_settings(van.store, settings)
    assert set(changed) >= {"dedicated_network", "allowed_networks", "language", "idle_minutes"}
    assert (settings.dedicated_network, settings.language, settings.idle_minutes) == ("Office APN", "zh", 3)
    assert (settings.allow_other_networks, settings.may_allow_once, settings.whiten_photo) == (False,) * 3
    assert settings.imposed_on == date(2026, 11, 20)
    assert apply_unit_settings(van.store, settings) == ()
    assert [entry.what for entry in van.store.audit.about("440103001")] == ["unit_settings"]


def test_what_the_bureau_set_cannot_be_changed_and_stands_in_no_file(van: Van, tmp_path: Path) -> None:
    settings = own(tmp_path)
    hear(van, said(1, SET))
    apply_unit_settings(van.store, settings)
    with pytest.raises(ValueError, match="idle_minutes"):
        settings.change(idle_minutes=5)
    settings.change(theme="dark")
    kept = json.loads((tmp_path / "settings.json").read_text())
    assert (kept["idle_minutes"], kept["dedicated_network"], kept["theme"]) == (10, "mine", "dark")
    assert "allowed_networks" not in kept


def test_when_the_bureau_takes_it_back_the_officers_own_is_there_again(van: Van, tmp_path: Path) -> None:
    settings = own(tmp_path)
    hear(van, said(1, SET))
    apply_unit_settings(van.store, settings)
    hear(van, said(2, UnitSettings(idle_minutes=1)))
    assert apply_unit_settings(van.store, settings)
    assert (settings.dedicated_network, settings.idle_minutes, settings.language) == ("mine", 1, "en")
    hear(van, said(3, "{}", ""))
    apply_unit_settings(van.store, settings)
    assert settings == own(tmp_path)
    assert (settings.allowed_networks, settings.may_allow_once) == ((), True)


@pytest.mark.parametrize("text", ['{"fee":0}', '{"idle_minutes":99}', "no json"])
def test_one_with_a_mistake_is_refused_whole_and_the_last_good_one_holds(
    van: Van, tmp_path: Path, text: str
) -> None:
    hear(van, said(1, SET))
    assert hear(van, said(2, text)) == 0
    assert van.store.inbox.cursor() == 2
    heard = van.store.unit.heard()
    assert heard is not None
    assert heard.settings == SET


def test_papers_bear_the_units_name_telephone_and_place(van: Van) -> None:
    application = ready(van)
    assert unit_words(van.services).name == "越秀流动车"
    hear(van, said(1, SET))
    shown = order_of(van.services, application.id, "receipt").view
    assert (shown.unit, shown.unit_phone, shown.place) == (SET.name, SET.hotline, SET.place)
