"""The kit check: real captures on the training desk, a verdict for each fault, a bound on everything."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from devices import probe
from devices.bench import Bench
from devices.biometrics import finger
from devices.checks import camera_check, check_for
from devices.contract import Cancelled, CardRead, Frame, Instrument, Kind
from devices.errors import CardGone
from devices.scan.listing import Shelf
from devices.selftest import KitCheck, Row, Verdict, run
from devices.virtual.bus import VirtualBus
from devices.virtual.desk import TrainingDesk

CAMERA = Instrument("training/camera", Kind.CAMERA, "qt_camera", "UVC", training=True)


@pytest.fixture(scope="module", autouse=True)
def engine() -> Iterator[None]:
    finger.warm()
    yield
    finger.close()


class Kit:
    """The whole training kit, and the check over it."""

    def __init__(self, desk: TrainingDesk, bench: Bench) -> None:
        self.desk, self.bench = desk, bench
        self.told: list[Row] = []

    def frame(self, _cancelled: Cancelled) -> Frame:
        return self.desk.camera.picture("portrait")

    def check(self, cancelled: Callable[[], bool] = lambda: False, limit_s: float = 60) -> KitCheck:
        own = {Kind.CAMERA: camera_check(self.frame)}
        return run(self.bench, cancelled=cancelled, told=self.told.append, own=own, limit_s=limit_s)


@pytest.fixture
def kit() -> Iterator[Kit]:
    bus = VirtualBus()
    desk = TrainingDesk(bus, delay_s=0.2)
    desk.start()
    with Bench([bus]) as bench:
        bench.place(CAMERA)
        model = desk.document_scanner
        Shelf(bench, lambda: model.scanners(lambda: False), model.driver, training=True).look()
        yield Kit(desk, bench)
    desk.stop()


def row(check: KitCheck, kind: Kind) -> Row:
    return next(row for row in check.rows if row.kind is kind)


def test_a_sound_kit_is_go_with_a_real_capture_of_each(kit: Kit) -> None:
    check = kit.check()
    assert {r.kind: r.verdict for r in check.rows} == dict.fromkeys(
        (Kind.CARD, Kind.FINGER, Kind.CAMERA, Kind.SCANNER, Kind.SIGNATURE, Kind.RECEIPT, Kind.STILL),
        Verdict.GO,
    )
    assert check.is_go
    assert row(check, Kind.CARD).facts["card"] == "citizen"
    assert int(row(check, Kind.FINGER).facts["quality"]) >= 40
    assert row(check, Kind.CAMERA).facts["width_px"] == 1280
    assert row(check, Kind.RECEIPT).facts["paper"] == "enough"


def test_nothing_of_the_person_is_in_what_comes_out(kit: Kit) -> None:
    check = kit.check()
    person = kit.desk.current
    for secret in (person.name, person.id_number):
        assert secret not in repr(check) + repr(kit.told)
    assert all(len(str(value)) < 60 for r in check.rows for value in r.facts.values())


def test_rows_are_told_as_they_change(kit: Kit) -> None:
    kit.check()
    steps = [(r.verdict, r.step) for r in kit.told if r.kind is Kind.FINGER]
    assert steps[0] == (Verdict.UNDER_WAY, "")
    assert (Verdict.UNDER_WAY, "waiting") in steps
    assert steps[-1] == (Verdict.GO, "")


@pytest.mark.parametrize(
    ("kind", "fault", "code"),
    [
        (Kind.FINGER, "stall", "devices.bad_reply"),
        (Kind.CARD, "busy", "devices.busy"),
        (Kind.CARD, "not_permitted", "devices.not_permitted"),
        (Kind.CAMERA, "black", "devices.picture_black"),
        (Kind.RECEIPT, "paper_out", "devices.paper_out"),
    ],
)
def test_a_fault_is_a_no_go_of_that_instrument_only(kit: Kit, kind: Kind, fault: str, code: str) -> None:
    kit.desk.fault(kind, fault)
    check = kit.check()
    assert (row(check, kind).verdict, row(check, kind).code) == (Verdict.NO_GO, code)
    assert [r.kind for r in check.rows if r.verdict is not Verdict.GO] == [kind]
    assert not check.is_go


def test_what_every_van_needs_and_is_not_plugged_in_is_not_there(kit: Kit) -> None:
    kit.desk.unplug(Kind.FINGER)
    kit.bench.take_away(CAMERA.key)
    while kit.bench.state(Kind.FINGER).instrument is not None:
        time.sleep(0.01)
    check = kit.check()
    missing = [r.kind for r in check.rows if r.verdict is Verdict.NOT_THERE]
    assert missing == [Kind.FINGER, Kind.CAMERA]


def test_a_frozen_picture_is_no_go(kit: Kit) -> None:
    still = kit.desk.camera.picture("portrait")
    kit.frame = lambda _cancelled: replace(still)  # type: ignore[method-assign]
    assert row(kit.check(), Kind.CAMERA).code == "devices.picture_frozen"


def test_three_poor_prints_are_no_go(kit: Kit) -> None:
    kit.desk.auto = False
    kit.desk.place_card()
    stop = threading.Event()

    def press() -> None:
        while not stop.is_set():
            if kit.desk.scanner.waiting:
                kit.desk.press(variant="dry")
                time.sleep(0.3)
                kit.desk.lift()
            time.sleep(0.02)

    hand = threading.Thread(target=press)
    hand.start()
    check = kit.check(limit_s=30)
    stop.set()
    hand.join()
    assert row(check, Kind.FINGER).code == "devices.print_poor"


def test_nobody_there_ends_in_time_and_says_what_was_missing(kit: Kit) -> None:
    kit.desk.auto = False
    begun = time.monotonic()
    check = kit.check(limit_s=2.6)
    assert time.monotonic() - begun < 2.6 + 0.5
    assert row(check, Kind.CARD).code == "devices.no_card_came"
    assert row(check, Kind.FINGER).code == "devices.no_finger_came"
    assert row(check, Kind.CAMERA).verdict is Verdict.GO


def test_stopped_at_any_time_the_rest_is_neither_go_nor_no_go(kit: Kit) -> None:
    kit.desk.auto = False
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    begun = time.monotonic()
    check = kit.check(stop.is_set)
    assert time.monotonic() - begun < 2
    assert row(check, Kind.CARD).verdict is Verdict.STOPPED
    assert row(check, Kind.CAMERA).verdict is Verdict.GO


class Hasty:
    """A person who takes the card away too early, a number of times."""

    def __init__(self, times: int) -> None:
        self.times = times

    def use(self, kind: Kind, job: Callable[[object], object], cancelled: Cancelled) -> Any:
        self.times -= 1
        if self.times >= 0:
            raise CardGone()
        return CardRead("citizen", {}, bytes(256))


@pytest.mark.parametrize(("times", "works"), [(2, True), (3, False)])
def test_a_card_taken_away_early_is_asked_for_again_twice(times: int, works: bool) -> None:
    check = check_for(Kind.CARD, Hasty(times))
    if works:
        assert check(lambda: False, lambda step: None)["card"] == "citizen"
    else:
        with pytest.raises(CardGone):
            check(lambda: False, lambda step: None)


def test_a_check_that_hangs_does_not_hold_the_others_past_the_limit() -> None:
    release = threading.Event()

    def hang(_cancelled: Cancelled) -> Frame:
        release.wait(10)
        return Frame(b"", 0, 0)

    with Bench([VirtualBus()]) as bench:
        bench.place(CAMERA)
        own = {Kind.CAMERA: camera_check(hang)}
        check = run(bench, cancelled=lambda: False, own=own, wanted=(), limit_s=0.3)
    release.set()
    assert [r.code for r in check.rows] == ["devices.silent"]


def test_probe_prints_the_table_and_exits_by_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert probe.main(["selftest", "--training", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["go"] is True
    assert [r["verdict"] for r in told["rows"]] == ["go"] * 8
