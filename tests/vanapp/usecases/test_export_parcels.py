"""A copy on a stick: everything not yet at the office, whole, again without harm; a state of nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vanapp.bed import Van, ready
from vanapp.usecases.errors import CannotExport
from vanapp.usecases.export_parcels import export_parcels, sticks
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send


def test_what_is_not_at_the_office_is_copied_and_nothing_changes(van: Van, tmp_path: Path) -> None:
    at_office = seal(van.services, ready(van).id).parcel_id
    assert send(van.services).delivered == 1
    here = [seal(van.services, ready(van).id).parcel_id for _ in range(2)]
    before = [tuple(row) for row in van.database.rows("SELECT * FROM outbox")]
    exported = export_parcels(van.services, tmp_path)
    assert exported.count == 2
    assert {path.stem for path in exported.folder.iterdir()} == set(here)
    for id in here:
        assert (exported.folder / f"{id}.cms").read_bytes() == van.store.outbox.parcel(id).body
    assert [tuple(row) for row in van.database.rows("SELECT * FROM outbox")] == before
    assert export_parcels(van.services, tmp_path) == exported
    assert send(van.services).delivered == 2
    assert at_office not in here


def test_one_damaged_parcel_does_not_keep_the_others(van: Van, tmp_path: Path) -> None:
    first, second = (seal(van.services, ready(van).id).parcel_id for _ in range(2))
    van.store.parcel_files.path(first).write_bytes(b"damaged")
    exported = export_parcels(van.services, tmp_path)
    assert (exported.count, exported.damaged) == (1, 1)
    assert [path.stem for path in exported.folder.iterdir()] == [second]


def test_a_stick_that_takes_nothing_is_told(van: Van, tmp_path: Path) -> None:
    seal(van.services, ready(van).id)
    (tmp_path / "no-folder").write_text("a file, where a folder is wanted")
    with pytest.raises(CannotExport):
        export_parcels(van.services, tmp_path / "no-folder")


def test_sticks_are_what_desktops_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        f"/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/no\\040such vfat rw 0 0\ntmpfs {tmp_path} tmpfs\n"
    )
    assert sticks(mounts) == ()
    assert sticks(tmp_path / "none") == ()
