"""The kit check: real drivers on the training desk; kept with its time and officer, for one day."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.bench import Bench
from devices.contract import Instrument, Kind
from devices.errors import Removed
from devices.virtual.bus import VirtualBus
from devices.virtual.desk import TrainingDesk
from tests.vanapp.bed import Van, make_van
from vanapp.services import Services
from vanapp.store.errors import AlreadySealed
from vanapp.usecases.check_kit import KitRecord, Shutter, check_kit
from vanapp.usecases.today import today


class Kit:
    def __init__(self, van: Van, desk: TrainingDesk, services: Services) -> None:
        self.van, self.desk, self.services = van, desk, services

    def check(self, stopped: bool = False, broken: bool = False) -> KitRecord:
        shutter = Shutter()
        for _ in range(6):
            shutter.give(Removed(kind="camera") if broken else self.desk.camera.picture("portrait"))
        return check_kit(self.services, shutter, lambda: stopped, lambda row: None)


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Kit]:
    van = make_van(tmp_path)
    bus = VirtualBus()
    desk = TrainingDesk(bus, delay_s=0.2)
    desk.start()
    with Bench([bus]) as bench:
        bench.place(Instrument("camera", Kind.CAMERA, "qt_camera", "UVC", training=True))
        bench.place(Instrument("printer", Kind.PRINTER, "system", "CUPS / PDF", training=True))
        yield Kit(van, desk, replace(van.services, bench=bench))
    desk.stop()
    van.database.close()


def test_what_was_found_is_kept_with_time_and_officer(kit: Kit) -> None:
    record = kit.check()
    assert (record.good, record.total, record.is_go) == (7, 7, True)
    assert today(kit.services).kit == record == kit.van.store.kit_checks.latest()
    assert record.officer == "440103-027"
    (entry,) = kit.van.store.audit.about("D027")
    assert (entry.what, entry.facts) == ("check_kit", {"good": 7, "total": 7, "codes": {}})


def test_nothing_of_the_person_is_kept(kit: Kit) -> None:
    kit.check()
    (row,) = kit.van.database.rows("SELECT * FROM kit_checks")
    person = kit.desk.current
    assert person.name not in row["rows"]
    assert person.id_number not in row["rows"]
    assert len(row["rows"]) < 1200
    assert kit.van.database.row("SELECT count(*) FROM media")[0] == 0  # type: ignore[index]


def test_a_no_go_is_kept_with_its_code(kit: Kit) -> None:
    record = kit.check(broken=True)
    codes = {line.kind: line.code for line in record.lines if line.code}
    assert codes == {"camera": "devices.removed"}
    assert not record.is_go
    assert kit.van.store.audit.about("D027")[0].facts["codes"] == codes


def test_a_stopped_check_is_not_kept(kit: Kit) -> None:
    kit.check(stopped=True)
    assert kit.van.store.kit_checks.latest() is None
    assert kit.van.store.audit.about("D027") == []


def test_yesterdays_check_is_not_todays(kit: Kit) -> None:
    kit.check()
    kit.van.clock.pass_s(86_400)
    assert today(kit.services).kit is None


def test_a_check_stays_as_it_was_found(kit: Kit) -> None:
    kit.check(broken=True)
    for statement in ("UPDATE kit_checks SET good = total", "DELETE FROM kit_checks"):
        with pytest.raises(AlreadySealed):
            kit.van.database.execute(statement)


def test_the_shutter_ends_when_it_is_cancelled() -> None:
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    with pytest.raises(Exception, match=r"devices\.cancelled"):
        Shutter().next(stop.is_set)
