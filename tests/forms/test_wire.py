"""An Application as bytes: exact both ways, one spelling, and hostile bytes end in BadRecord."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import wire
from forms.errors import BadRecord
from forms.record import Application, Capture, CaptureKind, Json, Verdict
from forms.status import Status

BEGUN = datetime(2026, 11, 21, 3, 4, 5, 678901, tzinfo=UTC)
CAPTURE = Capture(
    id="01K",
    kind=CaptureKind.PORTRAIT,
    slot="portrait",
    media_type="image/jpeg",
    sha256="ab" * 32,
    size=17000,
    device="qt_camera",
    serial="1",
    taken_at=BEGUN,
    monotonic_ns=123456789,
    width_px=358,
    height_px=441,
    dpi=350,
    training=True,
    facts={"pose": {"yaw": 1.5, "ok": True}, "tries": 2, "reasons": ["hat", None]},
)
SAMPLE = Application(
    id="01JD0000000000000000000000",
    number="D027-20261121-0007",
    version=2,
    corrects="01JC",
    matter="loss",
    form="loss@1",
    pack="resident_card@1",
    status=Status.SEALED,
    officer="440103-027",
    way="visit",
    begun_at=BEGUN,
    changed_at=BEGUN,
    sealed_at=BEGUN,
    urgent=True,
    training=True,
    trip="t1",
    answers={"name": "李𠮷祥", "remark": 'quote " and \\ and \u0000 and \u2028'},
    sources={"name": "chip"},
    captures=(CAPTURE,),
    verdicts=(Verdict("face", "review", "engine", "1", BEGUN, 0.25, 0.5, "glasses"),),
)


def test_every_field_has_its_row() -> None:
    for kind, table in ((Application, wire.APPLICATION), (Capture, wire.CAPTURE), (Verdict, wire.VERDICT)):
        assert {entry.name for entry in dataclasses.fields(kind)} == set(table)


def test_the_sample_comes_back_exactly() -> None:
    data = wire.dump(SAMPLE)
    assert wire.load(data) == SAMPLE
    assert wire.dump(wire.load(data)) == data


def test_the_bytes_are_the_ones_of_version_one() -> None:
    """Pinned: other bytes for the same application would change its digest. A change needs a new FORMAT."""
    small = dataclasses.replace(SAMPLE, answers={"b": "2", "a": "一"}, captures=(), verdicts=(), sources={})
    assert wire.dump(small).decode() == (
        '{"answers":{"a":"一","b":"2"},"begun_at":"2026-11-21T03:04:05.678901Z","captures":[],'
        '"changed_at":"2026-11-21T03:04:05.678901Z","corrects":"01JC","form":"loss@1",'
        '"format":"vanapp.application/1","id":"01JD0000000000000000000000","matter":"loss",'
        '"number":"D027-20261121-0007","officer":"440103-027","pack":"resident_card@1","page":"identity",'
        '"place":"","sealed_at":"2026-11-21T03:04:05.678901Z","sources":{},"status":"sealed","training":true,'
        '"trip":"t1","urgent":true,"verdicts":[],"version":2,"way":"visit"}'
    )


def test_the_order_of_answers_does_not_matter() -> None:
    turned = dataclasses.replace(SAMPLE, answers=dict(reversed(list(SAMPLE.answers.items()))))
    assert wire.dump(turned) == wire.dump(SAMPLE)


def test_a_time_elsewhere_is_the_same_moment() -> None:
    china = BEGUN.astimezone(timezone(timedelta(hours=8)))
    assert wire.dump(dataclasses.replace(SAMPLE, begun_at=china)) == wire.dump(SAMPLE)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"begun_at": datetime(2026, 1, 1)}, "application.begun_at"),  # noqa: DTZ001
        ({"begun_at": datetime.min.replace(tzinfo=timezone(timedelta(hours=8)))}, "application.begun_at"),
        ({"answers": {"name": "\ud842"}}, "surrogate"),
        ({"answers": {"age": 3}}, "application.answers"),
        ({"version": 2**63}, "application.version"),
        ({"urgent": 1}, "application.urgent"),
        ({"status": "nowhere"}, "application.status"),
        (
            {"captures": (dataclasses.replace(CAPTURE, facts={"x": float("nan")}),)},
            "application.captures.0.facts",
        ),
        (
            {"captures": (dataclasses.replace(CAPTURE, facts=cast("dict[str, Json]", {"x": {1}})),)},
            "application.captures.0.facts",
        ),
        ({"answers": {"remark": "x" * wire.MOST_BYTES}}, "size"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(BadRecord) as found:
        wire.dump(dataclasses.replace(SAMPLE, **change))
    assert found.value.values == {"place": place}


def spelled(change: Callable[[dict[str, Any]], object], **style: Any) -> bytes:
    found = json.loads(wire.dump(SAMPLE))
    change(found)
    options = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":"), **style}
    return json.dumps(found, **options).encode("utf-8", "surrogatepass")


GOOD = wire.dump(SAMPLE)
HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "no json": b"hello",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1e999",
    "no utf-8": b"\xff\xfe" + GOOD,
    "utf-16": GOOD.decode().encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "cut short": GOOD[:-1],
    "twice": GOOD + GOOD,
    "a space": GOOD + b" ",
    "escaped": spelled(lambda row: row, ensure_ascii=True),
    "spaced": spelled(lambda row: row, separators=(", ", ": ")),
    "unsorted": spelled(lambda row: row.update(answers=row.pop("answers")), sort_keys=False),
    "another version": GOOD.replace(b"application/1", b"application/2"),
    "format is a list": spelled(lambda row: row.update(format=["vanapp.application/1"])),
    "a key more": spelled(lambda row: row.update(more=1)),
    "a key less": spelled(lambda row: row.pop("officer")),
    "a key twice": GOOD.replace(b'"way":"visit"', b'"way":"van","way":"visit"'),
    "text for a number": spelled(lambda row: row.update(version="2")),
    "true for a number": spelled(lambda row: row.update(version=True)),
    "a real for a number": spelled(lambda row: row.update(version=2.0)),
    "a huge number": GOOD.replace(b'"version":2', b'"version":' + b"9" * 5000),
    "a large number": GOOD.replace(b'"version":2', b'"version":99999999999999999999'),
    "an answer that is a list": spelled(lambda row: row.update(answers={"name": ["x"]})),
    "answers that are a list": spelled(lambda row: row.update(answers=["x"])),
    "captures that are a table": spelled(lambda row: row.update(captures={"0": {}})),
    "a capture that is null": spelled(lambda row: row.update(captures=[None])),
    "an unknown status": spelled(lambda row: row.update(status="lost")),
    "a status that is a list": spelled(lambda row: row.update(status=[])),
    "an unknown capture kind": spelled(lambda row: row["captures"][0].update(kind="x")),
    "a day that is none": spelled(lambda row: row.update(begun_at="2026-02-30T00:00:00.000000Z")),
    "hour 24": spelled(lambda row: row.update(begun_at="2026-02-20T24:00:00.000000Z")),
    "a short time": spelled(lambda row: row.update(begun_at="2026-02-20T23:00:00Z")),
    "full-width digits in a time": spelled(lambda row: row.update(begun_at="２026-02-20T23:00:00.000000Z")),
    "a lone surrogate": GOOD.replace(b'"way":"visit"', b'"way":"\\ud842"'),
    "nan": GOOD.replace(b"0.25", b"NaN"),
    "infinity": GOOD.replace(b"0.25", b"1e999"),
    "a score that is whole": GOOD.replace(b"0.25", b"1"),
    "a score written otherwise": GOOD.replace(b"0.25", b"2.5e-1"),
    "deep": b'{"format":' + b"[" * 200_000,
    "deep and closed": b"[" * 100_000 + b"]" * 100_000,
    "deep facts": GOOD.replace(b'"tries":2', b'"tries":' + b"[" * 60 + b"]" * 60),
    "too large": b" " * (wire.MOST_BYTES + 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_a_bad_record(name: str) -> None:
    assert HOSTILE[name] != GOOD
    with pytest.raises(BadRecord) as found:
        wire.load(HOSTILE[name])
    assert "李" not in str(found.value.values)


def test_a_bad_record_names_the_place() -> None:
    places = {
        "a key more": "application",
        "a key less": "application",
        "a capture that is null": "application.captures.0",
    }
    for name, place in places.items():
        with pytest.raises(BadRecord) as found:
            wire.load(HOSTILE[name])
        assert found.value.values == {"place": place}


@given(st.binary(max_size=300))
def test_any_bytes_are_a_bad_record(data: bytes) -> None:
    with pytest.raises(BadRecord):
        wire.load(data)


@given(st.data())
def test_a_good_record_with_any_byte_changed_loads_or_is_bad(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD) - 1))
    changed = bytearray(GOOD)
    changed[at] = data.draw(st.integers(0, 255))
    try:
        found = wire.load(bytes(changed))
    except BadRecord:
        return
    assert wire.dump(found) == bytes(changed)


ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
ANY_TIME = st.datetimes(timezones=st.just(UTC))
WHOLE = st.integers(-(2**63) + 1, 2**63 - 1)
REAL = st.floats(allow_nan=False, allow_infinity=False)
FREE: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | WHOLE | REAL | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)
CAPTURES = st.builds(
    Capture,
    id=ANY_TEXT,
    kind=st.sampled_from(CaptureKind),
    slot=ANY_TEXT,
    media_type=ANY_TEXT,
    sha256=ANY_TEXT,
    size=WHOLE,
    device=ANY_TEXT,
    serial=ANY_TEXT,
    taken_at=ANY_TIME,
    monotonic_ns=WHOLE,
    width_px=WHOLE,
    height_px=WHOLE,
    dpi=WHOLE,
    training=st.booleans(),
    facts=st.dictionaries(ANY_TEXT, FREE, max_size=3),
)
VERDICTS = st.builds(
    Verdict,
    kind=ANY_TEXT,
    outcome=ANY_TEXT,
    engine=ANY_TEXT,
    version=ANY_TEXT,
    at=ANY_TIME,
    score=st.none() | REAL,
    threshold=st.none() | REAL,
    note=ANY_TEXT,
)
ANSWERS = st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=4)
APPLICATIONS = st.builds(
    Application,
    id=ANY_TEXT,
    number=ANY_TEXT,
    version=WHOLE,
    corrects=st.none() | ANY_TEXT,
    matter=ANY_TEXT,
    form=ANY_TEXT,
    pack=ANY_TEXT,
    status=st.sampled_from(Status),
    officer=ANY_TEXT,
    way=ANY_TEXT,
    begun_at=ANY_TIME,
    changed_at=ANY_TIME,
    sealed_at=st.none() | ANY_TIME,
    page=ANY_TEXT,
    place=ANY_TEXT,
    urgent=st.booleans(),
    training=st.booleans(),
    trip=st.none() | ANY_TEXT,
    answers=ANSWERS,
    sources=ANSWERS,
    captures=st.lists(CAPTURES, max_size=2).map(tuple),
    verdicts=st.lists(VERDICTS, max_size=2).map(tuple),
)


@given(APPLICATIONS)
def test_any_application_comes_back_exactly(application: Application) -> None:
    data = wire.dump(application)
    assert wire.load(data) == application
    assert wire.dump(wire.load(data)) == data
