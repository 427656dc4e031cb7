"""Resumable uploads on /files in both dialects: bytes kept as they come, one record, one receipt for ever."""

from __future__ import annotations

import base64
import hashlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives.serialization import Encoding

from forms import wire as letters
from sync import envelope, protocol
from sync.answers import Answer, signed
from sync.gateway.office import Limits
from sync.keys import OfficeKey
from sync.uploads import Label
from tests.sync.letters import application, new_id
from tests.sync.offices import VAN, Running, running
from tests.sync.papers import enrolled
from tests.sync.sealed import Press, Sealed
from tests.sync.wire import Speaker, anyone, receipt_of, told, van


@pytest.fixture
def press(office: Running) -> Press:
    return Press(office.office)


def by_tus(speaker: Speaker, parcel: Sealed) -> requests.Response:
    """In three pieces."""
    path = speaker.create(parcel.label, len(parcel.body)).headers["Location"]
    third = len(parcel.body) // 3
    for start in (0, third):
        answer = speaker.patch(path, start, parcel.body[start : start + third])
        assert (answer.status_code, answer.headers[protocol.OFFSET]) == (204, str(start + third))
        assert protocol.RECEIPT not in answer.headers
    return speaker.patch(path, 2 * third, parcel.body[2 * third :])


def by_the_draft(speaker: Speaker, parcel: Sealed) -> requests.Response:
    third = len(parcel.body) // 3
    path = speaker.begin(parcel.label, parcel.body[:third], whole=False).headers["Location"]
    assert speaker.append(path, third, parcel.body[third : 2 * third], whole=False).status_code == 204
    return speaker.append(path, 2 * third, parcel.body[2 * third :], whole=True)


def at_once_by_tus(speaker: Speaker, parcel: Sealed) -> requests.Response:
    return speaker.send(parcel)


def at_once_by_the_draft(speaker: Speaker, parcel: Sealed) -> requests.Response:
    return speaker.begin(parcel.label, parcel.body, whole=True)


WAYS = [by_tus, by_the_draft, at_once_by_tus, at_once_by_the_draft]
Way = Callable[[Speaker, Sealed], requests.Response]


@pytest.mark.parametrize("way", WAYS)
def test_a_record_arrives_and_its_receipt_is_the_same_for_ever(
    office: Running, press: Press, way: Way
) -> None:
    one, speaker = press.parcel(50_000, urgent=True), van(office)
    first = way(speaker, one)
    receipt = receipt_of(first, office)
    assert (receipt.id, receipt.sha256, receipt.van) == (one.id, one.label.sha256, VAN)
    for again in (at_once_by_tus, at_once_by_the_draft):
        answer = again(speaker, one)
        assert answer.status_code == 200
        assert answer.headers[protocol.RECEIPT] == first.headers[protocol.RECEIPT]
        assert answer.content == protocol.unb64url(first.headers[protocol.RECEIPT])
        assert answer.headers[protocol.OFFSET] == str(len(one.body))
        head = speaker.head(answer.headers["Location"])
        assert head.headers[protocol.RECEIPT] == first.headers[protocol.RECEIPT]
    [row] = office.records()
    facts = (row["id"], row["sha256"], row["size"], row["van"], row["urgent"], row["opened"])
    assert facts == (one.id, one.label.sha256, len(one.body), VAN, True, True)
    assert (row["sequence"], row["previous"]) == (1, "")
    assert office.office.objects.read(one.label.sha256) == one.body
    assert speaker.ask("GET", f"{protocol.RECORDS}/{one.id}/receipt").content == answer.content
    assert list((office.office.folder / "partial").iterdir()) == []


def test_every_answer_is_signed_with_the_askers_nonce(office: Running, press: Press) -> None:
    one, speaker, nonce = press.parcel(), van(office), "A" * 22
    speaker.also[protocol.NONCE] = nonce
    made = speaker.create(one.label, len(one.body))
    path, key = made.headers["Location"], OfficeKey(office.office.seal.public)
    answers = [
        made,
        speaker.patch(path, 5, b"wrong offset"),
        speaker.patch(path, 0, one.body[:7]),
        speaker.head(path),
        speaker.state(path),
        speaker.patch(path, 7, one.body[7:]),
        speaker.head(path),
        speaker.delete(path),
        speaker.ask("GET", protocol.HELLO),
    ]
    for answer in answers:
        heard = Answer(answer.status_code, answer.headers, answer.content)
        assert signed(heard, nonce, key, training=True), answer.request.method
        assert answer.headers[protocol.EPOCH] == office.office.epoch
    # What the answer says of the upload is signed, too.
    moved = {**answers[2].headers, protocol.OFFSET: "9"}
    assert not signed(Answer(204, requests.structures.CaseInsensitiveDict(moved), b""), nonce, key, True)


