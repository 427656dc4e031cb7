"""Receipt printers: the contract of every instrument, every way a receipt can fail, and what is on paper."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.contract import PrinterStatus, Raster, UsbId
from devices.drivers import escpos_printer as esc
from devices.drivers import escpos_status as statuses
from devices.drivers.escpos_printer import EscposPrinter
from devices.errors import (
    BadReply,
    Cancelled,
    CoverOpen,
    DeviceError,
    NotSupported,
    PaperJam,
    PaperOut,
    PrinterOffline,
    Removed,
    Silent,
)
from devices.virtual.escpos_model import EscposModel
from tests.devices.rigs import Rig, reading_threads, refusal
from tests.devices.wire_contract import UsbContract

RECEIPT = Raster(os.urandom(72 * 300), 576, 300)
SMALL = Raster(os.urandom(48 * 20), 384, 20)


def never() -> bool:
    return False


class TestPrinter(UsbContract):
    longest_s = 20.0  # a long receipt on a slow printer
    first_wait = "printing"

    @pytest.fixture
    def rig(self) -> Rig:
        return Rig(EscposPrinter, EscposModel(bytes_per_s=90_000))

    def fresh(self, rig: Rig) -> EscposModel:
        return EscposModel(bytes_per_s=90_000)

    def answer_comes(self, rig: Rig) -> None:
        """A printer waits for nobody."""

    def use(self, driver: Any, rig: Rig) -> PrinterStatus:
        status: PrinterStatus = driver.print_image(RECEIPT, True, rig.patient, rig.progress)
        return status

    def garble(self, rig: Rig) -> None:
        rig.model.fault("wrong_status")

    def test_what_is_sent_is_on_paper_and_cut(self, rig: Rig) -> None:
        assert isinstance(rig.model, EscposModel)
        with rig.driver() as driver:
            self.use(driver, rig)
        assert b"".join(rig.model.rows) == RECEIPT.bits
        assert rig.model.cuts == 1
        assert rig.steps == ["printing", "finishing"]


def fast(fault: str = "", **how: Any) -> tuple[EscposModel, Rig]:
    model = EscposModel(bytes_per_s=1_000_000, **how)
    if fault:
        model.fault(fault)
    return model, Rig(EscposPrinter, model)


BEFORE = {
    "paper_out": PaperOut,
    "cover_open": CoverOpen,
    "jam": PaperJam,
    "paused": PrinterOffline,
    "overheated": PrinterOffline,
    "broken": PrinterOffline,
    "wrong_status": BadReply,
    "mute": Silent,
    "empty_port_status": BadReply,
}


@pytest.mark.parametrize("fault", BEFORE)
def test_a_printer_that_cannot_print_gets_no_byte(fault: str) -> None:
    model, rig = fast(fault)
    with pytest.raises(BEFORE[fault]), rig.driver() as driver:
        driver.print_image(SMALL, True, rig.patient, rig.progress)
    assert (model.rows, model.cuts, model.claimed, reading_threads()) == ([], 0, {}, [])
    model.fault(fault, on=False)
    with rig.driver() as driver:
        driver.print_image(SMALL, True, rig.patient, rig.progress)
    assert b"".join(model.rows) == SMALL.bits


MIDDLE = {
    "paper_runs_out": PaperOut,
    "opened_mid": CoverOpen,
    "jams_mid": PaperJam,
    "overheats": PrinterOffline,
    "unplugged_mid_print": Removed,
}


@pytest.mark.parametrize("size", ["larger than its memory", "all in its memory"])
@pytest.mark.parametrize("fault", MIDDLE)
def test_trouble_in_the_middle_is_never_printed(fault: str, size: str) -> None:
    model, rig = fast(fault)
    model.bytes_per_s = 40_000
    picture = RECEIPT if size == "larger than its memory" else Raster(RECEIPT.bits[: 72 * 100], 576, 100)
    with pytest.raises(MIDDLE[fault]) as caught, rig.driver() as driver:
        driver.print_image(picture, True, rig.patient, rig.progress)
    assert model.cuts == 0
    assert (model.claimed, reading_threads()) == ({}, [])
    if fault != "unplugged_mid_print":
        sent, of = caught.value.values["sent"], caught.value.values["of"]
        assert isinstance(sent, int)
        assert isinstance(of, int)
        assert 0 < sent <= of


def test_a_printer_that_takes_little_gets_the_rest_later() -> None:
    model, rig = fast("sips")
    with rig.driver() as driver:
        driver.print_image(RECEIPT, True, rig.patient, rig.progress)
    assert b"".join(model.rows) == RECEIPT.bits


def test_a_printer_that_takes_no_more_is_silent_and_says_how_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(esc, "STUCK_MS", 300)
    _, rig = fast("stuck")
    with pytest.raises(Silent) as caught, rig.driver() as driver:
        driver.print_image(RECEIPT, True, rig.patient, rig.progress)
    assert caught.value.values["sent"] == 997  # 3 of its 1000 went for the fence that was tried


def test_a_printer_that_never_comes_to_the_end_has_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(esc, "FENCE_TIMEOUT_MS", 300)
    model, rig = fast()
    with rig.driver() as driver:
        driver.print_image(SMALL, False, rig.patient, rig.progress)
        model.fault("forgets")
        with pytest.raises(Silent):
            driver.print_image(SMALL, False, rig.patient, rig.progress)


def test_a_clone_without_the_fence_is_given_the_time_it_needs() -> None:
    model, rig = fast("no_fence")
    with rig.driver() as driver:
        driver.print_image(RECEIPT, True, rig.patient, rig.progress)
    assert b"".join(model.rows) == RECEIPT.bits


def test_a_printer_that_only_listens_is_judged_by_its_port() -> None:
    model, rig = fast(listens_only=True)
    with rig.driver() as driver:
        driver.print_image(SMALL, True, rig.patient, rig.progress)
        assert b"".join(model.rows) == SMALL.bits
        model.fault("paper_out")
        with pytest.raises(PaperOut):
            driver.print_image(SMALL, True, rig.patient, rig.progress)
        model.fault("paper_out", on=False)
        model.fault("jam")
        with pytest.raises(PrinterOffline):
            driver.print_image(SMALL, True, rig.patient, rig.progress)


def test_little_paper_is_told_and_prints() -> None:
    model, rig = fast("paper_low")
    with rig.driver() as driver:
        status = driver.print_image(SMALL, True, rig.patient, rig.progress)
    assert status == PrinterStatus(paper_low=True)
    assert model.cuts == 1


def test_stopped_in_the_middle_it_forgets_the_rest_and_prints_the_next_whole() -> None:
    model, rig = fast()
    model.bytes_per_s = 30_000
    printing: list[bool] = []
    rig.on_step["finishing"] = lambda: printing.append(True)
    with rig.driver() as driver:
        with pytest.raises(Cancelled):
            driver.print_image(RECEIPT, True, lambda: bool(printing), rig.progress)
        assert len(model.rows) < 300
        model.rows.clear()
        model.bytes_per_s = 1_000_000
        driver.print_image(SMALL, True, rig.patient, rig.progress)
    assert b"".join(model.rows) == SMALL.bits


def test_chinese_goes_as_gb18030() -> None:
    model, rig = fast()
    with rig.driver() as driver:
        driver.print_text("居民身份证领取凭证\n受理号 440103-027", True, rig.patient, rig.progress)
    assert model.text.strip("\n") == "居民身份证领取凭证\n受理号 440103-027"
    assert model.cuts == 1


@pytest.mark.parametrize(
    "picture",
    [Raster(bytes(73), 577, 1), Raster(bytes(10), 384, 1), Raster(b"", 0, 0), Raster(bytes(48), 384, 2)],
)
def test_a_picture_that_does_not_fit_is_not_supported(picture: Raster) -> None:
    model, rig = fast()
    with rig.driver() as driver, pytest.raises(NotSupported):
        driver.print_image(picture, True, rig.patient, rig.progress)
    assert model.rows == []


def test_a_width_that_is_no_whole_byte_is_printed() -> None:
    model, rig = fast()
    with rig.driver() as driver:
        driver.print_image(Raster(b"\xff\xe0" * 3, 11, 3), False, rig.patient, rig.progress)
    assert (model.rows, model.cuts) == ([b"\xff\xe0"] * 3, 0)


@pytest.mark.parametrize(
    ("fault", "maker"), [("", "TRAINING"), ("long_device_id", "TRAINING"), ("no_device_id", None)]
)
def test_it_says_who_it_is(fault: str, maker: str | None) -> None:
    _, rig = fast(fault)
    with rig.driver() as driver:
        assert driver.device_id().get("MFG") == maker


@given(st.binary(max_size=80))
def test_any_device_id_is_read(answer: bytes) -> None:
    assert all(statuses.device_id(answer))


@given(st.lists(st.integers(0, 255), min_size=4, max_size=4))
@settings(max_examples=300)
def test_any_real_time_answer_is_a_status_or_a_bad_reply(answers: list[int]) -> None:
    by_question = dict(zip(statuses.QUESTIONS, answers, strict=True))
    refused = refusal(lambda _: statuses.realtime_status(by_question), b"", BadReply)
    right = all(answer & 0x93 == 0x12 for answer in answers)
    assert (refused is None) == right


@given(st.integers(0, 255))
def test_a_port_status_without_trouble_is_the_only_one_that_prints(value: int) -> None:
    refused = refusal(lambda _: statuses.refuse(statuses.port_status(value)), b"", DeviceError)
    assert (refused is None) == (value & 0x38 == 0x18)


def test_the_systems_queue_gets_its_printer_back() -> None:
    model, rig = fast()
    model.kernel_drivers = {0}  # usblp
    with rig.driver() as driver:
        assert model.kernel_drivers == set()
        driver.print_image(SMALL, False, rig.patient, rig.progress)
    assert model.kernel_drivers == {0}
    model.fault("stuck")
    model.fault("empty_port_status")
    with pytest.raises(BadReply), rig.driver():
        pass
    assert model.kernel_drivers == {0}


def test_every_id_is_a_receipt_printers() -> None:
    assert UsbId(0x0416, 0x5011) in EscposPrinter.ids
