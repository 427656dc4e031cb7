"""Training's day comes the way a real one comes: put in at the office, brought by the post."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from devices.virtual.people import people
from forms.sheets import KINDS, checked
from vanapp.bootstrap import Start, Unopened
from vanapp.clock import today
from vanapp.local_office import LocalOffice, OfficeNotStarted
from vanapp.paths import Paths
from vanapp.practice_day import sheets
from vanapp.usecases.today import today as todays

DAY = date(2026, 11, 28)


def test_what_is_put_in_is_without_fault() -> None:
    said = sheets(people(), DAY)
    assert [sheet["kind"] for sheet in said] == ["trip", "booking", "draft"]
    for sheet in said:
        rows = list(enumerate(sheet["rows"], 1))  # type: ignore[arg-type]
        good, wrong = checked(KINDS[str(sheet["kind"])], rows, DAY)
        assert (len(good), wrong) == (len(rows), ())


def test_the_day_is_on_the_list_when_the_officer_comes_in(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    """The real program with its real office. At the second sign-in nothing is there twice."""
    unopened = Unopened(Start(Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache"), auto=False))
    calls: list[object] = []
    built: list[object] = []
    unopened.prepare(calls.append, built.append)  # type: ignore[arg-type]
    try:
        qtbot.waitUntil(lambda: bool(calls), timeout=30_000)
        calls[0]()  # type: ignore[operator]
        services = unopened.sign_in("440103-027", "xunlian")
        visits = todays(services).visits
        assert [(v.at, v.kind) for v in visits] == [
            *(("09:30", "visit"), ("10:15", "visit"), ("11:00", "van"), ("14:00", "visit")),
            ("15:20", "booking"),
        ]
        assert (visits[3].contact, visits[3].care) == ("王女士", "卧床，听力弱，讲粤语")
        assert services.store.prefills.find(today(services.clock), "5", "") is not None
        assert unopened.practice_day is not None
        assert unopened.office is not None
        for sheet in sheets(people(), today(services.clock)):
            unopened.office.put(sheet)
        services.engine.receive()
        assert len(todays(services).visits) == 5
    finally:
        unopened.close()


def test_an_office_that_does_not_take_it_says_so(tmp_path: Path) -> None:
    office = LocalOffice(tmp_path, None)
    office.start()
    try:
        with pytest.raises(OfficeNotStarted):
            office.put({"kind": "parade"})
    finally:
        office.stop()
