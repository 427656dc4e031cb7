"""What is shipped in resources/models is what its README says, and no more than ten megabytes."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "resources" / "models"
ROW = re.compile(
    r"^\| `(?P<name>[\w.]+\.onnx)` \| (?P<size>[\d ]+) \| `(?P<digest>[0-9a-f]{64})` \|$", re.MULTILINE
)


def test_every_model_is_in_the_readme_with_its_size_and_digest() -> None:
    told = {
        row["name"]: (int(row["size"].replace(" ", "")), row["digest"])
        for row in ROW.finditer((FOLDER / "README.md").read_text("utf-8"))
    }
    there = {
        path.name: (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in FOLDER.glob("*.onnx")
    }
    assert told == there


def test_the_models_stay_under_ten_megabytes() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 10_000_000
