"""The documents page with a scanner beside the camera: what is scanned, stopped, in trouble."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from devices.contract import Kind
from devices.scan.errors import FeederJam, NoDocuments, ScannerCoverOpen
from devices.virtual.scanner_model import ScannerModel
from tests.vanapp.bed import draft, page_on_a_bed
from tests.vanapp.ui.intake.rig import Rig, Seen
from tests.vanapp.usecases.test_materials import picture
from tests.vanapp.usecases.test_read_document import Reads, front
from vanapp.ui.presenters.intake_materials import MaterialsPresenter
from vanapp.usecases.read_document import read_document


class Desk:
    def __init__(self, folder: Path, *held: str) -> None:
        self.rig = Rig(folder, *held)
        self.model = ScannerModel()
        self.model.plug(True)
        self.rig.plug(Kind.SCANNER, self.model.driver("virtual:0"))
        self.rig.take(draft(self.rig.van, "loss"))
        while self.rig.sitting.page != "materials":
            self.rig.sitting.forward()
        self.view = Seen()
        self.presenter = MaterialsPresenter(self.rig.sitting, self.view)
        self.presenter.entered("")

    @property
    def slots(self) -> list[str]:
        return [c.slot for c in self.rig.stored.captures if c.slot.startswith("material.")]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_pile_of_the_scanner_ticks_the_document_in_hand(desk: Desk) -> None:
    desk.model.fill(picture(), picture())
    desk.presenter.scan()
    items, chosen, pages = desk.view.last("show_items")
    assert len(pages[chosen]) == len(desk.slots) == 2
    assert next(item for item in items if item.material.id == chosen).by == "scan"
    assert [count for (count,) in desk.view.all("show_scanning")][-1] == 2
    assert desk.view.all("show_scan_ended")
    captures, shown = desk.view.last("show_pages")
    assert len(captures) == 2
    assert shown.startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("fault", "error"), [("jam", FeederJam), ("cover_open", ScannerCoverOpen), ("none", NoDocuments)]
)
def test_a_scanner_in_trouble_is_one_sentence_and_the_page_goes_on(
    desk: Desk, fault: str, error: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == "none":
        feeder = ("Automatic Document Feeder", "")
        monkeypatch.setattr(desk.rig.van.bench.drivers[Kind.SCANNER], "sources", lambda cancelled: feeder)
    else:
        desk.model.fault(fault)
    desk.presenter.scan()
    assert desk.rig.shell.codes()[-1] == error.code
    assert desk.slots == []
    desk.model.faults.clear()
    desk.model.fill(picture())
    desk.presenter.scan()
    assert len(desk.slots) == 1


def test_esc_stops_the_scan_and_stays_on_the_page(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "scan")
    desk.model.fill(picture())
    desk.presenter.scan()
    desk.presenter.scan()  # one at a time
    assert desk.presenter.go_back()
    assert not desk.presenter.go_back()
    desk.rig.lanes.go("scan")
    assert desk.slots == []
    assert desk.rig.shell.codes() == []
    assert desk.rig.lanes.queue == []


def test_without_a_scanner_its_key_is_dead_and_its_button_away(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.view.last("show_scanner") == (True,)
    del desk.rig.van.bench.drivers[Kind.SCANNER]
    desk.rig.sitting.plugged()
    assert desk.view.last("show_scanner") == (False,)
    desk.presenter.scan()
    assert desk.view.all("show_scanning") == []


def test_what_was_cut_wrong_is_put_back_whole(desk: Desk) -> None:
    desk.rig.camera.show(page_on_a_bed())
    desk.presenter.shoot()
    (slot,) = desk.slots
    cut = desk.rig.stored.capture(slot)
    desk.presenter.uncut()
    whole = desk.rig.stored.capture(slot)
    assert cut is not None
    assert whole is not None
    assert (cut.width_px, whole.width_px) != (800, 800)
    assert whole.width_px == 800


def test_a_page_is_kept_of_the_picture_in_sight_when_space_was_pressed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "analysis")
    desk.rig.camera.show(page_on_a_bed())
    desk.presenter.shoot()
    desk.presenter.shoot()  # the first is not kept yet
    desk.rig.camera.newest = None
    desk.rig.lanes.go("analysis")
    assert len(desk.slots) == 1
    assert desk.rig.lanes.queue == []


def reads(desk: Desk, *lines: Any) -> list[bytes]:
    """The text reader gives back these lines; returns what it was shown."""
    seen: list[bytes] = []

    def read(application: str, picture: Any) -> Any:
        seen.append(picture)
        return read_document(desk.rig.van.services, application, picture, Reads(lines))

    desk.rig.cases.read_document = read
    return seen


def test_the_page_just_scanned_offers_what_it_says(desk: Desk) -> None:
    stood = dict(desk.rig.stored.answers)
    desk.rig.sitting.answer("address", "")
    desk.model.fill(picture())
    desk.presenter.scan()
    seen = reads(desk, *front(number="-", name=stood["name"]))
    desk.presenter.read()
    assert seen == [desk.rig.van.store.captures.content(desk.rig.stored.capture(desk.slots[-1]).sha256)]
    assert desk.view.all("show_reading")
    assert desk.view.last("show_read")[0] == 1
    assert desk.rig.stored.sources["address"] == "ocr"
    assert desk.rig.stored.answers["name"] == stood["name"]


def test_a_page_that_says_nothing_leaves_all_as_it_is(desk: Desk) -> None:
    stood = dict(desk.rig.stored.answers)
    desk.presenter.read()  # there is no page yet
    desk.model.fill(picture())
    desk.presenter.scan()
    reads(desk)
    desk.presenter.read()
    assert desk.rig.shell.codes()[-1] == "usecases.no_document"
    assert desk.view.all("show_not_read")
    assert dict(desk.rig.stored.answers) == stood


def test_another_persons_page_is_told(desk: Desk) -> None:
    desk.model.fill(picture())
    desk.presenter.scan()
    reads(desk, *front())
    desk.presenter.read()
    assert desk.rig.shell.codes()[-1] == "intake.other_person"
    assert desk.view.all("show_read") == []
