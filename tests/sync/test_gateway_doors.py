"""Who is let in, and that every answer is the office's own."""

from __future__ import annotations

import socket

import pytest
import requests

from sync import protocol
from sync.answers import Answer, signed
from sync.errors import OutOfDate, SignInNeeded
from sync.gateway.office import office_token
from sync.keys import OfficeKey
from tests.sync.offices import VAN, Running, speak
from tests.sync.strangers import stranger

DOORS = [
    ("GET", protocol.HELLO),
    ("HEAD", protocol.HELLO),
    ("GET", protocol.CHANGES),
    ("GET", protocol.RECORDS + "/01ARZ3NDEKTSV4RRFFQ69G5FAV/receipt"),
    ("POST", protocol.HELD),
    ("POST", protocol.NUMBERS),
    ("GET", protocol.BUREAU),
    ("POST", protocol.OFFICE_DECISIONS),
    ("GET", protocol.OFFICE_RECORDS),
    ("GET", protocol.OFFICE_ALARMS),
    ("GET", protocol.OFFICE_VANS),
    ("GET", protocol.OFFICE_WORK),
    ("POST", protocol.OFFICE_WORK),
]
NONCE = "n" * 22


def ask(office: Running, method: str, path: str, **headers: str) -> requests.Response:
    said = {protocol.NONCE: NONCE, protocol.PROTOCOL: "2", protocol.VAN: VAN, **headers}
    return requests.request(method, office.url + path, headers=said, data=b"", timeout=10)


def test_without_a_token_every_door_is_shut(office: Running) -> None:
    wrong: tuple[dict[str, str], ...] = (
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic eDp5"},
        {"Authorization": "Bearer "},
    )
    for method, path in DOORS:
        for headers in wrong:
            assert ask(office, method, path, **headers).status_code == 401, (method, path, headers)


def test_a_van_s_token_opens_no_office_door_nor_the_other_way_round(office: Running) -> None:
    van = {"Authorization": f"Bearer {office.van()['token']}"}
    clerk = {"Authorization": f"Bearer {office_token(office.office)}"}
    for method, path in DOORS:
        is_office = "/office/" in path
        assert ask(office, method, path, **(van if is_office else clerk)).status_code == 401


def test_a_van_s_token_is_good_for_that_van_only(office: Running) -> None:
    token = office.van()["token"]
    answer = ask(office, "GET", protocol.HELLO, **{protocol.VAN: "D028", "Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def test_tokens_are_kept_only_as_hashes(office: Running) -> None:
    token = office.van()["token"]
    office_token(office.office)
    office.office.database.close()
    for path in office.office.folder.glob("gateway.db*"):
        assert token.encode() not in path.read_bytes()
        assert office_token(office.office).encode() not in path.read_bytes()


def test_a_new_enrolment_ends_the_token_before(office: Running) -> None:
    with office.speak() as old:
        old.probe()
        with office.speak() as new:
            new.probe()
            with pytest.raises(SignInNeeded):
                old.probe()


def test_a_program_that_is_too_old_is_told_so(office: Running) -> None:
    token = office.van()["token"]
    answer = ask(
        office, "GET", protocol.HELLO, **{protocol.PROTOCOL: "1", "Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 426
    assert answer.json()["supported"] == [2]
    with stranger(lambda connection, _asked: connection.sendall(_relayed(office, _asked))) as url:
        said = office.van()
        facts = {"token": said["token"], "training": True, "office_key": said["key"]}
        with speak(url, VAN, **facts) as gateway, pytest.raises(OutOfDate):
            gateway.probe()


def _relayed(office: Running, asked: bytes) -> bytes:
    """What the office answers to the same question from an older program."""
    old = asked.replace(b"Van-Protocol: 2", b"Van-Protocol: 1")
    with socket.create_connection(("127.0.0.1", int(office.url.rsplit(":", 1)[1]))) as line:
        line.sendall(old)
        line.shutdown(socket.SHUT_WR)
        answer = bytearray()
        while block := line.recv(65536):
            answer += block
    return bytes(answer)


@pytest.mark.parametrize(
    ("method", "path"), [*DOORS, ("GET", "/nowhere"), ("DELETE", protocol.HELLO), ("GET", "/healthz")]
)
def test_every_answer_is_signed_also_a_refusal(office: Running, method: str, path: str) -> None:
    got = ask(office, method, path)
    answer = Answer(got.status_code, got.headers, got.content)
    key = OfficeKey(office.office.seal.public)
    assert signed(answer, NONCE, key, training=True)
    assert not signed(answer, "m" * 22, key, training=True)
    assert not signed(answer, NONCE, key, training=False)
    assert not signed(Answer(got.status_code + 1, got.headers, got.content), NONCE, key, training=True)
    assert not signed(Answer(got.status_code, got.headers, got.content + b" "), NONCE, key, training=True)


@pytest.mark.parametrize("nonce", ["", "short", "x" * 65, "not base64url !!"])
def test_nothing_is_signed_for_a_nonce_that_is_none(office: Running, nonce: str) -> None:
    answer = ask(office, "GET", "/healthz", **{protocol.NONCE: nonce})
    assert answer.status_code == 200
    assert protocol.SIGNATURE not in answer.headers


def test_refusals_are_problem_json(office: Running) -> None:
    for method, path in [*DOORS, ("GET", "/nowhere"), ("PATCH", protocol.CHANGES)]:
        if method == "HEAD":
            continue
        answer = ask(office, method, path)
        assert answer.headers["Content-Type"] == protocol.PROBLEM_TYPE
        said = answer.json()
        assert said["type"] == protocol.PROBLEM_PREFIX + said["title"]
        assert said["status"] == answer.status_code == protocol.PROBLEMS[said["title"]]


def test_hello_names_the_office_and_leaves_a_trace_of_the_van(office: Running) -> None:
    with office.speak() as gateway:
        hello = gateway.probe()
    assert (hello.office, hello.training) == (office.office.name, True)
    [van] = office.ask("GET", protocol.OFFICE_VANS).json()["vans"]
    assert van["name"] == VAN
    assert van["seen_at"] is not None
