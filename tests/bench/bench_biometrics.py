"""How well fingers and faces are told apart.

`python -m tests.bench.bench_biometrics --fvc DIR [--engine NAME] [--cache DIR] [--jobs N] [--every N]`.
Measures on pictures of the caller's; nothing of them is kept in the repository. --fvc: tests.bench.fvc.
--faces: tests.bench.faces. Prints tables, asserts nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.bench import fvc


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_biometrics")
    parser.add_argument("--fvc", type=Path, help="folder with sets in FVC's layout (101_1.tif ...)")
    parser.add_argument("--engine", action="append", choices=fvc.ENGINES, help="all without")
    parser.add_argument("--every", type=int, default=1, help="take every so manieth impostor pair")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--cache", type=Path, help="where templates are kept between runs")
    parser.add_argument("--faces", nargs=argparse.REMAINDER, help="the rest goes to tests.bench.faces")
    asked = parser.parse_args(arguments)
    if asked.fvc is not None:
        engines = asked.engine or list(fvc.ENGINES)
        fvc.run(asked.fvc, engines, every=asked.every, jobs=asked.jobs, cache=asked.cache)
    if asked.faces is not None:
        from tests.bench import faces

        return int(faces.main(asked.faces))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