def test_an_upload_goes_on_where_it_stopped(office: Running, press: Press) -> None:
    """The line dies in mid-body: what came counts, whoever asks, in either dialect; nothing is sent twice."""
    one, speaker = press.parcel(300_000), van(office)
    path = speaker.create(one.label, len(one.body)).headers["Location"]
    half = len(one.body) // 2
    cut(office, path, speaker, one.body, half)
    assert int(speaker.head(path).headers[protocol.OFFSET]) == half
    again = speaker.create(one.label, len(one.body))
    assert (again.status_code, again.headers["Location"]) == (201, path)
    assert int(again.headers[protocol.OFFSET]) == half
    wrong = speaker.patch(path, 0, one.body)
    assert (told(wrong), int(wrong.headers[protocol.OFFSET])) == ((409, "offset-conflict"), half)
    receipt_of(speaker.append(path, half, one.body[half:], whole=True), office)
    assert office.office.objects.read(one.label.sha256) == one.body


def cut(office: Running, path: str, speaker: Speaker, body: bytes, at: int) -> None:
    """A PATCH whose line dies after `at` bytes."""
    with open_patch(office, path, speaker, len(body)) as line:
        line.sendall(body[:at])
        seen(office, path, at)


def seen(office: Running, path: str, size: int) -> None:
    """Wait until the gateway has put so many bytes down."""
    part = office.office.folder / "partial" / path.rsplit("/", 1)[1]
    while not part.exists() or part.stat().st_size < size:
        threading.Event().wait(0.01)


def open_patch(
    office: Running | Speaker, path: str, speaker: Speaker, length: int, offset: int = 0
) -> socket.socket:
    lines = [
        f"PATCH {path} HTTP/1.1",
        "Host: x",
        *(f"{name}: {value}" for name, value in speaker.also.items()),
        f"{protocol.TUS}: 1.0.0",
        f"{protocol.OFFSET}: {offset}",
        f"Content-Type: {protocol.TUS_TYPE}",
        f"Content-Length: {length}",
    ]
    line = socket.create_connection(("127.0.0.1", int(office.url.rsplit(":", 1)[1])), timeout=10)
    line.sendall("\r\n".join([*lines, "", ""]).encode())
    return line


def test_a_second_writer_evicts_the_dead_first_one(office: Running, press: Press) -> None:
    """The first holds its connection open and is silent; the second asks, goes on and ends; then it wakes."""
    one, speaker = press.parcel(200_000), van(office)
    path = speaker.create(one.label, len(one.body)).headers["Location"]
    with open_patch(office, path, speaker, len(one.body)) as stale:
        stale.sendall(one.body[:70_000])
        seen(office, path, 70_000)
        assert int(speaker.head(path).headers[protocol.OFFSET]) == 70_000
        receipt_of(speaker.patch(path, 70_000, one.body[70_000:]), office)
        stale.settimeout(10)
        said = stale.recv(65536)
        assert b" 409 " in said.split(b"\r\n")[0]
        assert b"offset-conflict" in said
    assert office.office.objects.read(one.label.sha256) == one.body
    assert len(office.records()) == 1


