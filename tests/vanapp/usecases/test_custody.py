"""People's originals: each has a number, is held once, and ends once with who took it."""

from __future__ import annotations

import pytest

from tests.vanapp.bed import Van, ready
from vanapp.store.errors import AlreadySealed
from vanapp.usecases.errors import NotHeld
from vanapp.usecases.hold_original import end_custody, hold_original


def test_an_original_is_held_once_under_its_own_number(van: Van) -> None:
    application = ready(van)
    held = hold_original(van.services, application.id, "OLDID", confirmed="signature")
    assert hold_original(van.services, application.id, "OLDID").number == held.number
    other = hold_original(van.services, application.id, "other", "出生证明 1 份")
    assert [one.number for one in van.store.custody.held()] == ["D027-K000001", "D027-K000002"]
    assert (held.confirmed, other.note, other.receipt) == ("signature", "出生证明 1 份", application.number)
    for personal in ("刘秀兰", "出生证明"):
        assert personal not in repr(van.store.custody.held())


def test_it_ends_once_and_the_audit_says_how_but_not_to_whom(van: Van) -> None:
    application = ready(van)
    number = hold_original(van.services, application.id, "OLDID").number
    end_custody(van.services, number, "sent_on", "越秀分局 王警官")
    kept = van.store.custody.get(number)
    assert (kept.state, kept.ended_to, kept.ended_by) == ("sent_on", "越秀分局 王警官", "440103-027")
    with pytest.raises(NotHeld):
        end_custody(van.services, number, "returned")
    entry = van.store.audit.about(application.id)[-1]
    assert (entry.what, entry.facts) == ("sent_on", {"number": number, "confirmed": "officer"})


def test_what_was_written_down_does_not_change(van: Van) -> None:
    hold_original(van.services, ready(van).id, "OLDID")
    for statement in ("UPDATE custody SET item = 'x'", "DELETE FROM custody"):
        with pytest.raises(AlreadySealed):
            van.database.execute(statement)
