"""What draft-ietf-httpbis-resumable-upload (interop version 8) asks of a server, on the wire.

Written from what the draft asks, section by section. The suite somebody else wrote for it runs where
RUFH_SUITE names it (`test_gateway_peers`); this runs always. Bytes go over a plain socket: no client in
between hides an interim answer.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from sync import protocol
from tests.sync.offices import Running, running

PART = "application/partial-upload"
TYPES = "https://iana.org/assignments/http-problem-types#"
EIGHT = {"Upload-Draft-Interop-Version": "8"}


@dataclass
class Said:
    """One answer. interim: the headers of each 104 before it."""

    status: int
    headers: dict[str, str]
    body: bytes
    interim: list[dict[str, str]] = field(default_factory=list)

    @property
    def problem(self) -> str:
        assert self.headers["content-type"] == "application/problem+json"
        return str(json.loads(self.body)["type"]).removeprefix(TYPES)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("draft") / "office") as one:
        yield one


class Line:
    """One connection to it."""

    def __init__(self, office: Running) -> None:
        port = int(office.url.rsplit(":", 1)[1])
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self._got = self.socket.makefile("rb")

    def begin(self, method: str, path: str, length: int | None, **headers: str) -> None:
        """The head of a question; its body may follow."""
        said = {"Host": "office", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if length is not None:
            said["Content-Length"] = str(length)
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items())]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())

    def heard(self, *, head: bool = False) -> Said:
        """The final answer, and the interim ones before it."""
        interim: list[dict[str, str]] = []
        while True:
            status, headers = self.one()
            if status >= 200:
                break
            assert status == 104
            interim.append(headers)
        size = 0 if head or status == 204 else int(headers.get("content-length", 0))
        return Said(status, headers, self._got.read(size), interim)

    def one(self) -> tuple[int, dict[str, str]]:
        status = int(self._got.readline().split()[1])
        headers: dict[str, str] = {}
        while (line := self._got.readline().strip()) != b"":
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        return status, headers

    def close(self) -> None:
        self._got.close()
        self.socket.close()


@pytest.fixture
def line(office: Running) -> Iterator[Line]:
    one = Line(office)
    yield one
    one.close()


def ask(line: Line, method: str, path: str, body: bytes = b"", **headers: str) -> Said:
    line.begin(method, path, len(body) if method in ("POST", "PATCH") else None, **headers)
    line.socket.sendall(body)
    return line.heard(head=method == "HEAD")


def create(line: Line, body: bytes = b"", complete: str = "?0", **headers: str) -> Said:
    return ask(line, "POST", protocol.FILES, body, Upload_Complete=complete, **headers)


def append(line: Line, path: str, offset: int, body: bytes, complete: str = "?0", **more: str) -> Said:
    said = {"Content_Type": PART, "Upload_Offset": str(offset), "Upload_Complete": complete, **more}
    return ask(line, "PATCH", path, body, **said)


def where(said: Said) -> str:
    return said.headers["location"]


def state(line: Line, path: str) -> tuple[str, str]:
    """Offset and completeness, as retrieved."""
    said = ask(line, "HEAD", path)
    return said.headers["upload-offset"], said.headers["upload-complete"]


# Upload creation


def test_a_creation_that_is_not_complete_says_where_it_is_and_how_far(line: Line) -> None:
    said = create(line, b"first")
    assert (said.status, said.headers["upload-complete"], said.headers["upload-offset"]) == (201, "?0", "5")
    assert where(said).startswith(protocol.FILES)
    assert state(line, where(said)) == ("5", "?0")


def test_a_creation_with_everything_is_complete_at_once(line: Line) -> None:
    said = create(line, b"all of it", "?1")
    assert 200 <= said.status < 300
    assert said.headers["upload-complete"] == "?1"
    assert state(line, where(said)) == ("9", "?1")


def test_an_upload_resource_is_told_of_early_to_whoever_speaks_this_version(line: Line) -> None:
    """104 with its place, before the body has come: a client that is cut then knows where to go on."""
    line.begin("POST", protocol.FILES, 10, Upload_Complete="?1", **_dashed(EIGHT))
    status, early = line.one()
    assert (status, early["upload-draft-interop-version"]) == (104, "8")
    line.socket.sendall(b"ten bytes.")
    said = line.heard()
    assert where(said) == early["location"]  # the same place, early and late
    assert said.headers["upload-complete"] == "?1"


def _dashed(headers: dict[str, str]) -> dict[str, Any]:
    return {name.replace("-", "_"): value for name, value in headers.items()}


@pytest.mark.parametrize("version", [None, "7", "9", "nonsense"])
def test_nobody_else_gets_an_interim_answer(line: Line, version: str | None) -> None:
    """Many clients take the first answer for the last one."""
    more = {} if version is None else {"Upload_Draft_Interop_Version": version}
    assert create(line, b"abc", "?1", **more).interim == []


def test_progress_is_told_while_bytes_come(line: Line) -> None:
    """104 with the offset kept so far; it never goes back and never says more than was sent."""
    body = os.urandom(3 * 1024 * 1024)
    said = create(line, body, "?1", **_dashed(EIGHT))
    offsets = [int(one["upload-offset"]) for one in said.interim if "upload-offset" in one]
    assert offsets
    assert offsets == sorted(offsets)
    assert offsets[-1] <= len(body)
    assert said.status == 201


def test_lengths_that_contradict_each_other_are_refused(line: Line) -> None:
    assert create(line, b"four", "?1", Upload_Length="5").problem == "inconsistent-upload-length"
    path = where(create(line, b"", Upload_Length="10"))
    said = append(line, path, 0, b"abc", Upload_Length="11")
    assert (said.status, said.problem) == (400, "inconsistent-upload-length")
    ended = where(create(line, b"", Upload_Length="10"))
    assert append(line, ended, 0, b"abc", "?1").problem == "inconsistent-upload-length"


def test_a_length_may_become_known_later(line: Line) -> None:
    path = where(create(line, b"abc"))
    assert "upload-length" not in ask(line, "HEAD", path).headers
    assert append(line, path, 3, b"def", Upload_Length="9").status == 204
    assert ask(line, "HEAD", path).headers["upload-length"] == "9"
    assert append(line, path, 6, b"ghi", "?1").headers["upload-complete"] == "?1"


def test_a_flag_that_is_none_is_refused(line: Line) -> None:
    for flag in ("1", "true", "?2", ""):
        assert create(line, b"abc", flag).status == 400


def test_limits_are_told_before_and_with_every_answer(line: Line) -> None:
    """A dictionary of structured fields; what is beyond them is refused."""
    options = ask(line, "OPTIONS", protocol.FILES)
    assert options.status in (200, 204)
    [most] = [item for item in options.headers["upload-limit"].split(", ") if item.startswith("max-size=")]
    assert int(most.removeprefix("max-size=")) == protocol.MAX_BODY
    made = create(line)
    assert "max-size=" in made.headers["upload-limit"]
    assert "max-size=" in ask(line, "HEAD", where(made)).headers["upload-limit"]
    beyond = create(line, Upload_Length=str(protocol.MAX_BODY + 1))
    assert beyond.status == 413
    assert "max-size=" in beyond.headers["upload-limit"]


# Offset retrieval


def test_an_offset_is_retrieved_and_never_kept_by_a_cache(line: Line) -> None:
    path = where(create(line, b"abcdef", Upload_Length="8"))
    said = ask(line, "HEAD", path)
    assert said.status in (200, 204)
    told = {name: said.headers[name] for name in ("upload-offset", "upload-complete", "upload-length")}
    assert told == {"upload-offset": "6", "upload-complete": "?0", "upload-length": "8"}
    assert "no-store" in said.headers["cache-control"]


@pytest.mark.parametrize("header", ["Upload_Offset", "Upload_Complete"])
def test_a_retrieval_that_claims_something_itself_is_refused(line: Line, header: str) -> None:
    path = where(create(line, b"abc"))
    assert ask(line, "HEAD", path, **{header: "3" if header == "Upload_Offset" else "?0"}).status == 400


# Append


def test_appends_come_in_pieces_the_empty_one_too(line: Line) -> None:
    path = where(create(line))
    assert append(line, path, 0, b"abc").headers["upload-complete"] == "?0"
    assert append(line, path, 3, b"").status == 204
    done = append(line, path, 3, b"", "?1")
    assert (done.status, done.headers["upload-complete"]) == (200, "?1")
    assert state(line, path) == ("3", "?1")


def test_an_append_at_another_offset_is_told_the_right_one(line: Line) -> None:
    path = where(create(line, b"abc"))
    for offset in (0, 2, 4):
        said = append(line, path, offset, b"xyz")
        assert (said.status, said.problem, said.headers["upload-offset"]) == (
            409,
            "mismatching-upload-offset",
            "3",
        )
        told = json.loads(said.body)
        assert (told["expected-offset"], told["provided-offset"]) == (3, offset)
    assert append(line, path, 3, b"xyz", "?1").status == 200


def test_an_append_that_lacks_what_it_must_say_is_refused(line: Line) -> None:
    path = where(create(line))
    assert ask(line, "PATCH", path, b"x", Content_Type=PART, Upload_Complete="?0").status == 400
    assert ask(line, "PATCH", path, b"x", Content_Type=PART, Upload_Offset="0").status == 400
    said = ask(line, "PATCH", path, b"x", Content_Type="text/plain", Upload_Offset="0", Upload_Complete="?0")
    assert said.status == 415
    for nonsense in ("-1", "one", "1.5"):
        assert (
            ask(
                line, "PATCH", path, b"x", Content_Type=PART, Upload_Offset=nonsense, Upload_Complete="?0"
            ).status
            == 400
        )
    assert state(line, path) == ("0", "?0")


def test_nothing_is_appended_to_what_is_complete(line: Line) -> None:
    path = where(create(line, b"abc", "?1"))
    said = append(line, path, 0, b"abc", "?1")
    assert (said.status, said.problem) == (400, "completed-upload")


def test_more_than_the_length_makes_the_upload_worthless(line: Line) -> None:
    path = where(create(line, b"abc", Upload_Length="5"))
    said = append(line, path, 3, b"defg", "?1")
    assert (said.status, said.problem) == (400, "inconsistent-upload-length")
    assert ask(line, "HEAD", path).status in (404, 410)


def test_a_second_question_ends_the_transfer_before_it(office: Running, line: Line) -> None:
    """An offset that was told must stay true: the append under way is ended first."""
    path, size = where(create(line)), 3 * 1024 * 1024
    late = Line(office)
    said = {"Content_Type": PART, "Upload_Offset": "0", "Upload_Complete": "?1", **_dashed(EIGHT)}
    late.begin("PATCH", path, size, **said)
    late.socket.sendall(b"x" * (2 * 1024 * 1024))
    assert late.one()[0] == 104  # it is heard
    offset, complete = state(line, path)
    assert (int(offset) > 0, complete) == (True, "?0")
    with suppress(OSError):
        late.socket.sendall(b"y" * (size - 2 * 1024 * 1024))  # it comes too late
    assert state(line, path) == (offset, "?0")
    assert append(line, path, int(offset), b"z" * (size - int(offset)), "?1").status == 200
    late.close()


# Cancellation


def test_a_cancelled_upload_is_gone(line: Line) -> None:
    path = where(create(line, b"abc"))
    assert ask(line, "DELETE", path).status == 204
    assert ask(line, "HEAD", path).status in (404, 410)
    assert append(line, path, 3, b"x").status in (404, 410)
    assert ask(line, "DELETE", protocol.FILES + "/" + "0" * 32).status == 404


# Integrity (RFC 9530)


def test_a_digest_of_the_content_keeps_damaged_bytes_out(line: Line) -> None:
    path = where(create(line))
    right = base64.b64encode(hashlib.sha256(b"abc").digest()).decode()
    damaged = append(line, path, 0, b"abd", Content_Digest=f"sha-256=:{right}:")
    assert damaged.status == 400
    assert state(line, path) == ("0", "?0")
    assert append(line, path, 0, b"abc", "?1", Content_Digest=f"sha-256=:{right}:").status == 200
