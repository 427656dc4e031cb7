"""All checks, each with its time: `./run test`. Stops at nothing, fails at the end.

The tests mostly wait (for instruments, lines, deaths), so they run side by side in parts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
XVFB = ["xvfb-run", "-a", "-s", "-screen 0 1366x900x24"]

Check = tuple[str, list[str], dict[str, str]]


def tests(name: str, *folders: str) -> Check:
    return (f"tests, offscreen: {name}", [PYTHON, "-m", "pytest", *folders], OFFSCREEN)


OFFICE = ("tests/sync/console", "tests/sync/gateway")
NAMED = ("devices", "forms", "vanapp", "sync", "faults")

# Where words are cut off and how large things are is a matter of fonts and scale, the same on either screen.
MEASURED_ONCE = tuple(
    f"--ignore=tests/vanapp/ui/{part}" for part in ("intake/test_words_in_sight.py", "kit/test_screens.py")
)
UNDER_XVFB = ("tests/vanapp/ui", "tests/e2e/test_tour.py", *MEASURED_ONCE)

ROUNDS: tuple[tuple[Check, ...], ...] = (
    (("format", [PYTHON, "-m", "ruff", "format", "--check", "."], {}),),
    (("lint", [PYTHON, "-m", "ruff", "check", "."], {}),),
    (("types", [PYTHON, "-m", "mypy"], {}),),
    (
        tests("the hands and the paper", "tests/devices", "tests/forms"),
        tests("the van", "tests/vanapp"),
        tests("the post", "tests/sync", *(f"--ignore={part}" for part in OFFICE)),
        tests("the office", *OFFICE),
        tests("the faults", "tests/faults"),
        tests("the rest", "tests", *(f"--ignore=tests/{part}" for part in NAMED)),
        (
            "screens, under Xvfb",
            [*XVFB, PYTHON, "-m", "pytest", *UNDER_XVFB],
            {"QT_QPA_PLATFORM": "xcb"},
        ),
    ),
)


def main(names: list[str]) -> int:
    """Run every check whose name holds one of `names` (all without names); 0 when all passed."""
    failed = []
    for checks in ROUNDS:
        asked = [check for check in checks if not names or any(word in check[0] for word in names)]
        failed += [name for name, passed in side_by_side(asked) if not passed]
    print("all checks passed" if not failed else f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def side_by_side(checks: list[Check]) -> list[tuple[str, bool]]:
    """Start all, then tell each one's output whole, in order."""
    began = time.monotonic()
    with ExitStack() as files:
        running = []
        for name, command, extra in checks:
            said = files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace"))
            process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **extra}, stdout=said, stderr=subprocess.STDOUT
            )
            running.append((name, process, said))
        return [(name, tell(name, process, said, began)) for name, process, said in running]


def tell(name: str, process: subprocess.Popen[bytes], said: IO[str], began: float) -> bool:
    print(f"== {name}", flush=True)
    passed = process.wait() == 0
    said.seek(0)
    sys.stdout.write(said.read())
    print(f"== {name}: {'ok' if passed else 'FAILED'} ({time.monotonic() - began:.0f} s)", flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
