"""The research tables of ../shared, when they lie beside this repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

_SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "facts"


def facts(name: str) -> Any:
    """A table of facts; skips the test where the tables are not at hand."""
    path = _SHARED / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"../shared/facts/{name}.json is not at hand")
    return json.loads(path.read_text(encoding="utf-8"))
