"""The audit grows and fits together; anything else shows."""

from __future__ import annotations

import pytest

from tests.vanapp.bed import Van
from vanapp.store.errors import ChainBroken


def fill(van: Van) -> None:
    for n in range(5):
        van.store.audit.add("440103-027", "seal", f"id-{n}", size=n)


def test_a_whole_chain_verifies(van: Van) -> None:
    fill(van)
    assert van.store.audit.verify() == 5
    (entry,) = van.store.audit.about("id-3")
    assert (entry.seq, entry.what, entry.facts) == (4, "seal", {"size": 3})


@pytest.mark.parametrize("sql", ["UPDATE audit SET officer = 'x'", "DELETE FROM audit WHERE seq = 5"])
def test_no_entry_is_changed_or_removed(van: Van, sql: str) -> None:
    fill(van)
    with pytest.raises(Exception, match="append-only"):
        van.database.execute(sql)


def test_an_entry_that_does_not_hold_the_last_digest_is_refused(van: Van) -> None:
    fill(van)
    with pytest.raises(Exception, match="audit chain"):
        van.database.execute("INSERT INTO audit VALUES (6, '', '', '', '', '{}', 'wrong', 'h')")
    with pytest.raises(Exception, match="audit chain"):
        van.database.execute(
            "INSERT INTO audit SELECT 7, '', '', '', '', '{}', hash, 'h' FROM audit WHERE seq = 5"
        )


@pytest.mark.parametrize(
    ("tamper", "seq"),
    [
        ("UPDATE audit SET facts = '{}' WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("UPDATE audit SET hash = 'x' WHERE seq = 5", 5),
    ],
)
def test_a_hand_that_takes_the_triggers_off_still_shows(van: Van, tamper: str, seq: int) -> None:
    fill(van)
    van.database.execute("DROP TRIGGER audit_no_change")
    van.database.execute("DROP TRIGGER audit_no_removal")
    van.database.execute(tamper)
    with pytest.raises(ChainBroken) as caught:
        van.store.audit.verify()
    assert caught.value.values == {"seq": seq}
