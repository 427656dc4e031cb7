"""What people are told: a code and its values become a sentence in their language.

Tables: resources/words/*.toml (vanapp, devices, sync, printing, biometrics), then forms' own words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

from forms.words import Words, parse_words
from forms.words import words as forms_words

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "words"
UNKNOWN = "program.error"  # words of a code nobody has words for, and of an error without a code


@runtime_checkable
class Coded(Protocol):
    """An expected error: every package's errors have both."""

    code: str
    values: Mapping[str, object]


@cache
def table() -> Mapping[str, Words]:
    """Every code of resources/words. Raises forms.errors.BadDefinition, ValueError for a code given twice."""
    found: dict[str, Words] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for code, value in tomllib.loads(path.read_text("utf-8")).items():
            if code in found:
                raise ValueError(f"{path.name}: {code} is given twice")
            found[code] = parse_words(value, f"{path.name} {code}")
    return found


def words_of(code: str) -> Words | None:
    """The words of exactly this code, or None."""
    return table().get(code) or forms_words(code)


def code_of(error: BaseException) -> str:
    """The error's code; an error without one is a bug."""
    return error.code if isinstance(error, Coded) else UNKNOWN


def words(
    error_or_code: BaseException | str, values: Mapping[str, object] | None = None, language: str = "zh"
) -> str:
    """Where, what is wrong, what to do now. An unknown code gets its package's general words."""
    if isinstance(error_or_code, str):
        code, given = error_or_code, dict(values or {})
    else:
        code = code_of(error_or_code)
        own = error_or_code.values if isinstance(error_or_code, Coded) else {}
        given = {**own, **(values or {})}
    package = code.split(".")[0]
    for candidate in (code, f"{package}.error", UNKNOWN):
        if found := words_of(candidate):
            shown = code if code != UNKNOWN else type(error_or_code).__name__
            return found.say(language, {"code": shown, **given})
    return code
