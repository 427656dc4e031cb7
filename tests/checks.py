"""All checks, one after another, each with its time: `./run test`. Stops at nothing, fails at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
XVFB = ["xvfb-run", "-a", "-s", "-screen 0 1366x900x24"]

CHECKS: tuple[tuple[str, list[str], dict[str, str]], ...] = (
    ("format", [PYTHON, "-m", "ruff", "format", "--check", "."], {}),
    ("lint", [PYTHON, "-m", "ruff", "check", "."], {}),
    ("types", [PYTHON, "-m", "mypy"], {}),
    ("tests, offscreen", [PYTHON, "-m", "pytest", "tests"], OFFSCREEN),
    (
        "screens, under Xvfb",
        [*XVFB, PYTHON, "-m", "pytest", "tests/vanapp/ui", "tests/e2e"],
        {"QT_QPA_PLATFORM": "xcb"},
    ),
)


def main(names: list[str]) -> int:
    """Run every check whose name holds one of `names` (all without names); 0 when all passed."""
    failed = []
    for name, command, extra in CHECKS:
        if names and not any(word in name for word in names):
            continue
        print(f"== {name}", flush=True)
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **extra}, check=False)
        took = time.monotonic() - began
        print(f"== {name}: {'ok' if done.returncode == 0 else 'FAILED'} ({took:.0f} s)", flush=True)
        if done.returncode != 0:
            failed.append(name)
    print("all checks passed" if not failed else f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
