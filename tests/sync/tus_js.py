"""tus-js-client, a client nobody here wrote, as a program of its own: one file, byte for byte."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

NODE = Path(sys.prefix) / "bin" / "node"
SCRIPT = ROOT / "tests" / "node" / "send.mjs"
WAIT_S = 60


@dataclass(frozen=True)
class Sending:
    """What it is told; see tests/node/send.mjs. chunk: bytes of one request, 0: all in one."""

    url: str
    file: Path
    chunk: int = 0
    dialect: str = "tus-v1"
    early: bool = False  # bytes go along with the creation
    headers: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    tls: Mapping[str, Path] = field(default_factory=dict)  # ca, cert, key
    retries: Sequence[int] = ()
    store: Path | None = None
    die: int | None = None


def tus_js(sending: Sending) -> subprocess.CompletedProcess[str]:
    """Skips where it is not installed (`run test` does that)."""
    if not NODE.exists() or not (SCRIPT.parent / "node_modules" / "tus-js-client").is_dir():
        pytest.skip("node or tus-js-client is not here (run test fetches both)")
    asked = json.dumps(vars(sending), default=str)
    return subprocess.run(
        [str(NODE), str(SCRIPT)],
        input=f"{asked}\n",
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )


def delivered(sending: Sending) -> dict[str, Any]:
    """url, receipt, tries: what it says once it believes the file to be there."""
    ran = tus_js(sending)
    assert ran.returncode == 0, ran.stderr
    said: dict[str, Any] = json.loads(ran.stdout)
    return said
