"""Fingers told apart on sets in FVC's layout: a folder of 101_1.tif .. 110_8.tif, or any counts of both.

Every two impressions of one finger are a genuine pair, every two of different fingers an impostor pair. Our
engines and plain mindtct + bozorth3 in the same run. A picture that gives no template scores 0 in its pairs.
"""

from __future__ import annotations

import itertools
import re
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from devices.biometrics import fingers
from devices.biometrics.errors import NoPrint
from devices.biometrics.fingers import FingerTemplate, mindtct
from devices.biometrics.fingers.matcher import likeness
from devices.biometrics.fingers.shape import shape_of
from devices.biometrics.fingers.thresholds import thresholds
from tests.bench.error_rates import rates

BOZORTH = "bozorth3"
ENGINES = (fingers.DEFAULT, fingers.NETWORK, BOZORTH)
DPI = {"fvc2002/db2_b": 569, "fvc2002/db2_a": 569, "fvc2004/db3_b": 512, "fvc2004/db3_a": 512}
"""Where it is not 500. Source: the descriptions of the FVC2002 and FVC2004 databases (biolab, Bologna)."""

BOZORTH_MATCH = 40
"""NIST's usual threshold."""

_NAME = re.compile(r"(\d+)_(\d+)\.(tif|tiff|png|bmp)$", re.IGNORECASE)
Key = tuple[int, int]  # finger, impression


@dataclass(frozen=True)
class Pair:
    one: Key
    other: Key

    @property
    def genuine(self) -> bool:
        return self.one[0] == self.other[0]


@dataclass
class Scored:
    """One engine on one set."""

    pairs: list[Pair]
    scores: list[float]
    failed: int  # pictures without a template
    extract_ms: list[float] = field(default_factory=list)
    match_ms: float = 0.0

    def of(self, genuine: bool) -> list[float]:
        return [score for pair, score in zip(self.pairs, self.scores, strict=True) if pair.genuine is genuine]


def run(folder: Path, engines: Sequence[str], *, every: int, jobs: int, cache: Path | None) -> None:
    """Prints the tables, each set's row as soon as it is measured."""
    sets = sorted(found_sets(folder))
    if not sets:
        print(f"no set of pictures in {folder.name}")
        return
    for engine in engines:
        print(f"\n## {engine}\n\n{_HEAD}")
        done = []
        for place in sets:
            scored = measured(engine, place, every, jobs, cache)
            done.append(scored)
            print(_row(name_of(place), [scored]), flush=True)
        print(_row("pooled", done))
        print(_shipped(engine, done))


def found_sets(folder: Path) -> Iterator[Path]:
    """Every folder, this one included, that holds pictures named so."""
    for place in (folder, *sorted(p for p in folder.rglob("*") if p.is_dir())):
        if pictures(place):
            yield place


def pictures(place: Path) -> dict[Key, Path]:
    found = {}
    for path in sorted(place.iterdir()):
        if parts := _NAME.match(path.name):
            found[int(parts[1]), int(parts[2])] = path
    return found


def name_of(place: Path) -> str:
    return "/".join(place.parts[-2:])


def all_pairs(keys: Sequence[Key], every: int) -> list[Pair]:
    both = [Pair(one, other) for one, other in itertools.combinations(sorted(keys), 2)]
    return [p for p in both if p.genuine] + [p for p in both if not p.genuine][::every]


def measured(engine: str, place: Path, every: int, jobs: int, cache: Path | None) -> Scored:
    paths = pictures(place)
    pairs = all_pairs(list(paths), every)
    if engine == BOZORTH:
        return _bozorth(paths, dpi_of(place), pairs)
    templates, times = _templates(engine, place, paths, cache)
    shares = [pairs[start::jobs] for start in range(jobs)]
    begun = time.process_time()
    if jobs == 1:
        parts = [_compared(templates, pairs)]
        spent = time.process_time() - begun
    else:
        with ProcessPoolExecutor(jobs) as pool:
            parts = list(pool.map(partial(_compared, templates), shares))
        spent = sum(part[1] for part in parts)
    scores = [0.0] * len(pairs)
    for start, part in enumerate(parts):
        scores[start::jobs] = part[0]
    failed = sum(template is None for template in templates.values())
    return Scored(pairs, scores, failed, times, 1000 * spent / len(pairs))


def dpi_of(place: Path) -> int:
    return DPI.get(name_of(place).lower(), 500)


def _templates(
    engine: str, place: Path, paths: dict[Key, Path], cache: Path | None
) -> tuple[dict[Key, FingerTemplate | None], list[float]]:
    templates: dict[Key, FingerTemplate | None] = {}
    times: list[float] = []
    ours = fingers.engine_named(engine)
    kept = cache / engine / ours.version / name_of(place) if cache else None
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
    for key, path in paths.items():
        known = kept / f"{path.stem}.vft" if kept is not None else None
        if known is not None and known.exists():
            content = known.read_bytes()
            templates[key] = FingerTemplate.from_bytes(content) if content else None
            continue
        grey = np.asarray(Image.open(path).convert("L"), np.uint8)
        begun = time.perf_counter()
        try:
            templates[key] = fingers.extract(grey, dpi_of(place), engine=ours)
        except NoPrint:
            templates[key] = None
        times.append(1000 * (time.perf_counter() - begun))
        if known is not None:
            template = templates[key]
            known.write_bytes(template.to_bytes() if template else b"")
    return templates, times


