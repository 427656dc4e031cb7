"""Reading what a stranger wrote: JSON, base64, times. What does not fit: a BadReply naming the field."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from devices.errors import BadReply

LONGEST_TEXT = 200


def json_of(data: bytes | str) -> Any:
    """The JSON in it; BadReply also for what nests too deep to be meant well."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadReply(expected="JSON", got=f"{len(data)} bytes of something else") from error


def mapping(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadReply(expected=f"{what}: an object", got=type(value).__name__)
    return value


def listing(value: object, what: str, most: int = 32) -> list[Any]:
    if not isinstance(value, list):
        raise BadReply(expected=f"{what}: a list", got=type(value).__name__)
    if len(value) > most:
        raise BadReply(expected=f"{what}: at most {most}", got=str(len(value)))
    return value


def text(fields: Mapping[str, Any], name: str, longest: int = LONGEST_TEXT) -> str:
    """A text that is there, printable and not longer than `longest` characters."""
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise BadReply(expected=f"{name}: a text", got=type(value).__name__)
    if len(value) > longest or (longest <= LONGEST_TEXT and not value.isprintable()):
        raise BadReply(expected=f"{name}: {longest} printable characters", got=f"{len(value)}, or others")
    return value


def number(fields: Mapping[str, Any], name: str, least: float, most: float) -> float:
    """A number, written as such or as text: services do both."""
    value = fields.get(name)
    if isinstance(value, str) and len(value) < 20:
        try:
            value = float(value)
        except ValueError:
            value = None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadReply(expected=f"{name}: a number", got=type(value).__name__)
    if not least <= value <= most:  # nor is NaN
        raise BadReply(expected=f"{name}: {least:g} to {most:g}", got="outside")
    return float(value)


def instant(fields: Mapping[str, Any], name: str) -> datetime:
    """A time with its zone, as UTC. Specified as yyyy-mm-ddTHH:MM:ssZ; fractions and offsets are met too."""
    written = text(fields, name, 40)
    try:
        time = datetime.fromisoformat(written)
    except ValueError as error:
        raise BadReply(expected=f"{name}: an ISO 8601 time", got="something else") from error
    if time.tzinfo is None:
        raise BadReply(expected=f"{name}: a time with its zone", got="none")
    try:
        return time.astimezone(UTC)
    except OverflowError as error:
        raise BadReply(expected=f"{name}: a time of this age", got="the edge of the calendar") from error


def base64url(value: str, what: str) -> bytes:
    """Bytes written as base64url, with or without padding; plain base64's two letters pass too."""
    bare = value.rstrip("=")
    try:
        return base64.b64decode((bare + "=" * (-len(bare) % 4)).encode("ascii"), b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise BadReply(expected=f"{what}: base64url", got=f"{len(value)} other characters") from error
