"""Walks a YAML file without losing where things stand: every wrong part is told with line and column.

Only plain mappings, lists and text are taken: no anchors (a bomb of references), no tags, no key twice. Every
scalar is text; `yes`, `no` and numbers are read where they are wanted, so an answer may be called "n".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, NoReturn, TypeVar

import yaml

from forms.packs.errors import BadPack, Trouble

T = TypeVar("T")

MOST_BYTES = 4 * 1024 * 1024
DEEPEST = 16


class Skip(Exception):
    """This part cannot be used; it has been noted, the reading goes on beside it."""


class Part:
    """One node with its place in the file and in the pack."""

    def __init__(self, node: yaml.Node, path: str, noted: list[Trouble]) -> None:
        self._node = node
        self.path = path
        self.noted = noted

    def note(self, code: str, **values: str) -> None:
        """Note a trouble here and go on."""
        where = _where(self._node.start_mark)
        self.noted.append(Trouble(*where, self.path or "-", code, tuple(values.items())))

    def refuse(self, code: str, **values: str) -> NoReturn:
        """Note a trouble here and leave this part out."""
        self.note(code, **values)
        raise Skip

    # --- mappings -----------------------------------------------------------------------------------------
    def items(self) -> Iterator[tuple[str, Part]]:
        """The entries of a mapping. A key twice is noted and its second value left out."""
        if not isinstance(self._node, yaml.MappingNode):
            self.refuse("pack.not_a_mapping")
        seen: set[str] = set()
        for key_node, node in self._node.value:
            key = Part(key_node, self.path, self.noted).text()
            if key in seen:
                Part(key_node, self.path, self.noted).note("pack.twice", name=key)
                continue
            seen.add(key)
            yield key, Part(node, f"{self.path}.{key}" if self.path else key, self.noted)

    def fields(self, needed: Collection[str], allowed: Collection[str] = ()) -> dict[str, Part]:
        """A mapping of known keys: unknown ones are noted, a missing one leaves this part out."""
        found = dict(self.items())
        for key, part in found.items():
            if key not in needed and key not in allowed:
                part.note("pack.unknown_key", name=key)
        missing = [key for key in needed if key not in found]
        if missing:
            self.refuse("pack.missing", name=", ".join(missing))
        return found

    # --- lists and texts ----------------------------------------------------------------------------------
    def list(self) -> Iterator[Part]:
        if not isinstance(self._node, yaml.SequenceNode):
            self.refuse("pack.not_a_list")
        for number, node in enumerate(self._node.value, 1):
            yield Part(node, f"{self.path}[{number}]", self.noted)

    def each(self, read: Callable[[Part], T]) -> tuple[T, ...]:
        """Every entry of a list as `read` has it; what cannot be used is left out."""
        found = []
        for part in self.list():
            try:
                found.append(read(part))
            except Skip:
                continue
        return tuple(found)

    def text(self) -> str:
        if not isinstance(self._node, yaml.ScalarNode):
            self.refuse("pack.not_a_text")
        text: str = self._node.value
        if not text.strip():
            self.refuse("pack.empty")
        return text.strip()

    def one_of(self, allowed: Collection[str]) -> str:
        text = self.text()
        if text not in allowed:
            self.refuse("pack.not_one_of", found=text, wanted=", ".join(allowed))
        return text

    def number(self, most: int) -> int:
        text = self.text()
        if not (text.isascii() and text.isdigit()) or int(text) > most:
            self.refuse("pack.not_a_number", found=text, most=str(most))
        return int(text)

    def yes(self) -> bool:
        return self.one_of(("yes", "no")) == "yes"


def compose(source: bytes) -> Part:
    """The root of a YAML file. Raises BadPack when it is no YAML we take; nothing was read then."""
    if len(source) > MOST_BYTES:
        raise BadPack([Trouble(1, 1, "-", "pack.too_large", (("most", str(MOST_BYTES // 1024)),))])
    try:
        text = source.decode("utf-8")
        _only_plain(text)
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise BadPack([Trouble(line, 1, "-", "pack.not_utf8")]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = (("why", str(error.problem or error.context or "")),)
        raise BadPack([Trouble(*_where(mark), "-", "pack.not_yaml", why)]) from error
    except yaml.YAMLError as error:  # characters YAML does not have
        raise BadPack([Trouble(1, 1, "-", "pack.not_yaml", (("why", "character"),))]) from error
    if node is None:
        raise BadPack([Trouble(1, 1, "-", "pack.empty")])
    return Part(node, "", [])


def _only_plain(text: str) -> None:
    """Before anything is built: no anchors, aliases, tags, second documents; nothing nested without end."""
    depth = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        fancy = isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if fancy or getattr(event, "tag", None) or depth > DEEPEST:
            code = "pack.too_deep" if depth > DEEPEST else "pack.not_plain"
            raise BadPack([Trouble(*_where(event.start_mark), "-", code)])


def _where(mark: Any) -> tuple[int, int]:
    """Line and column from 1, of the library's mark (its two parsers have two classes of them)."""
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
