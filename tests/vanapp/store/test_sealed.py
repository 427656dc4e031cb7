"""What is sealed stays: the triggers refuse, whoever asks."""

from __future__ import annotations

import pytest

from forms.record import Verdict
from tests.vanapp.bed import START, Van, ready
from vanapp.store.errors import AlreadySealed, Damaged
from vanapp.usecases.seal import seal

CHANGES = [
    "UPDATE answers SET text = 'x' WHERE application = ?",
    "DELETE FROM answers WHERE application = ?",
    "INSERT INTO answers VALUES (?, 'new', 'x', 'officer', '2026')",
    "UPDATE captures SET facts = '{}' WHERE application = ?",
    "DELETE FROM captures WHERE application = ?",
    "INSERT INTO captures SELECT NULL, application, 'other', kind, 'other', media_type, sha256, size, "
    "device, serial, taken_at, monotonic_ns, width_px, height_px, dpi, training, facts, state FROM captures "
    "WHERE application = ? LIMIT 1",
    "INSERT INTO materials VALUES (?, 'OLDID', 'officer', '2026')",
    "UPDATE applications SET name = 'x' WHERE id = ?",
    "UPDATE applications SET status = 'draft' WHERE id = ?",
    "UPDATE applications SET training = 0 WHERE id = ?",
    "DELETE FROM applications WHERE id = ?",
    "UPDATE parcels SET body = x'00' WHERE id = ?",
]


@pytest.mark.parametrize("change", CHANGES)
def test_no_sql_changes_a_sealed_application(van: Van, change: str) -> None:
    sealed = seal(van.services, ready(van).id)
    with pytest.raises(AlreadySealed):
        van.database.execute(change, (sealed.parcel_id,))
    assert van.store.applications.get(sealed.parcel_id) == sealed.application


def test_a_verdict_is_not_added_later(van: Van) -> None:
    sealed = seal(van.services, ready(van).id)
    with pytest.raises(AlreadySealed):
        van.store.applications.set_verdict(sealed.parcel_id, Verdict("officer", "match", "eye", "1", START))


def test_bytes_of_a_capture_are_never_changed_or_taken_away(van: Van) -> None:
    seal(van.services, ready(van).id)
    with pytest.raises(AlreadySealed):
        van.database.execute("UPDATE media SET bytes = x'00'")
    with pytest.raises(Exception, match="FOREIGN KEY"):
        van.database.execute("DELETE FROM media")


def test_bytes_that_do_not_fit_their_digest_are_damage(van: Van) -> None:
    application = ready(van)
    portrait = application.capture("portrait")
    assert portrait is not None
    assert van.store.captures.content(portrait.id) == van.store.captures.content(portrait.sha256)
    van.database.execute("DROP TRIGGER media_stay")
    van.database.execute("UPDATE media SET bytes = x'00' WHERE sha256 = ?", (portrait.sha256,))
    with pytest.raises(Damaged):
        van.store.captures.content(portrait.sha256)
