"""Bring a file to this program's schema: numbered SQL files, a copy before, all or nothing each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from vanapp.store.database import Database
from vanapp.store.errors import NewerFile

FOLDER = Path(__file__).parent / "migrations"
_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql\Z")


@dataclass(frozen=True, order=True)
class Migration:
    number: int
    path: Path


def migrations(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """In the order of their numbers, which may leave gaps. ValueError when a number stands twice."""
    found = (
        sorted(
            Migration(int(match[1]), path) for path in folder.iterdir() if (match := _NAME.match(path.name))
        )
        if folder.is_dir()
        else []
    )
    if len({m.number for m in found}) != len(found):
        raise ValueError(f"migrations with the same number: {[m.number for m in found]}")
    return tuple(found)


def schema_of(database: Database) -> int:
    """The highest number the file has seen."""
    row = database.row("PRAGMA user_version")
    return int(row[0]) if row else 0


def copy_path(database: Database, number: int) -> Path:
    """Where the copy taken before leaving schema `number` lies."""
    return database.path.with_name(f"{database.path.name}.before-{number + 1:04d}")


def migrate(database: Database, steps: tuple[Migration, ...] | None = None) -> int:
    """Apply what is missing, also a number below one the file has seen; returns how many were applied.

    Raises NewerFile when the file knows more than this program, DiskFull when the copy has no room
    (nothing was changed then).
    """
    steps = migrations() if steps is None else steps
    have, newest = schema_of(database), steps[-1].number if steps else 0
    if have > newest:
        raise NewerFile(file=have, program=newest)
    taken = _taken(database, have)
    missing = [step for step in steps if step.number not in taken]
    if missing and have:
        database.copy_to(copy_path(database, have))
    for step in missing:
        with database.transaction():
            for statement in statements(step.path.read_text("utf-8")):
                database.execute(statement)
            _note(database, taken | {step.number})
            taken.add(step.number)
    return len(missing)


def _taken(database: Database, have: int) -> set[int]:
    """Numbers applied so far. A file from before they were noted has all of them up to its own."""
    if database.row("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'") is None:
        return set(range(1, have + 1))
    return {row["number"] for row in database.rows("SELECT number FROM migrations")}


def _note(database: Database, taken: set[int]) -> None:
    database.execute("CREATE TABLE IF NOT EXISTS migrations (number INTEGER NOT NULL PRIMARY KEY) STRICT")
    for number in taken:
        database.execute("INSERT OR IGNORE INTO migrations VALUES (?)", (number,))
    database.execute(f"PRAGMA user_version = {max(taken)}")


def statements(script: str) -> list[str]:
    """Cut a script at the semicolons that end a line, keeping triggers (BEGIN ... END;) whole.

    (executescript would commit on its own and take the transaction away from us.)
    """
    found: list[str] = []
    lines: list[str] = []
    in_trigger = False
    for line in script.splitlines():
        bare = line.split("--")[0].strip()
        if not bare:
            continue
        in_trigger = in_trigger or bare.upper().startswith("CREATE TRIGGER")
        lines.append(line)
        if bare.endswith(";") and (not in_trigger or bare.upper() == "END;"):
            found.append("\n".join(lines))
            lines, in_trigger = [], False
    if lines:
        raise ValueError("script ends inside a statement")
    return found
