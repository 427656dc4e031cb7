"""Holds a message against the facts of the published schemas (schemas.toml); gives what does not fit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

FACTS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("schemas.toml").read_text("utf-8"))

_TYPES: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str) and bool(value),
    "whole": lambda value: isinstance(value, str) and re.fullmatch(r"[0-9]{1,6}", value) is not None,
    "time": lambda value: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(value)) is not None,
    "texts": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    "wholes": lambda value: isinstance(value, list) and all(str(one).isdigit() for one in value),
    "token": lambda value: re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", str(value), re.ASCII) is not None,
    "list": lambda value: isinstance(value, list) and bool(value),
    "object": lambda value: isinstance(value, dict),
    "hash": lambda value: re.fullmatch(r"[0-9A-F]{64}", str(value)) is not None,
    "maybe": lambda value: value is None or isinstance(value, str),
    "refused": lambda value: re.fullmatch(r"[1-9][0-9][0-9]", str(value)) is not None,
    "trouble": lambda value: isinstance(value, str) and value not in ("", "Success"),
    "nothing": lambda value: value == "",
    "anything": lambda value: isinstance(value, str),
    "transaction": lambda value: re.fullmatch(r"[A-Za-z0-9-]{4,50}", str(value)) is not None,
}


def misfits(message: Mapping[str, Any], schema: str) -> list[str]:
    """Names of fields that are missing, unknown, of a wrong type or value."""
    facts: dict[str, str] = FACTS[schema]
    wrong = [name for name in message if name not in facts]
    for name, kind in facts.items():
        if name not in message:
            wrong += [] if kind.endswith("?") else [name]
        elif not _TYPES[kind.rstrip("?")](message[name]) or not _allowed(name, message[name]):
            wrong.append(name)
    return wrong


def _allowed(name: str, value: Any) -> bool:
    allowed = None if value in ("", "None") else FACTS["values"].get(name)
    values = value if isinstance(value, list) else [value]
    return allowed is None or all(one in allowed for one in values)
