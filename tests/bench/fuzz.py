"""A coverage-guided hunt (atheris, libFuzzer) through every parser and driver of tests/devices/parsers.py.

python -m tests.bench.fuzz [--minutes 10] [--write] [NAME ...]

atheris is no part of the lock. Make it an environment of its own with the program's Python (3.11 has a wheel
of atheris 3.0.0), and put the program's packages behind it:

    python3 -m venv FUZZ && FUZZ/bin/pip install --only-binary :all: atheris
    PYTHONPATH=.:.venv/lib/python3.11/site-packages FUZZ/bin/python -m tests.bench.fuzz --write

Each parser runs in a process of its own, an equal share of the time, from its seed. What an input found is
kept in --keep; --write puts the table between the marks in README.md.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"
BEGIN, END = "<!-- fuzzing -->", "<!-- end of fuzzing -->"
INPUT_TIMEOUT_S = 10  # a single input that takes longer is a find
LONGEST_INPUT = 4096


@dataclass(frozen=True)
class Hunt:
    """What came of one parser. found: the last line of what it died of, or nothing."""

    name: str
    executions: int
    seconds: float
    covered: int
    found: str


def hunt(name: str, seconds: int, keep: Path) -> Hunt:
    with tempfile.TemporaryDirectory() as corpus:
        command = [sys.executable, "-m", "tests.bench.fuzz", "--one", name, "--seconds", str(seconds)]
        command += ["--corpus", corpus, "--keep", str(keep)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    said = done.stderr
    covered = re.findall(r"cov: (\d+)", said)
    told = {key: int(value) for key, value in re.findall(r"stat::(\w+):\s+(\d+)", said)}
    found = ""
    if done.returncode != 0:
        lines = [line for line in said.splitlines() if re.match(r"\s*\S*(Error|Exception|ALARM|ERROR)", line)]
        found = (lines or [f"ended with {done.returncode}"])[-1].strip()[:120]
        sys.stderr.write(said[-3000:])
    executions = told.get("number_of_executed_units", 0)
    return Hunt(name, executions, seconds, int(covered[-1]) if covered else 0, found)


def one(name: str, seconds: int, corpus: Path, keep: Path) -> None:
    """The child: libFuzzer ends this process."""
    import atheris  # type: ignore[import-not-found, unused-ignore]

    with atheris.instrument_imports(include=["devices"]):
        from tests.devices.parsers import PARSERS

    (parser,) = (parser for parser in PARSERS if parser.name == name)
    (corpus / "seed").write_bytes(parser.seed())
    limits = [f"-max_total_time={seconds}", f"-timeout={INPUT_TIMEOUT_S}", f"-max_len={LONGEST_INPUT}"]
    more = ["-print_final_stats=1", f"-artifact_prefix={keep}/{re.sub(r'[^a-z0-9]+', '-', name.lower())}-"]
    atheris.Setup([sys.argv[0], *limits, *more, str(corpus)], parser.try_on_quietly)
    atheris.Fuzz()


def table(hunts: list[Hunt]) -> str:
    lines = ["| parser or driver | executions | edges reached | found |", "|---|---:|---:|---|"]
    lines += [f"| {h.name} | {h.executions} | {h.covered} | {h.found or 'nothing'} |" for h in hunts]
    total, seconds = sum(h.executions for h in hunts), sum(h.seconds for h in hunts)
    lines.append(f"| **all** | **{total}** | | {sum(bool(h.found) for h in hunts)} finds, {seconds:.0f} s |")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    asking = argparse.ArgumentParser(prog="python -m tests.bench.fuzz", description=__doc__.splitlines()[0])
    asking.add_argument("names", nargs="*", metavar="NAME", help="parsers; all without")
    asking.add_argument("--minutes", type=float, default=10, help="for all of them together")
    asking.add_argument("--write", action="store_true", help="put the table into README.md")
    asking.add_argument("--keep", type=Path, help="folder for inputs that found something")
    for name, kind in (("--one", str), ("--seconds", int), ("--corpus", Path)):
        asking.add_argument(name, type=kind, help=argparse.SUPPRESS)
    asked = asking.parse_args(arguments)
    keep = asked.keep or Path(tempfile.mkdtemp(prefix="vanapp-fuzz-"))
    keep.mkdir(parents=True, exist_ok=True)
    if asked.one:
        one(asked.one, asked.seconds, asked.corpus, keep)
        return 0
    from tests.devices.parsers import PARSERS

    names = asked.names or [parser.name for parser in PARSERS]
    share = max(1, round(asked.minutes * 60 / len(names)))
    hunts = []
    for name in names:
        hunts.append(hunt(name, share, keep))
        print(hunts[-1], flush=True)
    said = f"{datetime.now(UTC):%Y-%m-%d}, Python {sys.version.split()[0]}, {os.cpu_count()} cores shared, "
    said += f"{share} s each\n\n{table(hunts)}\n"
    print(said)
    if asked.write:
        before, _, rest = README.read_text("utf-8").partition(BEGIN)
        README.write_text(f"{before}{BEGIN}\n{said}{END}{rest.partition(END)[2]}", "utf-8")
    return 1 if any(h.found for h in hunts) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
