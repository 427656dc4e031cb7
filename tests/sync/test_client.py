"""Whatever answers, or does not: the right error, nothing lost, nobody else believed."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync import protocol
from sync.client import Client
from sync.connection import Door, Waits
from sync.engine import Engine
from sync.errors import (
    BadParcel,
    ClockOff,
    DeviceRevoked,
    OutOfDate,
    Refused,
    ServerTrouble,
    SignInNeeded,
    SyncError,
    Unreachable,
    WrongNetwork,
)
from sync.gateway.office import open_office
from sync.keys import OfficeSeal, new_private_key
from sync.parcel import Parcel
from sync.verdicts import of_problem
from tests.sync.fakes import HandClock, MemoryInbox, MemoryOutbox, small_parcel
from tests.sync.offices import VAN, Running, speak
from tests.sync.strangers import Answer, bytes_, hangs_up, relay, says, silent, stranger

KEY = OfficeSeal(new_private_key()).public
PAGE = b"<html><body>Welcome! Please sign in to the free WLAN.</body></html>"


ONE = replace(small_parcel("01ARZ3NDEKTSV4RRFFQ69G5FAV"), training=True)
SHORT = Waits(connect_s=0.5, stall_s=0.5, answer_s=0.5)


def client(url: str) -> Client:
    return Client(Door(url, VAN, True, KEY, "token"), waits=SHORT, patience_s=0.5)


STRANGERS: list[tuple[str, Answer, type[SyncError]]] = [
    ("captive page", says("200 OK", PAGE, "Content-Type: text/html"), WrongNetwork),
    ("captive redirect", says("302 Found", b"", "Location: http://192.0.2.1/login"), WrongNetwork),
    ("no content", says("204 No Content"), WrongNetwork),
    ("another server's 404", says("404 Not Found", PAGE), WrongNetwork),
    ("another server's sign-in", says("401 Unauthorized", b"", "WWW-Authenticate: Basic"), WrongNetwork),
    (
        "another server's conflict",
        says("409 Conflict", b'{"type":"urn:vanapp:problem:digest-conflict"}'),
        WrongNetwork,
    ),
    ("network sign-in wanted", says("511 Network Authentication Required", PAGE), WrongNetwork),
    ("proxy's 502", says("502 Bad Gateway", PAGE), ServerTrouble),
    ("proxy's 429", says("429 Too Many Requests", b"", "Retry-After: 7"), ServerTrouble),
    ("server's 500", says("500 Internal Server Error", b"Traceback"), ServerTrouble),
    ("garbage", bytes_(bytes(range(128, 256)) * 20, then_close=True), WrongNetwork),
    ("ssh", bytes_(b"SSH-2.0-OpenSSH_9.2\r\n", then_close=True), WrongNetwork),
    ("hangs up", hangs_up, Unreachable),
    ("says nothing", silent(1.0), Unreachable),
    ("answer cut in its head", bytes_(b"HTTP/1.1 200 OK\r\nContent-Le", then_close=True), Unreachable),
    (
        "answer cut in its body",
        bytes_(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", then_close=True),
        Unreachable,
    ),
    ("endless head", bytes_(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000, then_close=True), WrongNetwork),
]


@pytest.mark.logs  # urllib3 warns of a head that was cut
@pytest.mark.parametrize(("answer", "error"), [s[1:] for s in STRANGERS], ids=[s[0] for s in STRANGERS])
def test_nobody_else_can_take_refuse_or_sign_out(answer: Answer, error: type[SyncError]) -> None:
    with stranger(answer) as url:
        gateway = client(url)
        for call in (
            gateway.probe,
            lambda: gateway.deliver(ONE),
            lambda: gateway.changes(0, 0.0),
        ):
            with pytest.raises(SyncError) as caught:
                call()
            assert type(caught.value) is error
        gateway.close()


def test_trouble_told_by_a_proxy_says_it_is_not_the_office() -> None:
    with stranger(says("503 Service Unavailable", b"", "Retry-After: 7")) as url:
        gateway = client(url)
        with pytest.raises(ServerTrouble) as caught:
            gateway.changes(0, 0.0)
        gateway.close()
    assert caught.value.values == {"status": 503, "retry_after_s": 7.0, "signed": False}


def test_nobody_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    gateway = client(f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable):
        gateway.probe()
    gateway.close()


@pytest.mark.parametrize(
    "url", ["http://", "http://[", "ftp://127.0.0.1", "http://office.example", "nonsense", ""]
)
def test_an_address_that_cannot_be_the_office_s_is_not_asked(url: str) -> None:
    gateway = client(url)
    with pytest.raises(WrongNetwork):
        gateway.probe()
    gateway.close()


def test_an_office_with_another_key_is_not_ours(office: Running) -> None:
    with office.speak(office_key=KEY) as gateway:
        with pytest.raises(WrongNetwork):
            gateway.probe()
        with pytest.raises(WrongNetwork):
            gateway.deliver(office.parcel())
    assert office.records() == []


def test_an_old_answer_of_the_office_is_worth_nothing(office: Running) -> None:
    """A replayed answer carries the signature over another question's number."""
    recorded: list[bytes] = []
    said = office.van()
    with socket.create_connection(("127.0.0.1", int(office.url.rsplit(":", 1)[1]))) as line:
        head = f"Host: x\r\nAuthorization: Bearer {said['token']}\r\nVan-Id: {VAN}\r\nVan-Protocol: 2\r\n"
        line.sendall(
            f"GET /v2/hello HTTP/1.1\r\n{head}Van-Nonce: {'n' * 22}\r\nConnection: close\r\n\r\n".encode()
        )
        while block := line.recv(65536):
            recorded.append(block)
    assert b"van-signature" in b"".join(recorded).lower()
    with stranger(bytes_(b"".join(recorded), then_close=True)) as url:
        facts = {"token": said["token"], "training": True, "office_key": said["key"]}
        with speak(url, VAN, **facts) as gateway, pytest.raises(WrongNetwork):
            gateway.probe()


