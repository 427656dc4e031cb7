"""Every code has words in Chinese and English, short and filled; none is left over."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import forms
from forms.errors import BadDefinition, FormError
from forms.fees import RULES as FEE_RULES
from forms.packs.errors import BadPack
from forms.packs.shelf import packs
from forms.words import Words, parse_words, table, words

SOURCE = Path(forms.__file__).parent
PREFIXES = (
    "forms|field|choice|text|address|date|phone|id|name|card|guardian|loss|validity|scenario|fee|pack|work"
    "|situation|marriage|permit|people|birth|parent|death|change|collector|found|booking"
    "|unit"
)
CODE = re.compile(rf'"((?:{PREFIXES})\.[a-z0-9_]+)"')
BUILT = {f"id.holder_{holder}" for holder in ("hong_kong", "macao", "taiwan", "foreigner")}


def codes_in_source() -> set[str]:
    found = {code for path in SOURCE.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    refused = {
        row.code for pack in packs() for category in pack.categories.values() for row in category.refusals
    }
    told = set(re.findall(r'_say\("([a-z_]+)"', (SOURCE / "packs/difference.py").read_text(encoding="utf-8")))
    found |= {f"pack.diff_{what}" for what in told} | {"pack.diff_category_gone"}
    return found | BUILT | refused | set(FEE_RULES)


def test_every_code_has_words_and_no_words_are_left_over() -> None:
    assert codes_in_source() == set(table())


def test_every_error_class_has_its_words() -> None:
    kinds: list[type[FormError]] = [FormError, *FormError.__subclasses__(), BadPack]
    for kind in kinds:
        assert words(kind.code) is not None


@pytest.mark.parametrize("code", sorted(table()))
def test_words_are_two_short_sentences_in_both_languages(code: str) -> None:
    found = table()[code]
    assert re.search("[\u4e00-\u9fff]", found.zh)
    assert not re.search("[\u4e00-\u9fff]", found.en.replace("长期", ""))
    assert 1 <= len(re.findall("[。.]", found.zh)) <= 2
    assert len(found.zh) <= 60
    assert len(found.en) <= 160
    assert found.zh.endswith("。")
    assert found.en.endswith(".")


@pytest.mark.parametrize("code", sorted(table()))
def test_both_languages_use_the_same_values(code: str) -> None:
    found = table()[code]
    used = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (found.zh, found.en)
    ]
    assert used[0] == used[1]


def test_values_fill_the_words_and_a_missing_one_stays_visible() -> None:
    found = Words("差{n}位", "{n} short")
    assert found.say("zh", {"n": 2}) == "差2位"
    assert found.say("en") == "{n} short"


@pytest.mark.parametrize(
    "value", [None, "text", {"zh": "一"}, {"zh": "一", "en": " "}, {"zh": "一", "en": 1}]
)
def test_words_in_one_language_are_a_bad_definition(value: object) -> None:
    with pytest.raises(BadDefinition):
        parse_words(value, "place")


def test_an_unknown_code_has_no_words() -> None:
    assert words("nothing.here") is None


def test_no_chinese_stands_in_the_code() -> None:
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        assert not re.search("[\u3400-\u9fff]", " ".join(map(str, texts))), path.name
