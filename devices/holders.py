"""Who likes to hold an instrument: the system's own fingerprint service takes U.are.U readers for itself.

It runs as root, so what it has open is not ours to see; that it runs is.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
FPRINTD = "fprintd"


def fprintd_runs(proc: Path = PROC) -> bool:
    """True when a process of that name is there now; False also where there is no /proc."""
    for name in proc.glob("[0-9]*/comm"):
        with suppress(OSError):  # it ended meanwhile
            if name.read_text("ascii", "replace").strip() == FPRINTD:
                return True
    return False
