"""A unit's settings: told whole to its vans and to whoever joins; two clerks at once end clearly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from forms.unit import UnitSettings
from forms.unit import load as load_unit
from sync.gateway import events, mail
from sync.gateway.desk import unit_settings, units
from sync.gateway.desk.errors import NotThere, Stale
from sync.gateway.errors import Problem
from sync.gateway.office import Office, open_office
from sync.parcel import NoticeKind
from tests.sync.test_gateway_program import say

VAN, UNIT, OTHER = "D027", "440103001", "440104002"
SET = UnitSettings(name="北京街派出所", hotline="020-83330000", idle_minutes=3)


@pytest.fixture
def office(stored_office: Office) -> Office:
    return stored_office


def told(office: Office, van: str = VAN) -> list[tuple[object, UnitSettings]]:
    found = mail.since(office.database, van, 0)[0]
    return [
        (notice.data["unit"], load_unit(str(notice.data["settings"])))
        for notice in found
        if notice.kind is NoticeKind.SETTINGS
    ]


def test_a_change_is_told_to_each_van_of_the_unit_and_twice_is_once(office: Office) -> None:
    units.join(office, VAN, UNIT, "staff:a")
    units.join(office, "D028", OTHER, "staff:a")
    made = unit_settings.put(office, UNIT, SET, "staff:a")
    assert unit_settings.put(office, UNIT, SET, "staff:a") == made
    assert (made.revision, made.vans, made.changed_by) == (1, (VAN,), "staff:a")
    assert told(office) == [(UNIT, UnitSettings()), (UNIT, SET)]
    assert told(office, "D028") == [(OTHER, UnitSettings())]
    with office.database.read() as connection:
        assert events.first_break(connection) is None


def test_who_joins_hears_what_holds_and_who_leaves_that_nothing_does(office: Office) -> None:
    unit_settings.put(office, UNIT, SET, "staff:a")
    units.join(office, VAN, UNIT, "staff:a")
    units.join(office, VAN, OTHER, "staff:a")
    units.leave(office, VAN, "staff:a")
    assert told(office) == [(UNIT, SET), (OTHER, UnitSettings()), ("", UnitSettings())]


def test_two_clerks_at_once_the_second_is_told(office: Office) -> None:
    seen = unit_settings.put(office, UNIT, SET, "staff:a").revision
    unit_settings.put(office, UNIT, UnitSettings(name="x"), "staff:a", seen=seen)
    with pytest.raises(Stale):
        unit_settings.put(office, UNIT, UnitSettings(name="y"), "staff:b", seen=seen)
    assert unit_settings.get(office, UNIT).settings.name == "x"
    with pytest.raises(NotThere):
        unit_settings.get(office, OTHER)
    with pytest.raises(Problem):
        unit_settings.put(office, "44", SET, "staff:a")


def test_the_command_line_puts_shows_and_names_mistakes(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "unit.json"
    open_office(data, training=True).close()
    asked = ["--data", str(data), "--unit", UNIT]
    file.write_text(json.dumps({"idle_minutes": 99, "fee": 0}))
    code, lines, _ = say("units", *asked, "put", str(file))
    assert (code, lines) == (
        1,
        [{"field": "fee", "code": "unit.unknown"}, {"field": "idle_minutes", "code": "unit.number"}],
    )
    file.write_text(json.dumps(SET.said()))
    assert say("units", *asked, "put", str(file))[0] == 0
    code, [shown], _ = say("units", *asked, "show")
    assert (code, shown["settings"], shown["revision"]) == (0, SET.said(), 1)
