"""Transactions and WSQ, through the codecs' child: checked as the standard asks; broken ones are refused."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.biometrics.errors import AnalysisFailed
from devices.biometrics.formats import nist, wsq
from devices.biometrics.formats.__main__ import main
from devices.biometrics.formats.codec import Codec
from devices.biometrics.formats.errors import BadRecord, CodecMissing, NotWritable
from devices.contract import FingerImage
from devices.virtual import prints
from tests.devices.rigs import refusal

AT = datetime(2026, 11, 28, 2, 30, tzinfo=UTC)
SIZE = (256, 360)
IMAGE = FingerImage(prints.impression(prints.grow(101), 1, "good", SIZE).tobytes(), *SIZE, 500)
SENDER = nist.Sender("GD440103", "GDBUREAU", "D027-20261128-0001", "ENROL", AT)


@pytest.fixture(scope="module")
def codec() -> Iterator[Codec]:
    codec = Codec()
    yield codec
    codec.close()


@pytest.fixture(scope="module")
def packed(codec: Codec) -> bytes:
    return wsq.encode(IMAGE, with_=codec)


@pytest.fixture(scope="module")
def records(packed: bytes) -> tuple[nist.Record, ...]:
    two = [nist.Print(position, packed, "WSQ20", *SIZE, 500, AT) for position in (11, 16)]
    face = nist.Portrait(b"\xff\xd8\xff picture with 14.999: in it", "JPEGB", 358, 441, 350, AT)
    return nist.transaction(SENDER, two, face, {18: "欧阳雪梅", 24: "19911018"})


def test_a_print_is_packed_at_the_standards_rate_and_read_again(codec: Codec, packed: bytes) -> None:
    assert b"WSQ_BITRATE 0.750000" in packed
    assert 10 < len(IMAGE.pixels) / len(packed) < 20
    back = wsq.decode(packed, with_=codec)
    assert (back.width_px, back.height_px, back.dpi) == (*SIZE, 500)
    apart = sum(abs(a - b) for a, b in zip(back.pixels, IMAGE.pixels, strict=True)) / len(IMAGE.pixels)
    assert apart < 16


def test_pillow_reads_the_same_pixels(codec: Codec, packed: bytes, tmp_path: Any) -> None:
    pytest.importorskip("wsq", reason="wsq has no wheel for this machine")
    (tmp_path / "print.wsq").write_bytes(packed)
    with Image.open(tmp_path / "print.wsq") as picture:
        picture.load()
        assert picture.size == SIZE
        assert picture.tobytes() == wsq.decode(packed, with_=codec).pixels


@pytest.mark.parametrize("size", [(10, 10), (2001, 64), (0, 0)])
def test_a_size_no_print_has_is_not_packed(codec: Codec, size: tuple[int, int]) -> None:
    with pytest.raises(NotWritable):
        wsq.encode(FingerImage(bytes(size[0] * size[1]), *size), with_=codec)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_damaged_print_is_read_or_refused(codec: Codec, packed: bytes, changes: Any) -> None:
    damaged = bytearray(packed)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    refusal(partial(wsq.decode, with_=codec), bytes(damaged), (BadRecord, AnalysisFailed))


@pytest.mark.parametrize("cut", [0, 1, 2, 30, 200, 2000, -1])
def test_a_print_broken_off_is_read_or_refused(codec: Codec, packed: bytes, cut: int) -> None:
    refusal(partial(wsq.decode, with_=codec), packed[:cut], BadRecord)


def test_a_lying_size_is_refused_before_the_decoder(packed: bytes) -> None:
    at = packed.index(b"\xff\xa2")
    with pytest.raises(BadRecord):
        wsq.size_of(packed[: at + 6] + b"\xff\xff\xff\xff" + packed[at + 10 :])


def test_a_transaction_comes_back_whole(codec: Codec, records: tuple[nist.Record, ...]) -> None:
    data = nist.encode(records)
    back = nist.decode(data, with_=codec)
    assert [(r.type, r.idc) for r in back] == [(1, None), (2, 0), (10, 1), (14, 2), (14, 3)]
    assert back[1].texts[18] == "欧阳雪梅"
    assert [r.data for r in back[2:]] == [r.data for r in records[2:]]
    assert back[3].texts[13] == "1"
    assert back[4].texts[13] == "6"
    assert nist.encode(back) == data


BY_HAND = (
    b"1.001:144\x1d1.002:0300\x1d1.003:1\x1f1\x1e2\x1f00\x1d1.004:CAR\x1d1.005:19990120\x1d1.007:DAI035454\x1d"
    b"1.008:MA2001010\x1d1.009:TCN1234567\x1d1.011:19.69\x1d1.012:19.69\x1c"
    b"2.001:38\x1d2.002:00\x1d2.003:first\x1fsecond\x1c"
)


def by_hand(old: str = "", new: str = "") -> bytes:
    """A transaction written from the standard's tables, lengths and all, with one thing changed."""
    parts = [part for part in BY_HAND.decode().replace(old, new).split("\x1c") if part]
    fixed = []
    for part in parts:
        head, _, rest = part.partition("\x1d")
        name = head.partition(":")[0]
        length = len(part.encode()) + 1
        length += len(f"{name}:{length}") - len(head)
        fixed.append(f"{name}:{length}\x1d{rest}\x1c")
    return "".join(fixed).encode()


