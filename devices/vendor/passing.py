"""A folder for files that must not stay: in memory where the system has that, private, gone at once.

Some makers' functions work on files only. A program that was killed leaves its folder behind; the next start
sweeps it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "vanapp-passing-"
IN_MEMORY = Path("/dev/shm")


@contextmanager
def passing_folder(within: Path | None = None) -> Iterator[Path]:
    """A new folder (0700) named after nobody, deleted with all in it at the end, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=within or memory()))
    try:
        yield folder
    finally:
        for path in folder.iterdir():
            _overwrite(path)
        shutil.rmtree(folder, ignore_errors=True)


def memory() -> Path:
    """Where such folders go: memory, else the user's own temporary folder."""
    usable = IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK | os.X_OK)
    return IN_MEMORY if usable else Path(tempfile.gettempdir())


def sweep(within: Path | None = None) -> int:
    """Delete what programs that are dead left behind; how many folders. At start."""
    if sys.platform == "win32":
        return 0  # asking for a process by its id would end it there
    swept = 0
    for folder in (within or memory()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdecimal() and not _alive(int(owner)) and folder.stat().st_uid == os.getuid():
            shutil.rmtree(folder, ignore_errors=True)
            swept += 1
    return swept


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _overwrite(path: Path) -> None:
    """Only worth something where the folder is not in memory; costs nothing where it is."""
    if path.is_file() and not path.is_symlink():
        try:
            path.write_bytes(bytes(path.stat().st_size))
        except OSError:
            return  # read-only by the library's doing: deleted all the same
