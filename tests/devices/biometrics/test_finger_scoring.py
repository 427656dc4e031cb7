"""What is not looked at because it cannot win would not have won."""

from __future__ import annotations

import pytest

from devices.biometrics import fingers
from devices.biometrics.fingers import matcher
from devices.biometrics.fingers.scoring import Laid, score_of
from devices.biometrics.fingers.shape import Shape, shape_of
from tests.vanapp.prints import pressed


def test_nothing_above_the_best_so_far_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Shape, Shape, Laid]] = []

    def noted(a: Shape, b: Shape, laid: Laid, least: float = 0.0) -> float:
        seen.append((a, b, laid))
        return score_of(a, b, laid)

    shapes = [shape_of(fingers.extract(pressed(7, variant))) for variant in ("good", "wet")]
    usual = matcher.likeness(*shapes)
    monkeypatch.setattr(matcher, "score_of", noted)
    whole = matcher.likeness(*shapes)
    assert usual == whole > 0
    scores = [score_of(*one) for one in seen]
    assert max(scores) == whole
    for one, score in zip(seen, scores, strict=True):
        assert score_of(*one, least=0.999 * score) == score
    assert score_of(*seen[0], least=2 * whole) == 0.0