def test_ten_that_send_the_same_at_once_leave_one_record(office: Running, press: Press) -> None:
    one, speaker, answers = press.parcel(100_000), van(office), []
    callers = [threading.Thread(target=lambda: answers.append(speaker.send(one))) for _ in range(10)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert speaker.send(one).status_code == 200
    receipts = {answer.headers[protocol.RECEIPT] for answer in answers if protocol.RECEIPT in answer.headers}
    assert len(receipts) == 1
    assert len(office.records()) == 1
    assert office.alarms() == []


def test_the_same_id_with_another_digest_is_refused_and_rings(office: Running, press: Press) -> None:
    one, speaker = press.parcel(), van(office)
    other = press.parcel(id=one.id)
    path = speaker.create(one.label, len(one.body)).headers["Location"]
    assert told(speaker.send(other)) == (409, "digest-conflict")  # half here
    speaker.patch(path, 0, one.body)
    assert told(speaker.send(other)) == (409, "digest-conflict")  # here
    assert told(van(office, "D031").send(one)) == (409, "id-taken")
    kinds = [(alarm["kind"], alarm["record"], alarm["van"]) for alarm in office.alarms()]
    assert kinds == [("digest-conflict", one.id, VAN)] * 2 + [("id-taken", one.id, "D031")]
    assert set(office.office.objects.digests()) == {one.label.sha256}


def test_another_vans_upload_is_not_there(office: Running, press: Press) -> None:
    one, other = press.parcel(), van(office, "D031")
    path = van(office).create(one.label, len(one.body)).headers["Location"]
    assert other.head(path).status_code == 404
    assert told(other.patch(path, 0, one.body)) == (404, "not-found")
    assert told(other.delete(path)) == (404, "not-found")
    assert told(anyone(office).ask("DELETE", path)) == (404, "not-found")


def test_a_record_cannot_be_taken_back_but_half_of_one_can(office: Running, press: Press) -> None:
    one, two, speaker = press.parcel(), press.parcel(), van(office)
    done = speaker.send(one).headers["Location"]
    assert told(speaker.delete(done)) == (403, "not-allowed")
    half = speaker.create(two.label, len(two.body), two.body[:10]).headers["Location"]
    assert speaker.delete(half).status_code == 204
    assert speaker.head(half).status_code == 404
    receipt_of(speaker.send(two), office)


def test_bytes_that_are_not_what_was_announced_are_thrown_away(office: Running, press: Press) -> None:
    one, speaker = press.parcel(), van(office)
    damaged = one.body[:-1] + bytes([one.body[-1] ^ 1])
    assert told(speaker.create(one.label, len(damaged), damaged)) == (400, "digest-mismatch")
    assert told(speaker.begin(one.label, damaged, whole=True)) == (400, "digest-mismatch")
    assert office.records() == []
    assert set(office.office.objects.digests()) == set()
    receipt_of(speaker.send(one), office)


def test_more_bytes_than_announced_never_count(office: Running, press: Press) -> None:
    one, speaker = press.parcel(), van(office)
    size = len(one.body)
    path = speaker.create(one.label, size).headers["Location"]
    assert told(speaker.patch(path, 0, one.body + b"!")) == (413, "too-large")
    chunked = speaker.patch(path, 0, iter([one.body, b"!"]))
    assert told(chunked) == (413, "too-large")
    # By the draft the upload is of no use afterwards.
    answer = speaker.append(
        path, int(speaker.head(path).headers[protocol.OFFSET]), bytes(size + 1), whole=False
    )
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("#inconsistent-upload-length")
    assert speaker.head(path).status_code == 404
    assert told(speaker.create(one.label, protocol.MAX_BODY + 1)) == (413, "too-large")
    receipt_of(speaker.send(one), office)


@pytest.mark.parametrize("kind", ["sha256", "sha1", "md5"])
def test_a_checksum_keeps_damaged_bytes_out(office: Running, press: Press, kind: str) -> None:
    one, speaker = press.parcel(), van(office)
    path = speaker.create(one.label, len(one.body)).headers["Location"]
    sum = base64.b64encode(hashlib.new(kind, one.body[:100]).digest()).decode()
    damaged = speaker.patch(path, 0, b"?" + one.body[1:100], **{"Upload-Checksum": f"{kind} {sum}"})
    assert told(damaged) == (460, "checksum-mismatch")
    assert speaker.head(path).headers[protocol.OFFSET] == "0"
    assert speaker.patch(path, 0, one.body[:100], **{"Upload-Checksum": f"{kind} {sum}"}).status_code == 204
    assert told(speaker.patch(path, 100, b"x", **{"Upload-Checksum": "crc32 AAAA"})) == (400, "bad-request")
    receipt_of(speaker.patch(path, 100, one.body[100:]), office)


def test_an_unknown_tus_version_is_told_ours(office: Running) -> None:
    answer = anyone(office).ask("POST", protocol.FILES, {protocol.TUS: "0.2.2", protocol.LENGTH: "1"})
    assert (told(answer), answer.headers["Tus-Version"]) == ((412, "tus-version"), "1.0.0")
    options = anyone(office).ask("OPTIONS", protocol.FILES, {protocol.TUS: "0.2.2"})
    assert (options.status_code, options.headers["Tus-Version"]) == (204, "1.0.0")
    assert options.headers["Tus-Extension"] == protocol.TUS_EXTENSIONS


# What is inside


def other_id(press: Press) -> Sealed:
    one = press.parcel()
    return replace(one, label=replace(one.label, record=new_id()))


def other_van(press: Press) -> Sealed:
    return Press(press.office, "D031").parcel()


def signed_by_another_van(press: Press) -> Sealed:
    """The slip says D027, the signature is D031's, who is one of ours, too."""
    press.device = Press(press.office, "D031").device
    return press.parcel()


def strangers_signature(press: Press) -> Sealed:
    stranger = Press(press.office)
    stranger.device = replace(stranger.device, key=Press(press.office).device.key)
    return stranger.parcel()


def not_a_container(press: Press) -> Sealed:
    return press.seal(b"PK", press.parcel().slip)


def not_sealed(press: Press) -> Sealed:
    slip = press.parcel().slip
    body = envelope.pack(b"{}", {}, slip)
    return Sealed(Label(slip.record, hashlib.sha256(body).hexdigest(), slip.training), body, slip)


def not_a_letter(press: Press) -> Sealed:
    slip = press.parcel().slip
    return press.seal(envelope.pack(b"{}", {}, slip), slip)


def without_its_picture(press: Press) -> Sealed:
    letter = application()
    slip = replace(press.parcel().slip, record=letter.id)
    return press.seal(envelope.pack(letters.dump(letter), {}, slip), slip)


def letter_of_another_id(press: Press) -> Sealed:
    slip = press.parcel().slip
    return press.seal(envelope.pack(letters.dump(application()), {"p.jpg": b"picture"}, slip), slip)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (other_id, "bad-manifest"),
        (other_van, "bad-signature"),
        (signed_by_another_van, "bad-signature"),
        (strangers_signature, "bad-signature"),
        (not_a_container, "bad-container"),
        (not_sealed, "bad-container"),
        (not_a_letter, "bad-manifest"),
        (without_its_picture, "bad-manifest"),
        (letter_of_another_id, "bad-manifest"),
    ],
)
def test_what_is_not_what_it_says_is_refused_and_gone(
    office: Running, press: Press, make: Callable[[Press], Sealed], kind: str
) -> None:
    one, speaker = make(press), van(office)
    made = speaker.create(one.label, len(one.body))
    assert told(speaker.patch(made.headers["Location"], 0, one.body)) == (422, kind)
    assert speaker.head(made.headers["Location"]).status_code == 404
    assert told(speaker.begin(one.label, one.body, whole=True)) == (422, kind)
    assert office.records() == []
    assert set(office.office.objects.digests()) == set()


