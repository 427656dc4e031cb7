"""The lists: newest first, page by page without gap or double, found by beginnings."""

from __future__ import annotations

import pytest

from sync.parcel import Notice, NoticeKind
from tests.vanapp.bed import ID_NUMBER, NAME, START, Van, ready
from tests.vanapp.crowd import crowd
from vanapp.store.listing import FEW
from vanapp.store.shelf import LISTED
from vanapp.usecases.list_outbox import list_outbox
from vanapp.usecases.seal import seal


def test_pages_follow_each_other_without_gap_or_double(van: Van) -> None:
    crowd(van.database, 95)
    seen, after = [], None
    while True:
        page = list_outbox(van.services, after=after, limit=20)
        seen += [row.number for row in page.rows]
        if page.next is None:
            break
        after = page.next
    assert len(seen) == len(set(seen)) == 95
    assert seen == sorted(seen, reverse=True)


def test_counts_and_filters_agree(van: Van) -> None:
    crowd(van.database, 40)
    counts = list_outbox(van.services).counts
    for name in LISTED:
        assert len(list_outbox(van.services, name).rows) == counts[name] > 0
    assert counts["all"] == 40


@pytest.mark.parametrize(
    "search", [NAME, NAME[:2], ID_NUMBER, ID_NUMBER[:8], "D027-2026112", " D027-20261120-00 "]
)
def test_found_by_the_beginning_of_name_number_or_receipt(van: Van, search: str) -> None:
    crowd(van.database, 30)
    record = seal(van.services, ready(van).id).parcel_id
    assert record in [row.id for row in list_outbox(van.services, search=search).rows]
    assert not list_outbox(van.services, search="丁丁").rows


def test_many_matches_page_as_well(van: Van) -> None:
    crowd(van.database, FEW + 60)
    first = list_outbox(van.services, search="D0", limit=100)
    assert first.next is not None
    second = list_outbox(van.services, search="D0", limit=100, after=first.next)
    assert len({row.id for row in first.rows + second.rows}) == 200


def test_a_search_is_text_and_not_sql(van: Van) -> None:
    crowd(van.database, 3)
    for text in ("%", "_", "' OR 1=1 --", "\\"):
        assert not list_outbox(van.services, search=text).rows


def test_drafts_withdrawn_and_corrected_ones_are_not_listed(van: Van) -> None:
    ready(van)
    assert not list_outbox(van.services).rows


def test_no_repr_names_the_person(van: Van) -> None:
    record = seal(van.services, ready(van).id).parcel_id
    van.store.inbox.apply(Notice(1, NoticeKind.RETURNED, record, START, reasons=(f"{NAME}请重拍",)))
    page = list_outbox(van.services)
    text = repr(page) + repr(van.store.applications.get(record))
    assert NAME not in text
    assert ID_NUMBER not in text
    assert page.rows[0].name == NAME
