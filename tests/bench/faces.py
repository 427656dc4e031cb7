"""How well faces are told apart, measured on a folder of photos: `python -m tests.bench.faces DIR [--pairs
CSV]`.

The CSV (default DIR/pairs.csv) has lines `file a, file b, same`: names relative to DIR, same 1 or 0; a
heading is allowed. Without one, every folder in DIR is one person and all pairs are compared. Photos stay
where they are; drawn faces are refused as a measure by whoever reads the figures: to the network they all
look alike.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import math
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from devices.biometrics import face, photo
from devices.biometrics.errors import BadPhoto, NoPerson, TwoPeople
from devices.biometrics.face import FaceTemplate
from devices.biometrics.faces.setup import Setup, setup_of
from tests.bench.error_rates import rates, share

PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".jp2", ".webp"}
YES, NO = {"1", "true", "yes"}, {"0", "false", "no"}
Pair = tuple[Path, Path, bool]


@dataclass
class Described:
    """Every photo once: its template, or why there is none; and how long it took."""

    setup: Path | None
    templates: dict[Path, FaceTemplate | str] = field(default_factory=dict)
    times_ms: list[float] = field(default_factory=list)

    def of(self, path: Path) -> FaceTemplate | None:
        if path not in self.templates:
            self.templates[path] = self._look(path)
        known = self.templates[path]
        return None if isinstance(known, str) else known

    def _look(self, path: Path) -> FaceTemplate | str:
        content = path.read_bytes()
        begun = time.perf_counter()
        try:
            template = face.describe(content, setup=self.setup)
        except (NoPerson, TwoPeople, BadPhoto) as error:
            return error.code
        self.times_ms.append((time.perf_counter() - begun) * 1000)
        return template


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="error rates of the face comparison on a folder of photos")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--pairs", type=Path, help="CSV of file a, file b, same; default: pairs.csv in the folder"
    )
    parser.add_argument("--setup", type=Path, help="the bureau's embedder.toml; default: dlib's network")
    wanted = parser.parse_args(argv)
    listed = wanted.pairs or wanted.folder / "pairs.csv"
    pairs = list(_listed(wanted.folder, listed) if listed.exists() else _by_folder(wanted.folder))
    setup, described = setup_of(wanted.setup), Described(wanted.setup)
    distances: dict[bool, list[float]] = {True: [], False: []}
    for one, other, same in pairs:
        distances[same].append(_distance(described.of(one), described.of(other), setup))
    photo.close()
    _tell(setup, distances[True], distances[False])
    _tell_times(described)
    return 0


def _listed(folder: Path, path: Path) -> Iterator[Pair]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for line in csv.reader(lines):
            if len(line) < 3 or (same := line[2].strip().lower()) not in YES | NO:
                continue  # a heading or an empty line
            yield folder / line[0].strip(), folder / line[1].strip(), same in YES


def _by_folder(folder: Path) -> Iterator[Pair]:
    everybody = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES)
    for one, other in itertools.combinations(everybody, 2):
        yield one, other, one.parent == other.parent


def _distance(one: FaceTemplate | None, other: FaceTemplate | None, setup: Setup) -> float:
    return math.inf if one is None or other is None else face.distance(one.numbers, other.numbers, setup)


def _tell(setup: Setup, genuine: list[float], impostor: list[float]) -> None:
    found = rates(genuine, impostor)
    print(f"engine {setup.engine} {setup.version}: match up to {setup.match}, review up to {setup.review}")
    print(f"genuine pairs {found.genuine}, impostor pairs {found.impostor}")
    for name in ("eer", "fmr100", "fmr1000", "zero_fmr"):
        print(f"{name:9} {_percent(getattr(found, name))}")
    print(f"{'at the shipped thresholds':26}{'match':>9}{'review':>9}{'no match':>9}{'not comp.':>10}")
    for name, values in (("genuine", genuine), ("impostor", impostor)):
        matched, looked = share(values, setup.match), share(values, setup.review)
        compared = share(values, 1e9)
        row = (matched, looked - matched, compared - looked, 1 - compared)
        print(f"{name:26}" + "".join(f"{_percent(each):>9}" for each in row))
    finite = {name: [v for v in values if v < math.inf] for name, values in (("g", genuine), ("i", impostor))}
    if finite["g"] and finite["i"]:
        print(f"largest genuine distance {max(finite['g']):.3f}, smallest impostor {min(finite['i']):.3f}")


def _tell_times(described: Described) -> None:
    unseen = sorted({str(found) for found in described.templates.values() if isinstance(found, str)})
    failed = sum(isinstance(found, str) for found in described.templates.values())
    print(f"photos {len(described.templates)}, without a template {failed} {' '.join(unseen)}")
    later = described.times_ms[1:] or described.times_ms
    if later:
        worst = sorted(later)[int(0.95 * (len(later) - 1))]
        print(f"one photo, opened to template: median {statistics.median(later):.0f} ms, p95 {worst:.0f} ms")


def _percent(value: float) -> str:
    return "-" if math.isnan(value) else f"{100 * value:.2f} %"


if __name__ == "__main__":
    raise SystemExit(main())
