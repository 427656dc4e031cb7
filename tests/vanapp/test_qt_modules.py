"""Qt's own modules are imported in the GUI thread alone: elsewhere they crash the program now and then."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Real threads and a fresh interpreter: in this one all of Qt is imported already.
STARTED = """
import json, sys, threading

elsewhere = set()

def heard(event, args):
    late = event == "import" and args[0].startswith("PyQt6.") and args[0] not in sys.modules
    if late and threading.current_thread() is not threading.main_thread():
        elsewhere.add(args[0])

sys.addaudithook(heard)

from pathlib import Path
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication
from vanapp.bootstrap import Program, Start
from vanapp.paths import Paths

home = Path(sys.argv[1])
app = QApplication(["test"])
paths = Paths(home / "data", home / "config", home / "cache").make()
program = Program(app, Start(paths, start_office=False))
program.open()

def look():
    if program.unopened._instruments is not None:
        program.lanes.run("print", lambda: __import__("vanapp.printing"), lambda _: app.quit())
    else:
        QTimer.singleShot(20, look)

QTimer.singleShot(20, look)
app.exec()
program.close()
loaded = sorted(name for name in sys.modules if name.startswith("PyQt6.Qt"))
print(json.dumps({"loaded": loaded, "elsewhere": sorted(elsewhere)}), flush=True)
import os
os._exit(0)  # Qt's own end is not what is tried here
"""


def test_no_module_of_qt_is_imported_outside_the_gui_thread(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert "PyQt6.QtMultimedia" in found["loaded"], "the instruments were not built: this test saw nothing"
    assert found["elsewhere"] == []
