"""Prints are made in a worker; the window goes on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from PyQt6.QtCore import QThread

from tests.vanapp.printing.samples import paper_view
from vanapp import printing


def test_everything_works_off_the_gui_thread() -> None:
    def work() -> tuple[bytes, int, bool]:
        document = printing.form(paper_view(training=True))
        pdf = printing.to_pdf(document)
        slip = printing.preview(printing.receipt(paper_view(), "58"))
        return pdf, slip.width(), QThread.currentThread() is None

    with ThreadPoolExecutor(2) as pool:
        results = [job.result() for job in [pool.submit(work) for _ in range(6)]]
    assert all(pdf.startswith(b"%PDF") and width > 200 for pdf, width, _ in results)


def test_a_worker_draws_what_the_gui_thread_draws() -> None:
    here = printing.preview(printing.form(paper_view()))
    with ThreadPoolExecutor(1) as pool:
        there = pool.submit(lambda: printing.preview(printing.form(paper_view()))).result()
    assert here == there