def test_sealed_for_another_bureau(office: Running, press: Press, tmp_path: Path) -> None:
    with running(tmp_path / "other") as other:
        press.office = replace(press.office, safe=other.office.safe)
        one = press.parcel()
    assert told(van(office).send(one)) == (422, "not-for-us")


def test_without_the_bureaus_key_a_parcel_stays_closed(tmp_path: Path) -> None:
    """The key lies elsewhere: the gateway keeps the bytes and knows what the way may see."""
    folder = tmp_path / "office"
    with running(folder) as office:
        press = Press(office.office)
    for path in folder.glob("bureau-*.key"):
        path.unlink()
    with running(folder) as office:
        one = press.parcel(urgent=True)
        receipt_of(van(office).send(one), office)
        [row] = office.records()
        assert (row["opened"], row["id"], row["urgent"], row["matter"]) == (False, one.id, True, "")


@pytest.mark.parametrize("training", [True, False])
def test_training_and_real_never_meet_on_the_label_or_inside(tmp_path: Path, training: bool) -> None:
    kind = "real-parcel" if training else "training-parcel"
    with running(tmp_path / "office", training=training, proxies=frozenset({"127.0.0.1"})) as office:
        stray = Press(office.office).parcel(training=not training)
        lying = replace(stray, label=replace(stray.label, training=training))
        speaker = speaking(office)
        assert told(speaker.send(stray)) == (422, kind)
        assert told(speaker.send(lying)) == (422, kind)
        assert office.records() == []


