"""Sealed parcels lie in files: before their row, whole, adopted or set aside after a crash; chained."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sync.errors import BadParcel
from tests.vanapp.bed import START, Van, make_van, ready
from vanapp.store.device import Papers
from vanapp.store.outbox import Swept
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send


def file_of(van: Van, id: str) -> Path:
    return van.store.parcel_files.path(id)


def test_the_file_is_the_parcel_and_the_database_has_no_copy(van: Van) -> None:
    parcel_id = seal(van.services, ready(van).id).parcel_id
    row = van.database.row("SELECT sha256, size, body FROM parcels")
    body = file_of(van, parcel_id).read_bytes()
    assert row is not None
    assert (row["sha256"], row["size"], row["body"]) == (hashlib.sha256(body).hexdigest(), len(body), b"")
    assert van.store.outbox.parcel(parcel_id).body == body
    assert file_of(van, parcel_id).stat().st_mode & 0o077 == 0


def test_a_parcel_of_an_older_program_is_still_read(van: Van) -> None:
    parcel_id = seal(van.services, ready(van).id).parcel_id
    body = file_of(van, parcel_id).read_bytes()
    file_of(van, parcel_id).unlink()
    van.database.execute("DROP TRIGGER parcels_stay")
    van.database.execute("UPDATE parcels SET body = ?", (body,))
    assert van.store.outbox.parcel(parcel_id).body == body
    assert van.store.outbox.sweep(START) == Swept()


def test_nothing_to_sweep(van: Van) -> None:
    assert van.store.outbox.sweep(START) == Swept()
    seal(van.services, ready(van).id)
    assert van.store.outbox.sweep(START) == Swept()


def test_a_seal_that_came_not_to_its_end_is_set_aside_and_sealed_anew(van: Van) -> None:
    """The plug was pulled between the file and its row: the application is a draft as before."""
    draft = ready(van)
    van.store.parcel_files.put(draft.id, b"sealed by a crash")
    assert van.store.outbox.sweep(START) == Swept(set_aside=(draft.id,))
    aside = file_of(van, draft.id).parent / "strays" / f"{draft.id}.cms"
    assert aside.read_bytes() == b"sealed by a crash"
    sealed = seal(van.services, draft.id)
    assert send(van.services).delivered == 1
    assert [p.id for p in van.gateway.got] == [sealed.parcel_id]
    kinds = [row["what"] for row in van.database.rows("SELECT what FROM audit")]
    assert "parcel_set_aside" in kinds


def test_a_sealed_application_without_its_row_gets_it_back(van: Van) -> None:
    parcel_id = seal(van.services, ready(van).id).parcel_id
    van.database.execute("DELETE FROM outbox")
    van.database.execute("DELETE FROM parcels")
    assert van.store.outbox.sweep(START) == Swept(adopted=(parcel_id,))
    assert send(van.services).delivered == 1


def test_a_file_that_is_gone_is_told_and_parks_its_record_only(van: Van) -> None:
    gone, other = (seal(van.services, ready(van).id).parcel_id for _ in range(2))
    file_of(van, gone).unlink()
    assert van.store.outbox.sweep(START) == Swept(missing=(gone,))
    sent = send(van.services)
    assert (sent.delivered, sent.refused) == (1, 1)
    assert [p.id for p in van.gateway.got] == [other]


def test_halves_disappear(van: Van) -> None:
    seal(van.services, ready(van).id)
    folder = van.database.path.with_name("records")
    (folder / "X.cms.half").write_bytes(b"half")
    assert van.store.outbox.sweep(START) == Swept()
    assert not list(folder.glob("*.half"))


@pytest.mark.parametrize("at", [0, 500, -1])
def test_a_flipped_bit_in_the_file_is_never_sent(van: Van, at: int) -> None:
    parcel_id = seal(van.services, ready(van).id).parcel_id
    body = bytearray(file_of(van, parcel_id).read_bytes())
    body[at] ^= 1
    file_of(van, parcel_id).write_bytes(body)
    with pytest.raises(BadParcel):
        van.store.outbox.parcel(parcel_id)
    assert send(van.services).refused == 1
    assert not van.gateway.got


def test_the_chain_goes_on_after_a_restart_and_begins_anew_for_another_van(van: Van, tmp_path: Path) -> None:
    chain = van.store.chain
    first = chain.next("D027")
    assert (first.sequence, first.previous) == (1, "")
    chain.add("D027", first, "ab" * 32)
    van.store.close()
    again = make_van(tmp_path).store.chain
    second = again.next("D027")
    assert (second.chain, second.sequence, second.previous) == (first.chain, 2, "ab" * 32)
    other = again.next("D028")
    assert other.sequence == 1
    assert other.chain != first.chain


def test_the_papers_of_the_device_are_kept(van: Van) -> None:
    papers = Papers("D027", b"key", "phrase", "PEM", "CA", "cms", ("current", "next"), "e1")
    assert van.store.device.papers("D027") is None
    van.store.device.put(papers)
    assert van.store.device.papers("D027") == papers
    assert van.store.device.papers("D028") is None
    assert "phrase" not in repr(papers)
    assert "b'key'" not in repr(papers)
    assert b"phrase" not in van.database.path.read_bytes()
