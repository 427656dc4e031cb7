"""Reads thresholds.toml: from which score on two prints are of one finger, engine by engine."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from devices.biometrics.fingers.decision import Threshold

_FILE = Path(__file__).with_name("thresholds.toml")


@cache
def thresholds() -> dict[tuple[str, str], Threshold]:
    """By engine and version."""
    rows = tomllib.loads(_FILE.read_text("utf-8"))["threshold"]
    return {(row["engine"], row["version"]): Threshold(**row) for row in rows}


def threshold_of(engine: str, version: str) -> Threshold | None:
    """None: nobody has measured this engine in this version, so nothing can be decided with it."""
    return thresholds().get((engine, version))
