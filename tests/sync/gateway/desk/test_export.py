"""A record leaves for another system whole, once, for whoever may; and the log says who."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sync.gateway.desk import export
from sync.gateway.desk.errors import Closed, NotNow, NotThere
from sync.gateway.tables import events
from tests.sync.console.desks import Console
from tests.sync.gateway.desk.offices import PHONE, Desk, desk
from tests.sync.test_gateway_program import say


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "office") as made:
        yield made


def test_everything_of_it_is_there_and_every_file_is_what_it_says(one: Desk, tmp_path: Path) -> None:
    letter = one.arrive()
    one.decide(letter, "return")
    files = export.export(one.office, letter.id, "staff:lin")
    there = export.into(tmp_path / "out", letter.id, files)
    said: dict[str, Any] = json.loads((there / "record.json").read_text())
    assert (said["format"], said["record"]["state"]) == ("vanapp.export/1", "returned")
    answers = {row["field"]: row for row in said["application"]["answers"]}
    assert (answers["phone"]["value"], answers["phone"]["label"]) == (PHONE, "联系电话")
    assert [row["kind"] for row in said["history"]] == ["received", "returned"]
    for capture in said["application"]["captures"]:
        content = (there / capture["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == capture["sha256"]
    assert json.loads((there / "receipt.json").read_text())["id"] == letter.id
    for path in there.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_log_says_who_and_which_bytes_but_nothing_of_them(one: Desk) -> None:
    letter = one.arrive()
    content = export.export(one.office, letter.id, "staff:lin")["record.json"]
    with one.office.database.read() as connection:
        row = connection.execute(select(events).where(events.c.kind == "exported")).one()
    assert (row.who, row.record) == ("staff:lin", letter.id)
    assert json.loads(row.facts) == {"files": 1, "sha256": hashlib.sha256(content).hexdigest()}


def test_what_is_there_is_not_overwritten(one: Desk, tmp_path: Path) -> None:
    letter = one.arrive()
    files = export.export(one.office, letter.id, "staff:lin")
    export.into(tmp_path, letter.id, files)
    with pytest.raises(NotNow):
        export.into(tmp_path, letter.id, files)


def test_without_the_key_or_the_record_nothing_leaves(one: Desk) -> None:
    letter = one.arrive()
    with pytest.raises(NotThere):
        export.export(one.office, "01J00000000000000000000000", "staff:lin")
    for key in one.office.folder.glob("bureau-*.key"):
        key.unlink()
    with pytest.raises(Closed):
        export.export(one.office, letter.id, "staff:lin")
    with one.office.database.read() as connection:
        assert connection.execute(select(events).where(events.c.kind == "exported")).first() is None


def test_a_hostile_slot_stays_in_the_folder(one: Desk, tmp_path: Path) -> None:
    letter = one.arrive()
    hostile = [
        export._name(capture)
        for slot in ("../../x", "/etc/x", "a\\b", "..")
        for capture in [replace(letter.captures[0], slot=slot)]
    ]
    for name in hostile:
        folder, _, rest = name.partition("/")
        assert folder == "files"
        assert "/" not in rest
        assert "\\" not in rest


def test_a_reviewer_takes_it_from_the_page_and_the_intake_desk_does_not(one: Desk) -> None:
    letter = one.arrive()
    console = Console(one.office)
    console.account("wu", "reviewer")
    console.account("li", "station")
    answer = console.signed_in("wu").send(f"/records/{letter.id}/export")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert f"{letter.id}/record.json" in archive.namelist()
    assert console.signed_in("li").send(f"/records/{letter.id}/export").status_code == 403


def test_by_command(tmp_path: Path) -> None:
    with desk(tmp_path / "office") as one:
        letter = one.arrive()
    data = str(tmp_path / "office")
    code, (told,), _ = say("export", "--data", data, letter.id, "--out", str(tmp_path / "out"))
    assert (code, told["files"]) == (0, 3)
    assert (tmp_path / "out" / letter.id / "record.json").exists()
    assert say("export", "--data", data, "01J00000000000000000000000", "--out", str(tmp_path / "out"))[0] == 2
