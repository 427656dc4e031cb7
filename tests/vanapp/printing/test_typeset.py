"""Lines break where Chinese typography breaks them."""

from __future__ import annotations

import pytest

from vanapp.printing.faces import Faces
from vanapp.printing.typeset import Setter


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("居民身份证", 3, ("居民身", "份证")),
        ("居民身，份证", 3, ("居民", "身，份", "证")),  # no comma at the head of a line
        ("居民（身份）证", 3, ("居民", "（身", "份）证")),  # no bracket at the end of one
        ("a\nb", 9, ("a", "b")),
        ("", 3, ("",)),
    ],
)
def test_breaks(text: str, width: float, lines: tuple[str, ...]) -> None:
    assert Setter(Faces()).lines(text, "song", width) == lines


def test_a_number_stays_together_when_a_line_holds_it() -> None:
    lines = Setter(Faces()).lines("电话号码是13800138000", "song", 8)
    assert "13800138000" in lines


def test_nothing_is_lost_by_breaking() -> None:
    text = "广东省广州市越秀区建设六马路123号A座B-15，（第二期）·三〇一房" * 3
    for width in (1, 2, 3.5, 10, 200):
        assert "".join(Setter(Faces()).lines(text, "song", width)) == text


def test_text_shrinks_before_it_is_cut() -> None:
    setter = Setter(Faces())
    wide = setter.fit("居民身份证", "song", (40, 10), (12, 6))
    tight = setter.fit("居民身份证", "song", (12, 4), (12, 6))
    assert wide.whole
    assert tight.whole
    assert tight.em < wide.em
    assert not setter.fit("居民身份证" * 20, "song", (12, 4), (12, 6)).whole
