"""Every code has its words, in both languages, short enough to be read at a door."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sync.errors import Refused
from tests.conftest import ROOT
from vanapp import problems
from vanapp.store.errors import NewerFile

_CODE = re.compile(r"""^\s+code(?:: [\w\[\]]+)? = "([a-z0-9_.]+)"$""", re.M)


def codes() -> list[str]:
    """Every code a class of this program carries, found in the sources."""
    found: set[str] = set()
    for package in ("forms", "devices", "sync", "vanapp"):
        for path in (ROOT / package).rglob("*.py"):
            found |= set(_CODE.findall(path.read_text("utf-8")))
    return sorted(found)


def test_the_walk_finds_codes_in_every_package() -> None:
    assert {code.split(".")[0] for code in codes()} >= {
        "forms",
        "devices",
        "sync",
        "store",
        "keys",
        "usecases",
    }


@pytest.mark.parametrize("code", codes())
def test_every_code_has_words_in_both_languages(code: str) -> None:
    words = problems.words_of(code)
    assert words is not None, f"{code}: write its words into resources/words"
    assert re.search("[\u4e00-\u9fff]", words.zh)
    assert not re.search("[\u4e00-\u9fff]", words.en)


@pytest.mark.parametrize("code", sorted(problems.table()))
def test_words_are_at_most_two_sentences_with_the_same_places(code: str) -> None:
    words = problems.table()[code]
    assert len(re.findall(r"[。!?！？]", words.zh)) <= 2
    assert len(re.findall(r"[.!?](?=\s|$)", words.en)) <= 2
    assert set(re.findall(r"{(\w+)}", words.zh)) == set(re.findall(r"{(\w+)}", words.en))


def test_values_fill_the_words() -> None:
    assert "文件 9" in problems.words(NewerFile(file=9, program=1))
    assert "training-parcel" in problems.words(Refused(reason="training-parcel"), language="en")


def test_an_unknown_code_gets_its_packages_words() -> None:
    assert problems.words("store.something_new") == problems.words("store.error")


def test_a_bug_is_named_by_its_type_and_never_by_its_text() -> None:
    said = problems.words(ValueError("刘秀兰"))
    assert "ValueError" in said
    assert "刘秀兰" not in said


def test_a_missing_value_does_not_break_the_sentence() -> None:
    assert "{reason}" in problems.words("sync.refused")


def test_files_of_words_are_beside_the_package() -> None:
    assert Path(problems.FOLDER).is_dir()
