"""Resident memory of a process and of its children, from /proc."""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")


def resident_mb(pid: int) -> float:
    """VmRSS; 0 for a process that is gone."""
    return _kb(PROC / str(pid) / "status", "VmRSS:") / 1024


def own_mb(pid: int) -> float:
    """PSS: shared pages counted in part, so that sums are right."""
    return _kb(PROC / str(pid) / "smaps_rollup", "Pss:") / 1024


def children(parent: int) -> dict[int, str]:
    """pid -> what it is, of every process below `parent`."""
    found: dict[int, str] = {}
    for folder in PROC.iterdir():
        if not folder.name.isdigit() or folder.name == str(os.getpid()):
            continue
        try:
            above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except (OSError, ValueError):
            continue
        if above == parent:
            found[int(folder.name)] = " ".join(words)
            found.update(children(int(folder.name)))
    return found


def _kb(file: Path, label: str) -> float:
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return 0
    return next((float(line.split()[1]) for line in lines if line.startswith(label)), 0)
