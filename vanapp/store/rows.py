"""Rows to records and back: the one place that knows how an Application lies in the tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import cast

from forms.record import Application, Capture, CaptureKind, Json, Promise, Verdict
from forms.status import Status
from vanapp.clock import read_stamp, stamp
from vanapp.store.database import Row

CAPTURE_COLUMNS = (
    "id, kind, slot, media_type, sha256, size, device, serial, taken_at, monotonic_ns, "
    "width_px, height_px, dpi, training, facts"
)


def to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def application(
    row: Row, answers: list[Row], captures: tuple[Capture, ...], verdicts: tuple[Verdict, ...]
) -> Application:
    return Application(
        id=row["id"],
        number=row["number"],
        version=row["version"],
        corrects=row["corrects"],
        matter=row["matter"],
        form=row["form"],
        pack=row["pack"],
        status=Status(row["status"]),
        officer=row["officer"],
        way=row["way"],
        begun_at=read_stamp(row["begun_at"]),
        changed_at=read_stamp(row["changed_at"]),
        sealed_at=read_stamp(row["sealed_at"]) if row["sealed_at"] else None,
        page=row["page"],
        place=row["place"],
        urgent=bool(row["urgent"]),
        training=bool(row["training"]),
        trip=row["trip"],
        acceptance_number=row["acceptance_number"] or "",
        answers={a["field"]: a["text"] for a in answers},
        sources={a["field"]: a["source"] for a in answers},
        captures=captures,
        verdicts=verdicts,
    )


def capture(row: Row) -> Capture:
    return Capture(
        id=row["id"],
        kind=CaptureKind(row["kind"]),
        slot=row["slot"],
        media_type=row["media_type"],
        sha256=row["sha256"],
        size=row["size"],
        device=row["device"],
        serial=row["serial"],
        taken_at=read_stamp(row["taken_at"]),
        monotonic_ns=row["monotonic_ns"],
        width_px=row["width_px"],
        height_px=row["height_px"],
        dpi=row["dpi"],
        training=bool(row["training"]),
        facts=cast("Mapping[str, Json]", json.loads(row["facts"])),
    )


def capture_values(c: Capture) -> tuple[object, ...]:
    """In the order of CAPTURE_COLUMNS."""
    return (
        c.id,
        c.kind.value,
        c.slot,
        c.media_type,
        c.sha256,
        c.size,
        c.device,
        c.serial,
        stamp(c.taken_at),
        c.monotonic_ns,
        c.width_px,
        c.height_px,
        c.dpi,
        int(c.training),
        to_json(dict(c.facts)),
    )


def promise(row: Row) -> Promise:
    return Promise(row["material"], date.fromisoformat(row["due"]), row["who"])


def verdict(row: Row) -> Verdict:
    return Verdict(
        kind=row["kind"],
        outcome=row["outcome"],
        engine=row["engine"],
        version=row["version"],
        at=read_stamp(row["at"]),
        score=row["score"],
        threshold=row["threshold"],
        note=row["note"],
    )
