"""The office's notices: applied once, with the cursor, along the table of moves."""

from __future__ import annotations

from dataclasses import replace

from forms.status import Status
from sync.errors import DigestConflict, Unreachable
from sync.parcel import Notice, NoticeKind
from tests.vanapp.bed import START, Van, ready
from vanapp.usecases.receive import receive
from vanapp.usecases.returned_reasons import returned_reasons
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send


def sealed(van: Van) -> str:
    return seal(van.services, ready(van).id).parcel_id


def notice(cursor: int, kind: NoticeKind, record: str, **more: object) -> Notice:
    return Notice(cursor, kind, record, START, **more)  # type: ignore[arg-type]


def test_decisions_move_the_application_and_the_cursor(van: Van) -> None:
    record = sealed(van)
    send(van.services)
    van.gateway.notices = [notice(4, NoticeKind.RECEIVED, record), notice(5, NoticeKind.ACCEPTED, record)]
    assert receive(van.services).applied == 1
    assert van.store.applications.status(record) is Status.ACCEPTED
    assert van.store.inbox.cursor() == 5


def test_a_notice_applied_twice_changes_nothing(van: Van) -> None:
    record = sealed(van)
    accepted = notice(5, NoticeKind.ACCEPTED, record)
    assert van.store.inbox.apply(accepted)
    before = van.store.applications.get(record), van.store.audit.verify()
    assert not van.store.inbox.apply(accepted)
    assert not van.store.inbox.apply(notice(6, NoticeKind.ACCEPTED, record))
    assert (van.store.applications.get(record), van.store.audit.verify()) == before


def test_a_decision_on_an_unsent_parcel_settles_it(van: Van) -> None:
    record = sealed(van)
    van.store.inbox.apply(notice(1, NoticeKind.ACCEPTED, record))
    assert send(van.services).tried == 0
    assert van.store.outbox.waiting() == 0


def test_what_the_office_says_of_other_content_does_not_hide_the_alarm(van: Van) -> None:
    """It holds something else under our record's id: its "accepted" is not about what lies here."""
    record = sealed(van)
    van.gateway.error = DigestConflict(reason="digest-conflict")
    assert send(van.services).refused == 1
    for cursor, kind in enumerate((NoticeKind.RECEIVED, NoticeKind.ACCEPTED), 1):
        assert not van.store.inbox.apply(notice(cursor, kind, record))
    assert van.store.applications.status(record) is Status.SEALED
    row = van.database.row("SELECT state, code FROM outbox")
    assert row is not None
    assert tuple(row) == ("refused", "sync.digest_conflict")


def test_heard_again_from_the_start_nothing_changes(van: Van) -> None:
    """A restored office counts anew: the same notices come under the same cursors."""
    record = sealed(van)
    said = [notice(1, NoticeKind.RECEIVED, record), notice(2, NoticeKind.ACCEPTED, record)]
    assert [van.store.inbox.apply(one) for one in said] == [True, True]
    van.store.inbox.restart()
    assert van.store.inbox.cursor() == 0
    assert [van.store.inbox.apply(one) for one in said] == [False, False]
    assert van.store.applications.status(record) is Status.ACCEPTED


def test_a_made_card_counts_as_accepted_first(van: Van) -> None:
    record = sealed(van)
    van.store.inbox.apply(notice(1, NoticeKind.MADE, record))
    assert van.store.applications.status(record) is Status.MADE


def test_an_unknown_record_moves_only_the_cursor(van: Van) -> None:
    assert not van.store.inbox.apply(notice(3, NoticeKind.ACCEPTED, "nowhere"))
    assert van.store.inbox.cursor() == 3


def test_the_cursor_never_goes_back(van: Van) -> None:
    van.store.inbox.advance(9)
    van.store.inbox.advance(4)
    assert van.store.inbox.cursor() == 9


def test_reasons_of_a_return_are_kept_and_shown(van: Van) -> None:
    record = sealed(van)
    van.store.inbox.apply(
        notice(2, NoticeKind.RETURNED, record, reasons=("相片右肩过曝,请重拍",), fields=("portrait",))
    )
    reasons = returned_reasons(van.services, record)
    assert (reasons.sentences, reasons.fields) == (("相片右肩过曝,请重拍",), ("portrait",))
    (line,) = van.store.listing.page(("needs_you",))
    assert line.heard.why("zh") == reasons.sentences


def coded(van: Van, codes: str) -> tuple[str, ...]:
    """What the officer reads of a return with these codes, in English."""
    record = sealed(van)
    van.services = replace(van.services, settings=replace(van.services.settings, language="en"))
    said = {"codes": codes, "own": "Left thumb"}
    office = ("指纹图像不清晰，请重新采集", "Left thumb")
    van.store.inbox.apply(notice(2, NoticeKind.RETURNED, record, reasons=office, data=said))
    (line,) = van.store.listing.page(("needs_you",))
    shown = returned_reasons(van.services, record).sentences
    assert line.heard.why("en") == shown
    return shown


def test_a_coded_reason_is_said_in_the_officers_language(van: Van) -> None:
    assert coded(van, "prints_unclear other") == (
        "The fingerprints are not clear; take them again",
        "Left thumb",
    )


def test_of_a_code_nobody_here_knows_the_offices_own_words_are_shown(van: Van) -> None:
    assert coded(van, "prints_unclear of_tomorrow") == ("指纹图像不清晰，请重新采集", "Left thumb")


def test_what_the_office_asks_for_is_shown_until_it_is_settled(van: Van) -> None:
    record = sealed(van)

    def heard(cursor: int, **data: str | int) -> tuple[tuple[str, str], ...]:
        van.store.inbox.apply(notice(cursor, NoticeKind.MATERIAL, record, data=data))
        (line,) = van.store.listing.page(("office",))
        return line.heard.asked

    assert heard(1, material="HKB", until="2026-12-08", asked=1) == (("HKB", "2026-12-08"),)
    assert van.store.applications.status(record) is Status.RECEIVED  # who asks for more holds it
    assert len(heard(2, material="MAR", until="2026-12-09", asked=1)) == 2
    assert heard(3, material="HKB", asked=0) == (("MAR", "2026-12-09"),)
    assert heard(4, material="MAR", asked=0) == ()


def test_a_card_on_its_way_and_in_the_persons_hand(van: Van) -> None:
    record = sealed(van)
    van.store.inbox.apply(notice(1, NoticeKind.OUT_FOR_DELIVERY, record, data={"to": "courier"}))
    (line,) = van.store.listing.page(("accepted",))
    assert (line.status, line.heard.carrier) == (Status.MADE, "courier")
    van.store.inbox.apply(notice(2, NoticeKind.DELIVERED, record, data={"to": "applicant"}))
    assert van.store.applications.status(record) is Status.HANDED_OVER


def test_a_draft_is_not_moved_by_a_stray_notice(van: Van) -> None:
    application = ready(van)
    assert not van.store.inbox.apply(notice(2, NoticeKind.ACCEPTED, application.id))
    assert van.store.applications.status(application.id) is Status.DRAFT


def test_no_line_says_so_and_keeps_the_cursor(van: Van) -> None:
    van.gateway.error = Unreachable()
    assert receive(van.services).code == "sync.unreachable"
    assert van.store.inbox.cursor() == 0