def test_a_parcel_is_not_shown_to_a_stranger() -> None:
    asked: list[bytes] = []

    def listen(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        says("200 OK", PAGE)(connection, request)

    with stranger(listen) as url:
        gateway = client(url)
        with pytest.raises(WrongNetwork):
            gateway.deliver(ONE)
        gateway.close()
    assert [request.split(b" ")[0] for request in asked] == [b"GET"]


def test_an_interim_answer_never_serves_the_next_question() -> None:
    """http.client takes a 104 for the answer and leaves the real one for the next question."""
    interim = (
        b"HTTP/1.1 104 Upload Resumption Supported\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
    )
    connections: list[socket.socket] = []

    def answer(connection: socket.socket, _asked: bytes) -> None:
        connections.append(connection)
        connection.sendall(interim)

    with stranger(answer) as url:
        gateway = client(url)
        for _ in range(3):
            with pytest.raises(WrongNetwork):
                gateway.changes(0, 0.0)
        gateway.close()
    assert len({id(connection) for connection in connections}) == 3  # a new connection every time


def test_a_proxy_in_the_environment_is_not_used(office: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with office.speak() as gateway:
        assert gateway.probe().office == office.office.name


@pytest.mark.parametrize(
    ("status", "kind", "error"),
    [
        (401, "sign-in-needed", SignInNeeded),
        (403, "device-revoked", DeviceRevoked),
        (409, "digest-conflict", Refused),
        (422, "bad-manifest", Refused),
        (413, "too-large", Refused),
        (404, "", ServerTrouble),
        (426, "upgrade-required", OutOfDate),
        (429, "busy", ServerTrouble),
        (500, "trouble", ServerTrouble),
        (507, "disk-full", ServerTrouble),
        (400, "digest-mismatch", ServerTrouble),
        (408, "slow-body", Unreachable),
        (302, "", ServerTrouble),
    ],
)
def test_each_problem_of_the_office_has_its_error(status: int, kind: str, error: type[SyncError]) -> None:
    assert isinstance(of_problem(status, kind, None), error)


def test_every_problem_the_office_knows_has_an_error() -> None:
    for kind, status in protocol.PROBLEMS.items():
        assert isinstance(of_problem(status, kind, 2.0), SyncError)


@pytest.mark.parametrize("off_s", [-86400 * 365, -400, 400, 86400 * 365])
def test_a_wrong_clock_is_told_and_hinders_no_parcel(office: Running, off_s: int) -> None:
    with office.speak(now=lambda: datetime.now(UTC) + timedelta(seconds=off_s)) as gateway:
        with pytest.raises(ClockOff) as caught:
            gateway.probe()
        assert abs(int(str(caught.value.values["off_by_s"])) - off_s) <= 2
        gateway.deliver(office.parcel())


def test_too_large_a_parcel_is_not_even_begun() -> None:
    gateway = client("http://127.0.0.1:9")
    with pytest.raises(BadParcel):
        gateway.deliver(replace(ONE, body=bytes(protocol.MAX_BODY + 1)))
    gateway.close()


def test_a_real_parcel_does_not_leave_a_training_client_nor_the_other_way_round() -> None:
    """Told before anything is asked: there is nobody at this address."""
    for training in (True, False):
        gateway = Client(Door("http://127.0.0.1:9", VAN, training, KEY, "token"))
        with pytest.raises(Refused):
            gateway.deliver(replace(ONE, training=not training))
        gateway.close()


def deliver_all(gateway: Client, parcels: list[Parcel]) -> MemoryOutbox:
    outbox = MemoryOutbox()
    for one in parcels:
        outbox.add(one)
    Engine(outbox, MemoryInbox(), gateway, HandClock()).send()
    return outbox


@pytest.mark.parametrize("up", [1, 300, 5_000, 40_000])
def test_a_line_that_dies_on_the_way_up_loses_nothing(office: Running, up: int) -> None:
    parcels = [office.parcel(60_000) for _ in range(3)]
    said = office.van()
    facts = {"token": said["token"], "training": True, "office_key": said["key"]}
    with relay(office.url, up=up) as url, speak(url, VAN, **facts, waits=SHORT, patience_s=0.5) as gateway:
        outbox = deliver_all(gateway, parcels)
    assert {row.state for row in outbox.rows.values()} <= {"waiting", "delivered"}  # piece by piece
    assert {row.tries for row in outbox.rows.values()} == {0}
    with speak(office.url, VAN, **facts) as gateway:
        outbox = deliver_all(gateway, parcels)
    assert {row.state for row in outbox.rows.values()} == {"delivered"}
    assert sorted(row["id"] for row in office.records()) == sorted(one.id for one in parcels)


@pytest.mark.logs  # urllib3 warns of a head that was cut
@pytest.mark.parametrize("down", [1, 20, 100, 500, 650, 700])
def test_an_answer_cut_on_its_way_back_makes_no_duplicate(office: Running, down: int) -> None:
    one, said = office.parcel(), office.van()
    facts = {"token": said["token"], "training": True, "office_key": said["key"]}
    with (
        relay(office.url, down=down) as url,
        speak(url, VAN, **facts, waits=SHORT, patience_s=0.5) as gateway,
    ):
        with pytest.raises(Unreachable):
            gateway.deliver(one)
        with suppress(Unreachable):
            gateway.deliver(one)
    with speak(office.url, VAN, **facts) as gateway:
        gateway.deliver(one)
    assert len(office.records()) == 1
    assert office.alarms() == []


def test_nothing_of_a_person_or_a_token_stands_in_its_repr(tmp_path: Path) -> None:
    office = open_office(tmp_path, training=True)
    gateway = Client(Door("http://127.0.0.1:1", VAN, True, office.seal.public, "secret-token"))
    assert "secret" not in repr(gateway)
    assert "secret" not in repr(office)
    gateway.close()
    office.close()
