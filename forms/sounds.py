"""How a Chinese character is read: every reading, with its tone or in the plain letters people type.

Source: the single characters of pypinyin's dictionary (MIT), 42 000 of them. Its phrases are left out: they
are of no use here, cost 20 MB, and reading them kept the window waiting for a tenth of a second.
"""

from __future__ import annotations

import os
import unicodedata
from functools import cache

from forms.once import once

_TONES = str.maketrans("", "", "\u0300\u0301\u0304\u030c")


def spoken(sign: str) -> tuple[str, ...]:
    """With tones, the usual one first; () for what has no sound."""
    return _readings().get(ord(sign), ())


@cache
def plain(sign: str) -> tuple[str, ...]:
    """Each once, without tones, u-umlaut as v."""
    return tuple(dict.fromkeys(letters(reading) for reading in spoken(sign)))


@cache
def letters(reading: str) -> str:
    """One reading in plain letters."""
    bare = unicodedata.normalize("NFD", reading).translate(_TONES)
    return unicodedata.normalize("NFC", bare).replace("\u00fc", "v")


def all_signs() -> tuple[str, ...]:
    """Every character that has a sound."""
    return tuple(map(chr, _readings()))


@once
def _readings() -> dict[int, tuple[str, ...]]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin.pinyin_dict import pinyin_dict  # not before a sound is wanted

    return {point: tuple(said.split(",")) for point, said in pinyin_dict.items()}
