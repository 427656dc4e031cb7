"""`python -m vanapp.tour`, as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def tour_into(out: Path, *more: str, longest_s: float) -> dict[str, Any]:
    """Its summary, and with it `out` and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "vanapp.tour", "--out", str(out), *more],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=longest_s,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    summary: dict[str, Any] = json.loads((out / "summary.json").read_text("utf-8"))
    return {**summary, "out": str(out), "said": done.stdout}
