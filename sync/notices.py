"""Notices on the wire: what the office answers to "what is new since cursor N?"."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable

from sync.parcel import Notice, NoticeKind
from sync.protocol import canonical, moment, stamp


def write(notices: Iterable[Notice], cursor: int) -> bytes:
    """cursor: what to ask with next time."""
    return canonical({"cursor": cursor, "notices": [_said(notice) for notice in notices]})


def _said(notice: Notice) -> dict[str, object]:
    return {
        "cursor": notice.cursor,
        "kind": notice.kind.value,
        "record": notice.record,
        "at": stamp(notice.at),
        "reasons": list(notice.reasons),
        "fields": list(notice.fields),
        "values": dict(notice.values),
        **({"data": dict(notice.data)} if notice.data else {}),
        **({"sealed": base64.b64encode(notice.sealed).decode()} if notice.sealed else {}),
    }


def read(body: bytes) -> tuple[tuple[Notice, ...], int]:
    """Raises ValueError. Kinds we do not know are left out; the cursor still goes past them."""
    try:
        said = json.loads(body)
        notices = [_heard(item) for item in said["notices"]]
        cursor = _number(said["cursor"])
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a list of notices") from error
    known = tuple(notice for notice in notices if notice is not None)
    cursors = [notice.cursor for notice in known]
    if cursors != sorted(set(cursors)) or (cursors and cursors[-1] > cursor):
        raise ValueError("cursors do not grow")
    return known, cursor


def _heard(item: dict[str, object]) -> Notice | None:
    try:
        kind = NoticeKind(_text(item["kind"]))
    except ValueError:
        return None
    return Notice(
        cursor=_number(item["cursor"]),
        kind=kind,
        record=_text(item.get("record", "")),
        at=moment(_text(item["at"])),
        reasons=_texts(item.get("reasons", [])),
        fields=_texts(item.get("fields", [])),
        values=_table(item.get("values", {})),
        data=_facts(item.get("data", {})),
        sealed=base64.b64decode(_text(item.get("sealed", "")), validate=True),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("cursor expected")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("list expected")
    return tuple(_text(item) for item in value)


def _table(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError("table expected")
    return {_text(name): _text(item) for name, item in value.items()}


def _facts(value: object) -> dict[str, str | int]:
    if not isinstance(value, dict):
        raise TypeError("table expected")
    return {_text(name): item if isinstance(item, str) else _number(item) for name, item in value.items()}