def speaking(office: Running) -> Speaker:
    """A van of a real office is behind a proxy here: its certificate comes in a header."""
    if office.office.training:
        return van(office)
    device = enrolled(office.office, VAN)
    told = base64.b64encode(device.certificate.public_bytes(Encoding.DER)).decode()
    return Speaker(office.url, {"Client-Cert": f":{told}:", protocol.PROTOCOL: "2"})


# Who may


def test_bytes_without_a_name_are_only_bytes_and_only_in_training(
    office: Running, real_office: Running
) -> None:
    body = os.urandom(5000)
    path = anyone(office).create(None, len(body), body).headers["Location"]
    assert anyone(office).head(path).headers[protocol.OFFSET] == "5000"
    assert (office.office.folder / "partial" / path.rsplit("/", 1)[1]).read_bytes() == body
    assert office.records() == []
    for speaker in (anyone(real_office), van(real_office)):
        speaker.also.setdefault(protocol.PROTOCOL, "2")
        assert told(speaker.create(None, 5)) == (401, "sign-in-needed")
        assert told(speaker.begin(None, b"x", whole=True)) == (401, "sign-in-needed")
        assert told(speaker.patch(protocol.FILES + "/" + "a" * 32, 0, b"")) == (401, "sign-in-needed")
        assert told(speaker.delete(protocol.FILES + "/" + "a" * 32)) == (401, "sign-in-needed")


def test_a_record_needs_its_van(office: Running, press: Press) -> None:
    one = press.parcel()
    assert told(anyone(office).send(one)) == (401, "sign-in-needed")
    liar = van(office)
    liar.also[protocol.VAN] = "D031"
    assert told(liar.send(one)) == (401, "sign-in-needed")


@pytest.mark.parametrize(
    "metadata",
    [
        "record x",
        "record eA==",
        "record",
        "record !!!",
        "record eA==,sha256 eA==",
        f"x{' '}=",
        "record eA==,training MA==",
    ],
)
def test_a_label_that_is_none_is_refused(office: Running, metadata: str) -> None:
    headers = {protocol.TUS: "1.0.0", protocol.LENGTH: "1", protocol.METADATA: metadata}
    assert told(van(office).ask("POST", protocol.FILES, headers)) == (400, "bad-request")


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path / "narrow", limits=Limits(van_uploads=1)) as one:
        yield one


def test_one_van_alone_cannot_take_all_places(narrow: Running) -> None:
    press = Press(narrow.office)
    one, two, three = press.parcel(), press.parcel(), Press(narrow.office, "D031").parcel()
    speaker = van(narrow)
    path = speaker.create(one.label, len(one.body)).headers["Location"]
    with open_patch(narrow, path, speaker, len(one.body)) as line:
        line.sendall(one.body[:10])
        seen(narrow, path, 10)
        refused = speaker.send(two)
        assert (told(refused), refused.headers["Retry-After"]) == ((429, "too-many"), "1")
        receipt_of(van(narrow, "D031").send(three), narrow)
    assert speaker.head(path).headers[protocol.OFFSET] == "10"
    receipt_of(speaker.send(two), narrow)


# A van's chain


def test_a_fork_and_a_break_in_a_vans_chain_ring(office: Running, press: Press) -> None:
    speaker = van(office)
    one, two = press.parcel(), press.parcel()
    for parcel in (two, one):  # they may overtake each other
        receipt_of(speaker.send(parcel), office)
    assert office.alarms() == []
    press.sequence = 1
    fork = press.parcel()  # a second number 2, after number 2
    receipt_of(speaker.send(fork), office)
    press.previous = "ab" * 32
    broken = press.parcel()
    receipt_of(speaker.send(broken), office)
    rung = [(alarm["kind"], alarm["record"]) for alarm in office.alarms()]
    assert ("chain-fork", fork.id) in rung
    assert ("chain-break", broken.id) in rung
    assert len(office.records()) == 4
