"""Documents: pages are found and cut, the whole is kept beside them, and a pile is one step."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from devices.contract import Kind
from devices.scan.errors import FeederJam, NoDocuments, ScanFailed
from devices.virtual.scanner_model import ScannerModel
from tests.vanapp.bed import Van, blank_page, draft, page_on_a_bed
from vanapp.usecases.add_material import add_material
from vanapp.usecases.load_media import load_media
from vanapp.usecases.scan_material import scan_material
from vanapp.usecases.uncut_material import uncut_material
from vanapp.usecases.undo import undo


def never() -> bool:
    return False


def quiet(step: str) -> None:
    """Nobody watches."""


def picture() -> Image.Image:
    frame = page_on_a_bed()
    return Image.frombytes("RGB", (frame.width_px, frame.height_px), frame.rgb)


@pytest.fixture
def scanner(van: Van) -> ScannerModel:
    model = ScannerModel()
    model.plug(True)
    van.bench.drivers[Kind.SCANNER] = model.driver("virtual:0")
    return model


def test_a_page_under_the_camera_is_cut_out_and_what_was_done_is_recorded(van: Van) -> None:
    application = draft(van)
    (page,) = add_material(van.services, application.id, "HKB", page_on_a_bed())
    assert (page.width_px, page.height_px) == (pytest.approx(510, abs=4), pytest.approx(390, abs=4))
    assert [edit[0] for edit in page.facts["edits"]] == ["cut", "turned", "evened"]  # type: ignore[index, union-attr]
    assert len(page.facts["corners"]) == 4  # type: ignore[arg-type]
    assert page.size == len(load_media(van.services, page.sha256))


def test_the_whole_picture_stands_again_when_the_cut_was_wrong(van: Van) -> None:
    application = draft(van)
    (page,) = add_material(van.services, application.id, "HKB", page_on_a_bed())
    whole = uncut_material(van.services, application.id, page.slot)
    stored = van.store.applications.get(application.id)
    assert stored.capture(page.slot) == whole
    with Image.open(io.BytesIO(load_media(van.services, whole.sha256))) as jpeg:
        assert jpeg.size == (800, 600)
    undo(van.services, application.id)
    assert van.store.applications.get(application.id).capture(page.slot) == page
    assert uncut_material(van.services, application.id, page.slot) == whole
    assert uncut_material(van.services, application.id, page.slot) == page


def test_where_nothing_was_cut_there_is_nothing_to_put_back(van: Van) -> None:
    application = draft(van)
    (page,) = add_material(van.services, application.id, "HKB", blank_page())
    assert uncut_material(van.services, application.id, page.slot) == page
    assert page.facts["edits"] == [["no_page", 0.0]]


def test_a_pile_in_the_feeder_is_kept_page_by_page_as_one_step(van: Van, scanner: ScannerModel) -> None:
    application = draft(van)
    scanner.fill(picture(), picture(), picture())
    steps: list[str] = []
    pages = scan_material(van.services, application.id, "HKB", never, steps.append)
    assert [page.slot for page in pages] == [f"material.HKB.{n}" for n in (1, 2, 3)]
    assert {(page.device, page.dpi) for page in pages} == {("fake_scanner", 300)}
    assert all(page.size <= 1_000_000 for page in pages)
    assert steps.count("page") == 3
    undo(van.services, application.id)
    stored = van.store.applications.get(application.id)
    assert not [capture for capture in stored.captures if capture.slot.startswith("material.")]


def test_with_the_feeder_empty_the_glass_is_scanned(van: Van, scanner: ScannerModel) -> None:
    application = draft(van)
    scanner.lay(picture())
    (page,) = scan_material(van.services, application.id, "HKB", never, quiet)
    assert page.facts["corners"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [("jam", FeederJam), ("jam_later", FeederJam), ("fails", ScanFailed), ("crashes", ScanFailed)],
)
def test_nothing_is_kept_of_a_pile_that_broke_off(
    van: Van, scanner: ScannerModel, fault: str, error: type[Exception]
) -> None:
    application = draft(van)
    scanner.fill(picture(), picture())
    scanner.fault(fault)
    with pytest.raises(error):
        scan_material(van.services, application.id, "HKB", never, quiet)
    assert not van.store.captures.all_of(application.id, "material.")


def test_a_feeder_alone_says_that_it_is_empty(van: Van, monkeypatch: pytest.MonkeyPatch) -> None:
    model = ScannerModel()
    model.plug(True)
    driver = model.driver("virtual:0")
    monkeypatch.setattr(driver, "sources", lambda cancelled: ("Automatic Document Feeder", ""))
    van.bench.drivers[Kind.SCANNER] = driver
    with pytest.raises(NoDocuments):
        scan_material(van.services, draft(van).id, "HKB", never, quiet)


def test_every_page_of_training_carries_the_mark(van: Van, scanner: ScannerModel) -> None:
    application = draft(van)
    scanner.fill(picture())
    (page,) = scan_material(van.services, application.id, "HKB", never, quiet)
    with Image.open(io.BytesIO(load_media(van.services, page.sha256))) as jpeg:
        band: Callable[[tuple[int, int]], object] = jpeg.convert("RGB").getpixel
        red, green, blue = band((1, jpeg.height - 2))  # type: ignore[misc]
    assert page.training
    assert blue > red > green
