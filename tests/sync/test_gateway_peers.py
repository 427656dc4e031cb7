"""Clients and suites nobody here wrote, against /files: whole, in pieces, with checksums; byte for byte.

tuspy comes with the tests' own packages, tus-js-client with `tests/node`. The IETF suite is never part of
this project: RUFH_SUITE names a copy of `rufh_conformity_test.py` of tomdesair/tus-java-server.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tusclient.client import TusClient

from sync import protocol, uploads
from tests.sync.offices import Running
from tests.sync.sealed import Press, Sealed
from tests.sync.strangers import relay
from tests.sync.tus_js import Sending, delivered, tus_js
from tests.sync.wire import anyone, receipt_of, van


def kept(office: Running, url: str) -> bytes:
    """What the gateway has of bytes that name no record."""
    return (office.office.folder / "partial" / url.rsplit("/", 1)[1]).read_bytes()


@pytest.mark.parametrize("chunk", [None, 64 * 1024, 999])
@pytest.mark.parametrize("checked", [False, True])
def test_tuspy(office: Running, chunk: int | None, checked: bool) -> None:
    body = os.urandom(150_000 if chunk != 999 else 20_000)
    client = TusClient(office.url + protocol.FILES)
    more = {"chunk_size": chunk} if chunk else {}
    uploader = client.uploader(file_stream=io.BytesIO(body), upload_checksum=checked, **more)
    uploader.upload()
    assert kept(office, uploader.url) == body


def test_tuspy_brings_a_record(office: Running) -> None:
    """A stock client that is told our headers and the record's name delivers it: the receipt is there."""
    one, speaker = Press(office.office).parcel(100_000), van(office)
    client = TusClient(office.url + protocol.FILES, headers=speaker.also)
    said = {"record": one.id, "sha256": one.label.sha256, "training": "1"}
    uploader = client.uploader(file_stream=io.BytesIO(one.body), chunk_size=30_000, metadata=said)
    uploader.upload()
    receipt_of(speaker.head(uploader.url.removeprefix(office.url)), office)
    assert office.office.objects.read(one.label.sha256) == one.body


def test_what_tuspy_says_of_nothing_is_an_upload_of_nothing(office: Running) -> None:
    """It sends an empty Upload-Metadata; some servers take that for an error."""
    answer = anyone(office).create(None, 3, b"abc", **{protocol.METADATA: ""})
    assert answer.status_code == 201
    assert uploads.of_tus("") is None


@pytest.mark.parametrize(
    ("dialect", "chunk", "early"),
    [
        ("tus-v1", 0, False),
        ("tus-v1", 50_000, True),
        ("ietf-draft-05", 0, False),
        ("ietf-draft-05", 50_000, False),
    ],
)
def test_tus_js_client(office: Running, tmp_path: Path, dialect: str, chunk: int, early: bool) -> None:
    body = tmp_path / "body"
    body.write_bytes(os.urandom(220_000))
    said = delivered(Sending(office.url + protocol.FILES, body, chunk, dialect, early))
    assert kept(office, said["url"]) == body.read_bytes()


def record_by_tus_js(office: Running, tmp_path: Path, **more: Any) -> tuple[Sealed, Sending]:
    """A record, and how tus-js-client is told to bring it."""
    one, file = Press(office.office).parcel(300_000), tmp_path / "record.cms"
    file.write_bytes(one.body)
    said = {"record": one.id, "sha256": one.label.sha256, "training": "1"}
    told = {"url": office.url + protocol.FILES, "headers": van(office).also, "metadata": said, **more}
    return one, Sending(file=file, **told)


def test_tus_js_client_goes_on_where_its_line_died(office: Running, tmp_path: Path) -> None:
    """Every connection dies after 100 KB; it asks for the offset and goes on, until the receipt is there."""
    one, sending = record_by_tus_js(office, tmp_path, retries=[0] * 20)
    with relay(office.url, up=100_000) as line:
        said = delivered(replace(sending, url=line + protocol.FILES))
    assert said["tries"] > 4  # created, then a question and a piece for each connection that died
    assert said["receipt"] == van(office).send(one).headers[protocol.RECEIPT]
    assert office.office.objects.read(one.label.sha256) == one.body
    assert ([row["id"] for row in office.records()], office.alarms()) == ([one.id], [])


def test_tus_js_client_killed_in_the_middle_goes_on_at_its_next_start(
    office: Running, tmp_path: Path
) -> None:
    one, sending = record_by_tus_js(office, tmp_path, chunk=60_000, store=tmp_path / "addresses.json")
    died = tus_js(replace(sending, die=120_000))
    assert died.returncode % 256 == -signal.SIGKILL % 256, died.stderr  # node's starter tells it as 247
    assert office.records() == []
    said = delivered(sending)
    assert said["tries"] == 1 + -(-(len(one.body) - 120_000) // 60_000)  # where was I? and what was left
    assert said["receipt"] == van(office).send(one).headers[protocol.RECEIPT]
    assert office.office.objects.read(one.label.sha256) == one.body


def test_the_ietf_conformity_suite(office: Running, tmp_path: Path) -> None:
    suite = os.environ.get("RUFH_SUITE")
    if suite is None:
        pytest.skip("RUFH_SUITE does not say where rufh_conformity_test.py is")
    copy = tmp_path / "rufh_conformity_test.py"
    copy.write_bytes(Path(suite).read_bytes())
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", copy.name],
        cwd=tmp_path,
        env={**os.environ, "RUFH_URL": office.url + protocol.FILES},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert " passed" in ran.stdout
