"""The office's word: the same parcel, the same bytes; one changed letter and it is nobody's."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import receipts
from sync.keys import OfficeKey, OfficeSeal, new_private_key

SEAL = OfficeSeal(bytes(range(32)))
KEY = OfficeKey(SEAL.public)
AT = datetime(2026, 11, 21, 8, 0, 0, 123000, tzinfo=UTC)
BODY = receipts.write(SEAL, id="01", sha256="ab" * 32, received_at=AT, office="越秀分局", van="D027")


def test_a_receipt_is_the_office_s_own() -> None:
    assert receipts.genuine(receipts.read(BODY), KEY)


def test_the_same_parcel_gets_the_same_bytes() -> None:
    again = receipts.write(
        OfficeSeal(bytes(range(32))), id="01", sha256="ab" * 32, received_at=AT, office="越秀分局", van="D027"
    )
    assert again == BODY


def test_the_hour_may_be_told_in_any_zone() -> None:
    there = AT.astimezone(timezone(timedelta(hours=8)))
    assert receipts.genuine(replace(receipts.read(BODY), received_at=there), KEY)


@pytest.mark.parametrize("name", [field.name for field in fields(receipts.read(BODY))])
def test_no_part_of_a_receipt_can_be_changed(name: str) -> None:
    receipt = receipts.read(BODY)
    old = getattr(receipt, name)
    new = old + timedelta(milliseconds=1) if isinstance(old, datetime) else "A" + old[1:] + "x"
    changed = replace(receipt, **{name: new})  # type: ignore[arg-type]
    assert not receipts.genuine(changed, KEY)


def test_another_office_s_receipt_is_not_ours() -> None:
    assert not receipts.genuine(receipts.read(BODY), OfficeKey(OfficeSeal(new_private_key()).public))


@given(st.binary(max_size=200))
def test_rubbish_is_no_receipt(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any ValueError is the contract
        receipts.read(body)
