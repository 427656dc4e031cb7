"""The bureau's certificates change while the gateway runs; vans hear of it, nothing in hand is lost."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from sync.gateway import bureau
from tests.sync.offices import Running


def pems(office: Running) -> list[bytes]:
    with office.speak() as van:
        return [one.public_bytes(Encoding.PEM) for one in van.bureau().certificates]


def test_a_new_certificate_is_told_and_opened_to_without_a_restart(office: Running) -> None:
    before, sealed_before = pems(office), office.parcel()
    folder = office.office.keys
    assert bureau.rotate(folder, office.office.name, office.office.now()) == 3
    after = pems(office)
    assert after == [before[1], (folder / "bureau-3.pem").read_bytes()]
    sealed_after = office.parcel()
    with office.speak() as van:
        van.deliver(sealed_before)
        van.deliver(sealed_after)
    assert [row["opened"] for row in office.records()] == [True, True]


@pytest.mark.logs  # it says that it goes on with what it has
def test_a_certificate_that_cannot_be_read_changes_nothing(office: Running) -> None:
    before = pems(office)
    (office.office.keys / "bureau-3.pem").write_bytes(b"half a certific")
    assert pems(office) == before
    with office.speak() as van:
        van.deliver(office.parcel())
    (office.office.keys / "bureau-3.pem").unlink()
    assert pems(office) == before


def test_a_key_that_was_taken_away_is_not_kept_in_memory(office: Running) -> None:
    with office.speak() as van:
        van.deliver(office.parcel())
        for path in office.office.keys.glob("bureau-*.key"):
            path.unlink()
        van.deliver(office.parcel())
    assert [row["opened"] for row in office.records()] == [True, False]
