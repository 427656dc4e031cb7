"""What the pages say, in Chinese and English: every `words/*.toml`, one table."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from forms.words import Words, parse_words

LANGUAGES = ("zh", "en")
FOLDER = Path(__file__).parent / "words"


@cache
def table() -> Mapping[str, Words]:
    """Raises BadDefinition; ValueError when a key stands in two files."""
    found: dict[str, Words] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for key, value in tomllib.loads(path.read_text("utf-8")).items():
            if key in found:
                raise ValueError(f"{path.name}: {key} stands twice")
            found[key] = parse_words(value, f"{path.name} {key}")
    return found


class Say:
    """In templates: `say('queues.title')`, `say('paging.rest', count=3)`. An unknown key is a KeyError."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, /, **values: object) -> str:
        return table()[key].say(self.language, values)

    def has(self, key: str) -> bool:
        return key in table()

    def code(self, group: str, code: str) -> str:
        """Of a code that was stored; a later version's is said as it stands."""
        key = f"{group}.{code}"
        return self(key) if self.has(key) else code

    def facts(self, told: str) -> list[tuple[str, str]]:
        """Of an entry of the log or an alarm (JSON): names in words, and what is not empty."""
        said = [(name, self._value(name, value)) for name, value in json.loads(told).items()]
        return [(self.code("entry", name), value) for name, value in said if value]

    def _value(self, name: str, value: object) -> str:
        if name == "alarm":
            return self.code("alarm", str(value))
        if isinstance(value, bool):
            return self("entry-yes" if value else "entry-no")
        if isinstance(value, list):
            return self("entry-and").join(map(str, value))
        return "" if value is None else str(value)

    def of(self, words: Words) -> str:
        """Words of the forms: names of fields, choices, matters."""
        return words.say(self.language)