def _compared(templates: dict[Key, FingerTemplate | None], pairs: list[Pair]) -> tuple[list[float], float]:
    """The scores, and the processor time."""
    begun = time.process_time()
    shapes = {key: shape_of(template) for key, template in templates.items() if template is not None}
    scores = [
        likeness(shapes[pair.one], shapes[pair.other]) if pair.one in shapes and pair.other in shapes else 0.0
        for pair in pairs
    ]
    return scores, time.process_time() - begun


def _bozorth(paths: dict[Key, Path], dpi: int, pairs: list[Pair]) -> Scored:
    prints: dict[Key, Any] = {}
    times = []
    for key, path in paths.items():
        begun = time.perf_counter()
        prints[key] = mindtct.read(Image.open(path).convert("L"), dpi)
        times.append(1000 * (time.perf_counter() - begun))
    begun = time.process_time()
    scores = [
        float(prints[pair.one].compare(prints[pair.other]))
        if prints[pair.one] and prints[pair.other]
        else 0.0
        for pair in pairs
    ]
    spent = 1000 * (time.process_time() - begun) / len(pairs)
    return Scored(pairs, scores, sum(one is None for one in prints.values()), times, spent)


_HEAD = """| set | pairs | no template | EER % | FMR100 % | FMR1000 % | zeroFMR % | extract ms | match ms |
|---|---|---|---|---|---|---|---|---|"""


def _row(name: str, scored: list[Scored]) -> str:
    genuine = [-score for one in scored for score in one.of(True)]
    impostor = [-score for one in scored for score in one.of(False)]
    found = rates(genuine, impostor)
    times = [ms for one in scored for ms in one.extract_ms]
    figures = (found.eer, found.fmr100, found.fmr1000, found.zero_fmr)
    cells = [
        name,
        f"{found.genuine} / {found.impostor}",
        str(sum(one.failed for one in scored)),
        *(f"{100 * figure:.2f}" for figure in figures),
        f"{statistics.median(times):.0f}" if times else "cached",
        f"{statistics.mean(one.match_ms for one in scored):.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def _shipped(engine: str, done: list[Scored]) -> str:
    """What the shipped threshold does on these sets, pair by pair and as a person meets it."""
    rows = [row for row in thresholds().values() if row.engine == engine]
    match = BOZORTH_MATCH if engine == BOZORTH else rows[-1].match
    genuine = [score for one in done for score in one.of(True)]
    impostor = [score for one in done for score in one.of(False)]
    passed = sum(score >= match for score in impostor)
    missed = 100 * sum(score < match for score in genuine) / len(genuine)
    lines = [
        "",
        f"Shipped threshold {match:g}: FNMR {missed:.2f} %, {passed} false matches in {len(impostor)} pairs "
        f"(highest impostor {max(impostor):.2f}).",
        "",
        "| genuine transaction | fails |",
        "|---|---|",
    ]
    for name, tries, fingers_offered in (
        ("one try, one finger", 1, 1),
        ("three tries, one finger", 3, 1),
        ("one try of either of two fingers", 1, 2),
        ("three tries of either of two fingers", 3, 2),
    ):
        fails = [fail for one in done for fail in _transactions(one, match, tries, fingers_offered)]
        share = 100 * sum(fails) / len(fails)
        lines.append(f"| {name} | {sum(fails)} of {len(fails)} ({share:.2f} %) |")
    return "\n".join(lines)


def _transactions(scored: Scored, match: float, tries: int, offered: int) -> Iterator[bool]:
    """Whether each fails. Enrolled: impressions 1 and 2; tried: the rest, in groups. Two fingers are a finger
    and the next one: FVC's fingers are of different people, so their failures are taken as independent.
    """
    best: dict[Key, float] = {}
    for pair, score in zip(scored.pairs, scored.scores, strict=True):
        if pair.genuine and pair.one[1] <= 2 < pair.other[1]:
            best[pair.other] = max(score, best.get(pair.other, 0.0))
    by_finger: dict[int, list[float]] = {}
    for (finger, _), score in sorted(best.items()):
        by_finger.setdefault(finger, []).append(score)
    order = sorted(by_finger)
    for place, finger in enumerate(order):
        pair = [by_finger[finger], by_finger[order[(place + 1) % len(order)]]][:offered]
        for start in range(0, min(map(len, pair)) - tries + 1, tries):
            yield all(score < match for scores in pair for score in scores[start : start + tries])
