"""One parcel over lines that die: whole in the end, little sent twice, one receipt, and no liar believed."""

from __future__ import annotations

import asyncio
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.responses import Response

from sync import protocol
from sync.errors import (
    DeviceRevoked,
    DigestConflict,
    OutOfDate,
    Refused,
    ServerTrouble,
    SignInNeeded,
    SyncError,
    Unreachable,
    WrongNetwork,
)
from sync.gate import Bulk, Gate
from sync.parcel import Parcel
from tests.sync import strangers
from tests.sync.letters import new_id
from tests.sync.small_office import QUICK, SmallOffice, problem, small_office


@pytest.fixture
def office() -> Iterator[SmallOffice]:
    with small_office() as one:
        yield one


def parcel(size: int = 100_000, **more: object) -> Parcel:
    body = os.urandom(size)
    made = Parcel(new_id(), hashlib.sha256(body).hexdigest(), body, training=True)
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_new_parcel_goes_in_one_question(office: SmallOffice) -> None:
    one = parcel()
    with office.client() as client:
        receipt = client.deliver(one)
    assert (receipt.id, receipt.sha256, receipt.van) == (one.id, one.sha256, "D027")
    assert office.whole() == {one.id: one.sha256}
    assert office.asked == ["GET /v2/hello", "POST /files"]


def test_one_that_was_tried_before_is_asked_about_first(office: SmallOffice) -> None:
    one = parcel(tried=True)
    with office.client() as client:
        first = client.deliver(one)
        sent = office.received
        assert client.deliver(one) == first
    assert office.received == sent == len(one.body)


def test_a_large_one_asks_first(office: SmallOffice) -> None:
    with office.client() as client:
        client.deliver(parcel(5_000_000))
    assert [asked.split("/")[0] for asked in office.asked] == ["GET ", "POST ", "PATCH "]


@pytest.mark.parametrize("after", [1_500, 20_000, 99_999, 100_500])
def test_a_line_that_dies_after_so_many_bytes(office: SmallOffice, after: int) -> None:
    """It lets through that much on every connection and then dies; it goes on where it was."""
    one = parcel()
    with strangers.relay(office.url, up=after) as url, office.client(url, patience_s=30) as client:
        client.deliver(one)
    assert office.whole() == {one.id: one.sha256}
    assert office.received <= len(one.body)


def test_the_answer_is_lost_but_not_the_parcel(office: SmallOffice) -> None:
    """The office has everything and said so, once, into the void."""
    one = parcel()
    with strangers.relay(office.url, down=900) as url, office.client(url, patience_s=30) as client:
        # Each connection carries about two answers back before it dies.
        receipts = {client.deliver(one) for _ in range(3)}
    assert len(receipts) == 1
    assert office.received == len(one.body)


def test_a_stalled_line_is_given_up_for_a_new_connection(office: SmallOffice) -> None:
    """A connection that takes bytes and never moves: within the stall, not the kernel's minutes."""
    one = parcel(600_000)
    with (
        strangers.relay(office.url, up=200_000, sticky=True) as url,
        office.client(url, patience_s=30, waits=QUICK) as client,
    ):
        client.deliver(one)
    assert office.whole() == {one.id: one.sha256}
    assert office.received <= len(one.body)


def test_no_line_ends_in_unreachable_after_our_patience(office: SmallOffice) -> None:
    with office.client("http://127.0.0.1:9", patience_s=0.5) as client, pytest.raises(Unreachable):
        client.deliver(parcel())


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("digest-conflict", DigestConflict),
        ("id-taken", DigestConflict),
        ("bad-container", Refused),
        ("not-for-us", Refused),
        ("training-parcel", Refused),
        ("device-revoked", DeviceRevoked),
        ("sign-in-needed", SignInNeeded),
        ("upgrade-required", OutOfDate),
        ("busy", ServerTrouble),
        ("too-many", ServerTrouble),
        ("disk-full", ServerTrouble),
        ("digest-mismatch", ServerTrouble),
        ("slow-body", Unreachable),
    ],
)
def test_each_word_of_the_office_means_its_own_thing(
    office: SmallOffice, kind: str, error: type[SyncError]
) -> None:
    office.behave = lambda _, request: problem(kind) if request.url.path == protocol.FILES else None
    with office.client(patience_s=0.1) as client, pytest.raises(SyncError) as caught:
        client.deliver(parcel(tried=True))
    assert type(caught.value) is error


def test_retry_after_is_told(office: SmallOffice) -> None:
    office.behave = lambda _, request: (
        problem("busy", **{"Retry-After": "7"}) if request.method == "POST" else None
    )
    with office.client() as client, pytest.raises(ServerTrouble) as caught:
        client.deliver(parcel())
    assert caught.value.values["retry_after_s"] == 7.0


def test_a_wrong_offset_is_put_right(office: SmallOffice) -> None:
    """Half of it is there already, from a life before; and once the office forgets where it told us."""
    one = parcel()
    with office.client() as client:
        client.deliver(replace(one, tried=True))
        upload = next(iter(office.uploads.values()))
        del upload.data[50_000:]
        upload.receipt = b""
        office.received = 0
        client.deliver(replace(one, tried=True))
    assert office.received == 50_000
    assert office.whole() == {one.id: one.sha256}


def test_an_upload_the_office_forgot_is_created_again(office: SmallOffice) -> None:
    forgotten: list[str] = []

    def forget(there: SmallOffice, request: Request) -> Response | None:
        if request.method == "PATCH" and not forgotten:
            forgotten.append(request.url.path)
            there.uploads.clear()
        return None

    office.behave = forget
    one = parcel(tried=True)
    with office.client() as client:
        client.deliver(one)
    assert forgotten
    assert office.whole() == {one.id: one.sha256}


