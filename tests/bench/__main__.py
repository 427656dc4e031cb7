"""What issue 2 promises about speed and memory, measured here: `python -m tests.bench [NAME ...] [--write]`.

Prints one table; asserts nothing. Each bench runs in its own process. --write puts the table into README.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.rows import MARK, Row, heard, table

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"
GROUPS = {
    "table": ("first_window", "store", "renewal", "day", "crowded_outbox"),
    "hands": ("instruments", "preview"),
}
"""Tables of README.md, between `<!-- NAME -->` and `<!-- end of NAME -->`, and what is in them."""

BENCHES = tuple(bench for benches in GROUPS.values() for bench in benches)


def run(name: str) -> list[Row]:
    """One bench; what it explains beside its rows goes to stderr."""
    command = [sys.executable, "-m", f"tests.bench.{name}"]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    words = [line for line in done.stdout.splitlines() if not line.startswith(MARK)]
    sys.stderr.write("".join(f"  {line}\n" for line in words))
    if done.returncode != 0:
        sys.stderr.write(f"{name}: ended with {done.returncode}\n")
    return heard(done.stdout)


def machine() -> str:
    """What the figures were measured on; no name of the machine."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return ", ".join(
        (model or platform.machine(), f"{os.cpu_count()} cores", f"Python {platform.python_version()}")
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}; all without")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    asked = parser.parse_args(arguments)
    for group, benches in GROUPS.items():
        names = [name for name in asked.names or BENCHES if name in benches]
        if names:
            said = measured(names)
            sys.stdout.write(said)
            if asked.write:
                write(group, said)
    return 0


def measured(names: list[str]) -> str:
    """One table with who measured when, on what."""
    rows: list[Row] = []
    loads = [os.getloadavg()[0]]
    for name in names:
        rows += run(name)
        loads.append(os.getloadavg()[0])
    # With a load above the number of cores the figures say more of the others than of us.
    busy = f"load {min(loads):.1f} to {max(loads):.1f}"
    return f"{datetime.now(UTC):%Y-%m-%d}, {machine()}; {busy}\n\n{table(rows)}\n"


def write(group: str, said: str) -> None:
    begin, end = f"<!-- {group} -->", f"<!-- end of {group} -->"
    before, _, rest = README.read_text("utf-8").partition(begin)
    README.write_text(f"{before}{begin}\n{said}{end}{rest.partition(end)[2]}", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
