"""Room on the disk: enough to finish what is begun. On a full disk even a deletion fails (sync.md D)."""

from __future__ import annotations

import shutil
from pathlib import Path

from vanapp.store.errors import RoomLow

FLOOR_BYTES = 200 * 1024 * 1024  # some hundred applications, and the copy before a migration


def must_have_room(folder: Path, floor_bytes: int = FLOOR_BYTES) -> None:
    """Raises RoomLow below the floor. Asked before an application is begun, never in the middle of one."""
    free = shutil.disk_usage(folder).free
    if free < floor_bytes:
        raise RoomLow(free_mb=free // (1024 * 1024))
