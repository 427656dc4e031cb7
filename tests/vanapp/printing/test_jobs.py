"""What becomes of pages in the system's queue: a real CUPS, a printer that does what the test says."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vanapp.printing.print_server import QUEUE, PrintServer, print_server
from tests.vanapp.printing.samples import paper_view
from vanapp.printing import errors, ipp, jobs
from vanapp.printing.shop import Order, Shop


@pytest.fixture(scope="module")
def running() -> Iterator[PrintServer]:
    with print_server() as server:
        yield server


@pytest.fixture
def server(running: PrintServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintServer]:
    monkeypatch.setenv("CUPS_SERVER", str(running.socket))
    running.feels("well")
    yield running
    running.feels("well")
    running.command("cancel", "-a")
    running.command("cupsenable", QUEUE)


def lp(server: PrintServer, folder: Path, *more: str) -> int:
    """A page handed to the queue by the system's own program; the job's number."""
    page = folder / "page.txt"
    page.write_text("one page")
    before = jobs.newest(QUEUE)
    server.command("lp", "-d", QUEUE, "-t", "训练 D027-1", *more, str(page))
    return jobs.handed_in(QUEUE, "训练 D027-1", before)


def soon(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_print_shops_own_pages_are_followed_to_the_paper(server: PrintServer) -> None:
    shop = Shop()
    try:
        printed = shop.print(Order("form", paper_view(training=True)), QUEUE, None)
    finally:
        shop.close()
    assert (printed.way, printed.printer) == ("queue", QUEUE)
    assert printed.job > 0
    assert jobs.follow(QUEUE, printed.job)
    assert server.paper.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("feels", "told"),
    [
        ("media-empty", errors.PrinterPaper),
        ("media-jam", errors.PrinterJam),
        ("cover-open", errors.PrinterCover),
        ("toner-empty", errors.PrinterToner),
    ],
)
def test_a_printer_that_stops_says_why_and_the_pages_come_out_by_themselves(
    server: PrintServer, tmp_path: Path, feels: str, told: type[errors.PrintingError]
) -> None:
    server.feels(feels)
    job = lp(server, tmp_path)
    with pytest.raises(told) as caught:
        jobs.follow(QUEUE, job)
    assert caught.value.values == {"printer": QUEUE}
    assert isinstance(caught.value, errors.JobStalled)
    server.feels("well")
    soon(lambda: "none" in ipp.printer_state(QUEUE)["printer-state-reasons"])
    assert jobs.follow(QUEUE, job)


def test_a_job_taken_out_of_the_queue_is_cancelled(server: PrintServer, tmp_path: Path) -> None:
    server.feels("slow")
    job = lp(server, tmp_path)
    server.command("cancel", f"{QUEUE}-{job}")
    with pytest.raises(errors.JobCancelled):
        jobs.follow(QUEUE, job)


def test_a_job_the_driver_gives_up_has_failed(server: PrintServer, tmp_path: Path) -> None:
    server.feels("fails")
    with pytest.raises(errors.JobFailed):
        jobs.follow(QUEUE, lp(server, tmp_path))


def test_a_queue_that_is_stopped_is_paused(server: PrintServer, tmp_path: Path) -> None:
    server.feels("stops")
    with pytest.raises(errors.PrinterPaused):
        jobs.follow(QUEUE, lp(server, tmp_path))


def test_a_job_that_is_held_waits(server: PrintServer, tmp_path: Path) -> None:
    with pytest.raises(errors.JobWaits):
        jobs.follow(QUEUE, lp(server, tmp_path, "-H", "hold"))


def test_pages_that_take_their_time_are_not_called_printed(server: PrintServer, tmp_path: Path) -> None:
    server.feels("slow")
    job = lp(server, tmp_path)
    assert not jobs.follow(QUEUE, job, patience_s=0)
    stop = threading.Event()
    stop.set()
    assert not jobs.follow(QUEUE, job, stop.is_set)


def test_another_programs_job_of_the_same_moment_is_not_ours(server: PrintServer, tmp_path: Path) -> None:
    before = jobs.newest(QUEUE)
    ours = lp(server, tmp_path)
    page = tmp_path / "page.txt"
    server.command("lp", "-d", QUEUE, "-t", "somebody's letter", str(page))
    assert jobs.handed_in(QUEUE, "训练 D027-1", before) == ours
    assert jobs.handed_in(QUEUE, "训练 D027-1", ours) == 0
    assert jobs.handed_in(QUEUE, "训练 D027-1", None) == 0


def test_a_queue_that_is_not_there_is_not_followed(server: PrintServer) -> None:
    assert jobs.newest("nowhere") is None
    assert not jobs.follow("nowhere", 3)
    assert not jobs.follow(QUEUE, 999_999)


@pytest.mark.parametrize("place", ["/nowhere/cups.sock", "localhost:1", "localhost:x"])
def test_without_a_print_server_nothing_is_followed(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("CUPS_SERVER", place)
    if place == "localhost:x":
        monkeypatch.setattr(ipp, "PORT", 1)
    assert jobs.newest(QUEUE) is None
    assert not jobs.follow(QUEUE, 1)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80), st.integers(0, 200))
def test_an_answer_that_is_no_ipp_is_no_answer(noise: bytes, cut: int) -> None:
    whole = ipp.encode(0, "ipp://localhost/printers/A4", [(0x44, "which-jobs", ["all", "completed"])])
    assert ipp.decode(whole)[0][1]["which-jobs"] == ["all", "completed"]
    for said in (noise, whole[:cut], whole[:cut] + noise, whole[:8] + noise):
        with suppress(ipp.NoAnswer):
            assert isinstance(ipp.decode(said), list)


def test_every_trouble_has_its_own_words() -> None:
    from vanapp.problems import words_of

    kinds = {kind for _, kind in jobs.TROUBLES} | {errors.JobWaits, errors.JobCancelled, errors.JobFailed}
    assert all(words_of(kind.code) is not None for kind in kinds)
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert os.sep not in "".join(kind.code for kind in kinds)