def test_an_office_that_never_gets_further_is_trouble_not_a_loop(office: SmallOffice) -> None:
    def stubborn(there: SmallOffice, request: Request) -> Response | None:
        if request.method != "PATCH":
            return None
        return problem("offset-conflict", **{protocol.OFFSET: "0"})

    office.behave = stubborn
    with office.client() as client, pytest.raises(ServerTrouble) as caught:
        client.deliver(parcel(tried=True))
    assert caught.value.values == {"reason": "no-progress"}
    assert len(office.asked) < 12


@pytest.mark.parametrize("location", ["http://evil.example/x", "/files/../v2/hello", "/files/x", ""])
def test_bytes_go_to_uploads_of_our_office_only(office: SmallOffice, location: str) -> None:
    office.behave = lambda _, request: (
        Response(status_code=201, headers={"Location": location, protocol.OFFSET: "0"})
        if request.method == "POST"
        else None
    )
    with office.client() as client, pytest.raises(ServerTrouble):
        client.deliver(parcel(tried=True))
    assert not office.received


def test_a_receipt_for_another_van_is_none(office: SmallOffice) -> None:
    one = parcel()
    with office.client() as client:
        client.deliver(one)
        upload = next(iter(office.uploads.values()))
        upload.receipt = upload.receipt.replace(b'"D027"', b'"D028"')
        with pytest.raises(ServerTrouble) as caught:
            client.deliver(replace(one, tried=True))
    assert caught.value.values == {"reason": "receipt"}


def test_an_answer_nobody_signed_takes_nothing(office: SmallOffice) -> None:
    """A portal that says 201 with all the right headers is another network."""
    head = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 100000\r\n"
    portal = strangers.bytes_(f"{head}Location: /files/{'a' * 32}\r\n\r\n".encode())
    with (
        strangers.stranger(portal) as url,
        office.client(url) as client,
        pytest.raises(WrongNetwork),
    ):
        client.deliver(parcel())


def test_bulk_stops_at_its_next_block_while_something_urgent_is_sent() -> None:
    gate, order = Gate(), []
    bulk, at_the_gate = Bulk(bytes(100_000), 0, gate), threading.Event()

    def send() -> None:
        at_the_gate.set()
        bulk.read(16 * 1024)
        order.append("bulk")

    sending = threading.Thread(target=send)
    with gate.first():
        sending.start()
        assert at_the_gate.wait(20)
        time.sleep(0.05)
        order.append("urgent")
    sending.join(20)
    assert order == ["urgent", "bulk"]
    assert len(bulk) == 100_000 - 16 * 1024


def test_an_urgent_parcel_that_is_slow_does_not_stop_bulk_for_ever() -> None:
    gate = Gate(longest_s=0.05)
    with gate.first():
        assert Bulk(b"bulk", 0, gate).read() == b"bulk"


def test_what_is_urgent_has_the_gate_to_itself_and_passes_it(office: SmallOffice) -> None:
    closed: list[int] = []
    with office.client() as client:

        def look(_office: SmallOffice, request: Request) -> Response | None:
            if request.method == "POST":
                closed.append(client._gate._urgent)
            return None

        office.behave = look
        bulk, urgent = parcel(), parcel(2_000, urgent=True)
        client.deliver(bulk)
        client.deliver(urgent)
        assert client._gate._urgent == 0
    assert closed == [0, 1]
    assert office.whole() == {bulk.id: bulk.sha256, urgent.id: urgent.sha256}


def test_the_kept_connection_serves_the_next_parcel(office: SmallOffice) -> None:
    with office.client() as client:
        for _ in range(5):
            client.deliver(parcel(1000))
        assert len(client._idle) == 2  # bulk's, and the one that answered hello


def test_bulk_leaves_a_kept_connection_to_what_is_urgent(office: SmallOffice) -> None:
    with office.client() as client:
        client.deliver(parcel(1000))
        both = set(client._idle)
        with client._talk(bulk=True) as first, client._talk(bulk=True) as second:
            assert first in both
            assert second not in both
            with client._talk(bulk=False) as third:
                assert {first, third} == both


def test_quitting_does_not_wait_for_the_line(office: SmallOffice) -> None:
    """The line went in the middle of it; the program is closed while it is asked for again and again."""
    with (
        strangers.relay(office.url, up=60_000, sticky=True) as url,
        office.client(url, patience_s=600) as client,
    ):
        caught: list[SyncError] = []

        def send() -> None:
            try:
                client.deliver(parcel(400_000))
            except Unreachable as error:
                caught.append(error)

        sending = threading.Thread(target=send)
        sending.start()
        while office.received < 20_000:
            time.sleep(0.01)
        client.hang_up()
        sending.join(30)
        assert not sending.is_alive()
        with pytest.raises(Unreachable):
            client.changes(0, 25)
    assert len(caught) == 1


def test_news_that_is_held_is_hung_up_on(office: SmallOffice) -> None:
    asked, over = threading.Event(), threading.Event()

    async def hold(request: Request) -> Response:
        asked.set()
        while not over.is_set():
            await asyncio.sleep(0.02)
        return Response(protocol.canonical({"cursor": 0, "notices": []}))

    office.changes = hold
    with office.client() as client:
        ended: list[str] = []

        def listen() -> None:
            try:
                client.changes(0, 25)
            except Unreachable as error:
                ended.append(error.code)

        listening = threading.Thread(target=listen)
        listening.start()
        assert asked.wait(20)
        client.hang_up()
        listening.join(20)
        assert ended == ["sync.unreachable"]
        over.set()
