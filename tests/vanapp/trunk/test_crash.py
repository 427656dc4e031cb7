"""The last net: a report without personal data, and the program goes on."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from vanapp import crash

pytestmark = pytest.mark.logs

SECRET = "刘秀兰 44010619480312002X"


@pytest.fixture
def net(tmp_path: Path) -> Iterator[crash.CrashNet]:
    hung = crash.install(tmp_path / "crash")
    yield hung
    hung.take_down()


def fall() -> None:
    name = SECRET
    try:
        {}[name]
    except KeyError as error:
        raise RuntimeError(name) from error


def test_a_report_names_the_lines_and_nobody(net: crash.CrashNet, tmp_path: Path) -> None:
    try:
        fall()
    except RuntimeError as error:
        path = net.report(error, "main")
    assert path is not None
    text = path.read_text("utf-8")
    assert "刘秀兰" not in text
    assert "44010619480312002X" not in text
    report = json.loads(text)
    assert [link["type"] for link in report["errors"]] == ["RuntimeError", "KeyError"]
    assert any("test_crash.py" in frame and "fall" in frame for frame in report["errors"][0]["frames"])


def test_a_thread_that_falls_is_reported(net: crash.CrashNet, tmp_path: Path) -> None:
    thread = threading.Thread(target=fall, name="finger")
    thread.start()
    thread.join()
    (path,) = (tmp_path / "crash").glob("*.json")
    assert json.loads(path.read_text())["where"] == "finger"


def test_whoever_is_told_may_fall_too(tmp_path: Path) -> None:
    def told(path: Path, error: BaseException) -> None:
        raise ValueError

    net = crash.install(tmp_path / "crash", told)
    try:
        assert net.report(RuntimeError(), "main") is None
    finally:
        net.take_down()


def test_only_the_latest_reports_are_kept(net: crash.CrashNet, tmp_path: Path) -> None:
    for _ in range(crash.KEPT + 5):
        net.report(RuntimeError(), "main")
    assert len(list((tmp_path / "crash").glob("*.json"))) == crash.KEPT


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    start = (
        "import sys\nfrom pathlib import Path\nfrom vanapp import crash\ncrash.install(Path(sys.argv[1]))\n"
    )
    program = start + code
    return subprocess.run(
        [sys.executable, "-c", program, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_an_error_in_a_qt_slot_does_not_end_the_program(tmp_path: Path) -> None:
    code = (
        "from PyQt6.QtCore import QCoreApplication, QTimer\n"
        "app = QCoreApplication([])\n"
        "def slot():\n    raise RuntimeError('x')\n"
        "QTimer.singleShot(0, slot)\nQTimer.singleShot(50, app.quit)\nsys.exit(app.exec())"
    )
    assert run(code, tmp_path).returncode == 0
    assert len(list(tmp_path.glob("*.json"))) == 1


def test_a_segfault_leaves_its_trace(tmp_path: Path) -> None:
    assert run("import faulthandler\nfaulthandler._sigsegv()", tmp_path).returncode != 0
    assert "Segmentation fault" in (tmp_path / "fault.txt").read_text()