def test_a_transaction_by_hand_is_read(codec: Codec) -> None:
    one, two = nist.decode(by_hand(), with_=codec)
    assert (one.texts[4], one.texts[9]) == ("CAR", "TCN1234567")
    assert (two.idc, two.texts[3]) == (0, "first\x1fsecond")


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("1.009:TCN1234567\x1d", "", "1.009"),
        ("1.005:19990120", "1.005:Jan 1999", "1.005"),
        ("1.002:0300", "1.002:9900", "1.002"),
        ("1\x1f1\x1e2\x1f00", "1\x1f1\x1e2\x1f07", "1.003"),
    ],
)
def test_what_the_standard_demands_is_checked(codec: Codec, old: str, new: str, part: str) -> None:
    with pytest.raises(BadRecord) as error:
        nist.decode(by_hand(old, new), with_=codec)
    assert error.value.values["part"] == part


def test_two_pictures_of_one_number_are_refused(records: tuple[nist.Record, ...]) -> None:
    one, two = records[3], nist.Record(14, records[4].texts, records[3].idc, records[4].data)
    contents = "1\x1f2\x1e14\x1f2\x1e14\x1f2"
    head = nist.Record(1, {**records[0].texts, 1: "99", 3: contents})
    texts = {**one.texts, 1: "9", 2: "2"}
    pair = [nist.Record(14, {**texts, **other.texts}, 2, other.data) for other in (one, two)]
    with pytest.raises(BadRecord):
        nist.check((head, *pair))


def test_a_record_without_its_picture_is_refused(records: tuple[nist.Record, ...]) -> None:
    head = nist.Record(1, {**records[0].texts, 1: "99", 3: "1\x1f1\x1e14\x1f2"})
    with pytest.raises(BadRecord) as error:
        nist.check((head, nist.Record(14, {**records[3].texts, 1: "9", 2: "2"}, 2)))
    assert error.value.values["part"] == "14.999"


def test_separators_in_a_name_are_not_written() -> None:
    with pytest.raises(NotWritable):
        nist.encode(nist.transaction(SENDER, described={18: "two\x1clines"}))


@pytest.mark.parametrize("cut", [3, 20, 100, 200, 2000, -1])
def test_a_transaction_broken_off_is_refused(
    codec: Codec, records: tuple[nist.Record, ...], cut: int
) -> None:
    with pytest.raises(BadRecord):
        nist.decode(nist.encode(records)[:cut], with_=codec)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.integers(8, 190), value=st.integers(0, 255))
def test_any_changed_byte_is_read_or_refused(codec: Codec, at: int, value: int) -> None:
    data = by_hand()
    refusal(partial(nist.decode, with_=codec), data[:at] + bytes([value]) + data[at + 1 :], BadRecord)


def test_a_file_that_leads_in_circles_is_given_up() -> None:
    impatient = Codec(timeout_s=1.0)
    circles = b"1.001:00000\x1d1.002:0502\x1c" + b"1.001:0\x1d1.002:0502\x1c"
    with pytest.raises(BadRecord):
        nist.decode(circles, with_=impatient)
    impatient.close()


def test_a_missing_library_is_told() -> None:
    program = 'import sys; sys.stdin.readline(); print(\'{"failed": "missing"}\', flush=True)'
    missing = Codec((sys.executable, "-c", program))
    with pytest.raises(CodecMissing):
        wsq.encode(IMAGE, with_=missing)
    missing.close()


def test_a_technician_is_told_what_a_file_is(
    tmp_path: Any, capsys: pytest.CaptureFixture[str], records: tuple[nist.Record, ...], packed: bytes
) -> None:
    for name, data, told in (
        ("t.an2", nist.encode(records), "type 14 IDC 3"),
        ("p.wsq", packed, "256 x 360 px, 500 dpi"),
    ):
        (tmp_path / name).write_bytes(data)
        assert main([str(tmp_path / name)]) == 0
        said = capsys.readouterr().out
        assert told in said
        assert "欧阳" not in said
    (tmp_path / "other").write_bytes(b"GIF89a")
    assert main([str(tmp_path / "other")]) == 1
    assert main([str(tmp_path / "nowhere")]) == 2
