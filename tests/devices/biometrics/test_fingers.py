"""Templates, engines and decisions: what may be compared, and typed results for malformed things."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.biometrics import fingers
from devices.biometrics.errors import BadPicture, BadTemplate, EngineMissing, NoPrint, NotComparable
from devices.biometrics.fingers import (
    DEFAULT,
    NETWORK,
    VENDOR,
    FingerTemplate,
    Flow,
    Minutia,
    Outcome,
    Threshold,
)
from devices.biometrics.fingers.decision import Score, decide
from devices.biometrics.fingers.template import MAGIC
from devices.biometrics.fingers.thresholds import thresholds
from devices.biometrics.fingers.vendor import VendorEngine
from devices.contract import FingerImage
from devices.vendor.ga1012_algorithm import Features
from devices.virtual import prints

ENGINES = (DEFAULT, NETWORK)
MINUTIAE = st.builds(
    Minutia,
    st.integers(0, 2000),
    st.integers(0, 2000),
    st.integers(0, 359),
    st.integers(0, 2),
    st.integers(0, 100),
)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> fingers.Engine:
    return fingers.engine_named(request.param)


@pytest.fixture(scope="module")
def people() -> list[prints.Grey]:
    return [prints.grow(seed) for seed in (501, 502, 503)]


def test_a_finger_matches_itself_and_no_other(engine: fingers.Engine, people: list[prints.Grey]) -> None:
    first, again = (
        [fingers.extract(prints.impression(finger, times), 500, engine=engine) for finger in people]
        for times in (1, 2)
    )
    for place, one in enumerate(first):
        outcomes = [fingers.verify(one, other).outcome for other in again]
        assert outcomes[place] is Outcome.MATCH
        assert Outcome.MATCH not in outcomes[:place] + outcomes[place + 1 :]


def test_a_decision_says_what_it_was_decided_by(people: list[prints.Grey]) -> None:
    one, two = (fingers.extract(prints.impression(people[0], times)) for times in (1, 2))
    decision = fingers.verify(one, two)
    row = thresholds()[DEFAULT, one.version]
    assert (decision.engine, decision.version) == (one.engine, one.version)
    assert decision.threshold == row.match
    assert decision.score == fingers.similarity(one, two)


def test_another_resolution_is_the_same_finger(engine: fingers.Engine, people: list[prints.Grey]) -> None:
    usual = fingers.extract(prints.impression(people[0], 1), 500, engine=engine)
    finer = prints.impression(people[0], 2, size_px=(330, 464), dpi=640)
    assert fingers.verify(fingers.extract(finer, 640, engine=engine), usual).outcome is Outcome.MATCH


def test_two_engines_are_never_compared(people: list[prints.Grey]) -> None:
    picture = prints.impression(people[0], 1)
    ours, theirs = (fingers.extract(picture, engine=fingers.engine_named(name)) for name in ENGINES)
    decision = fingers.verify(ours, theirs)
    assert (decision.outcome, decision.score, decision.threshold) == (Outcome.NOT_COMPARABLE, None, None)
    with pytest.raises(NotComparable):
        fingers.similarity(ours, theirs)
    older = replace(ours, version="0")
    assert fingers.verify(ours, older).outcome is Outcome.NOT_COMPARABLE
    assert fingers.verify(older, older).outcome is Outcome.NOT_COMPARABLE  # nobody measured version 0


@pytest.mark.parametrize("name", ENGINES)
def test_a_score_is_not_held_against_another_threshold(name: str) -> None:
    row = next(row for row in thresholds().values() if row.engine == name)
    other = next(row for row in thresholds().values() if row.engine != name)
    at = {
        value: decide(Score(value, row.engine, row.version), row).outcome for value in (row.match, row.review)
    }
    assert at == {row.match: Outcome.MATCH, row.review: Outcome.REVIEW}
    assert decide(Score(row.review - 0.01, row.engine, row.version), row).outcome is Outcome.NO_MATCH
    assert decide(Score(1e9, row.engine, row.version), other).outcome is Outcome.NOT_COMPARABLE


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((0, 0), np.uint8),
        np.zeros((0, 300), np.uint8),
        np.zeros((10, 10), np.uint8),
        np.zeros((9000, 300), np.uint8),
        np.zeros((300, 300, 3), np.uint8),
        np.zeros((300, 300), np.float64),
        np.zeros(300, np.uint8),
    ],
    ids=lambda picture: f"{picture.shape} {picture.dtype}",
)
def test_what_is_no_grey_picture_is_refused(picture: np.ndarray) -> None:
    for do in (fingers.quality, fingers.extract):
        with pytest.raises(BadPicture):
            do(picture)
    with pytest.raises(BadPicture):
        fingers.extract(np.zeros((300, 300), np.uint8), 72)


def test_sixteen_bits_are_the_same_print(people: list[prints.Grey]) -> None:
    grey = prints.impression(people[0], 1)
    assert fingers.extract(grey.astype(np.uint16) * 257).minutiae == fingers.extract(grey).minutiae


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_where_no_print_is_there_is_no_template(engine: fingers.Engine, grey: int) -> None:
    with pytest.raises(NoPrint):
        fingers.extract(np.full((360, 256), grey, np.uint8), engine=engine)


def test_an_unknown_engine_is_missing() -> None:
    with pytest.raises(EngineMissing):
        fingers.engine_named("bozorth")


@given(
    st.lists(MINUTIAE, max_size=255),
    st.integers(0, 100) | st.none(),
    st.binary(max_size=600),
    st.sampled_from([None, Flow(16, 3, 2, bytes([0, 90, 179, 255, 1, 255]), -8, 4)]),
)
def test_a_template_survives_its_bytes(
    minutiae: list[Minutia], quality: int | None, record: bytes, flow: Flow | None
) -> None:
    template = FingerTemplate(DEFAULT, "1", tuple(minutiae), 256, 360, 500, 11, quality, flow, record)
    assert FingerTemplate.from_bytes(template.to_bytes()) == template


@given(st.binary(max_size=400))
def test_other_bytes_are_no_template(data: bytes) -> None:
    for wrong in (data, MAGIC + data):
        with pytest.raises(BadTemplate):
            FingerTemplate.from_bytes(wrong)


@given(st.data())
def test_a_damaged_template_is_told(data: st.DataObject) -> None:
    whole = FingerTemplate(DEFAULT, "1", (Minutia(10, 20, 30, 1, 50),) * 9, 256, 360, record=b"x").to_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    flip = data.draw(st.integers(1, 255))
    for damaged in (whole[:place], whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :]):
        with pytest.raises(BadTemplate):
            FingerTemplate.from_bytes(damaged)


@given(st.lists(MINUTIAE, max_size=40), st.lists(MINUTIAE, max_size=40))
def test_any_two_templates_get_a_decision(one: list[Minutia], two: list[Minutia]) -> None:
    a, b = (FingerTemplate(DEFAULT, "1", tuple(found), 256, 360) for found in (one, two))
    decision = fingers.verify(a, b)
    assert decision.score is not None
    assert np.isfinite(decision.score)
    assert decision.score >= 0


def test_the_repr_hides_the_print() -> None:
    template = FingerTemplate(DEFAULT, "1", (Minutia(11, 22, 33),), record=b"secret")
    assert "33" not in repr(template)
    assert "secret" not in repr(template)


class Maker:
    """A maker's algorithm: features are the position and zeros; likeness says how much is the same."""

    def version(self) -> str:
        return "1.2.0.4"

    def extract(self, image: FingerImage, position: int) -> Features:
        return Features(position, bytes([position]) * 512)

    def match(self, first: Features, second: Features) -> float:
        return float(first.record == second.record)


def test_a_makers_engine_is_decided_only_by_a_threshold_of_its_own(people: list[prints.Grey]) -> None:
    engine = VendorEngine(Maker())
    picture = prints.impression(people[0], 1)
    one, other = (fingers.extract(picture, position=place, engine=engine) for place in (11, 16))
    assert FingerTemplate.from_bytes(one.to_bytes()) == one
    assert fingers.verify(one, one, engine=engine).outcome is Outcome.NOT_COMPARABLE
    measured = Threshold(VENDOR, "1.2.0.4", 0.6, 0.4, 0.0, 0.0, "a test", "2026-11-28")
    same, different = (
        fingers.verify(one, second, engine=engine, threshold=measured) for second in (one, other)
    )
    assert (same.outcome, different.outcome) == (Outcome.MATCH, Outcome.NO_MATCH)
    wrong = replace(measured, version="1.2.0.5")
    assert fingers.verify(one, one, engine=engine, threshold=wrong).outcome is Outcome.NOT_COMPARABLE
    with pytest.raises(BadTemplate):
        engine.similarity(one, replace(one, record=b"short"))
    ours = fingers.extract(picture)
    assert fingers.verify(ours, one, engine=engine).outcome is Outcome.NOT_COMPARABLE
