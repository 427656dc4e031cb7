"""The child process: what it answers, and that its death costs one retry and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.biometrics import finger
from devices.biometrics.errors import AnalysisFailed, EngineMissing
from devices.biometrics.worker import Worker
from devices.contract import FingerImage
from devices.virtual import prints

DIES_ONCE = """
import os, sys, pathlib
if not pathlib.Path({mark!r}).exists():
    pathlib.Path({mark!r}).touch()
    sys.stdin.buffer.readline()
    os.abort()
from devices.biometrics.fingers.child import main
main()
"""


def image(variant: str = "good", size: tuple[int, int] = (256, 360), seed: int = 101) -> FingerImage:
    return FingerImage(prints.impression(prints.grow(seed), 1, variant, size).tobytes(), *size, 500)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


def child(program: str, timeout_s: float = 20) -> Worker:
    return Worker((sys.executable, "-c", program), timeout_s)


def test_a_good_print_gets_its_quality(worker: Worker) -> None:
    assert finger.quality(image(), worker=worker) >= 40


def test_an_empty_glass_has_no_quality(worker: Worker) -> None:
    assert finger.quality(image("empty"), worker=worker) == 0


@pytest.mark.parametrize("size", [(10, 10), (63, 360), (256, 10), (1, 1), (2500, 100)])
def test_a_tiny_or_huge_picture_never_reaches_the_engine(worker: Worker, size: tuple[int, int]) -> None:
    tiny = FingerImage(bytes(size[0] * size[1]), *size)
    assert finger.judge(tiny, worker=worker) == finger.FingerVerdict(0, "finger.empty")
    assert finger.quality(tiny, worker=worker) == 0
    assert finger.likeness(tiny, image(), worker=worker) == 0


def test_the_child_refuses_a_tiny_picture_by_itself(worker: Worker) -> None:
    question = {"do": "quality", "images": [{"width": 10, "height": 10, "dpi": 500}]}
    assert worker.ask(question, bytes(100)) == {"failed": "size"}


def test_a_picture_of_the_wrong_length_is_no_print(worker: Worker) -> None:
    assert finger.quality(FingerImage(bytes(100), 256, 360), worker=worker) == 0


def test_a_crash_of_the_child_costs_one_retry(tmp_path: Path) -> None:
    dies_once = child(DIES_ONCE.format(mark=str(tmp_path / "died")))
    assert finger.quality(image(), worker=dies_once) >= 40
    dies_once.close()


def test_a_child_that_always_dies_is_analysis_failed() -> None:
    dead = child("import os; os.abort()")
    with pytest.raises(AnalysisFailed):
        finger.quality(image(), worker=dead)
    dead.close()


def test_a_child_that_hangs_is_analysis_failed() -> None:
    hanging = child("import time; time.sleep(60)", timeout_s=0.3)
    with pytest.raises(AnalysisFailed):
        finger.quality(image(), worker=hanging)
    hanging.close()


def test_a_child_that_babbles_is_analysis_failed() -> None:
    babbling = child("print('hello', flush=True); import sys; sys.stdin.read()")
    with pytest.raises(AnalysisFailed):
        finger.quality(image(), worker=babbling)
    babbling.close()


def test_a_missing_engine_is_told() -> None:
    missing = child('import sys; sys.stdin.readline(); print(\'{"failed": "engine_missing"}\', flush=True)')
    with pytest.raises(EngineMissing):
        finger.quality(image(), worker=missing)
    missing.close()


def test_after_close_the_next_question_starts_it_again(worker: Worker) -> None:
    worker.close()
    assert finger.quality(image(), worker=worker) >= 40
