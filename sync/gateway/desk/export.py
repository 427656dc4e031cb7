"""One record for another system: a folder of documented JSON and files (README, "An exported record").

It holds everything, in clear: so only who may opens it, its event stands in the log, and only this account
reads the folder. Nothing is overwritten.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sync.gateway import events
from sync.gateway.desk import dossier
from sync.gateway.desk.errors import Closed, NotNow
from sync.gateway.tables import records
from sync.protocol import stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office

from sqlalchemy import select

from forms.record import Application, Capture

FORMAT = "vanapp.export/1"
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/jp2": "jp2",
    "image/tiff": "tif",
    "application/pdf": "pdf",
    "application/json": "json",
}


def export(office: Office, id: str, who: str) -> Mapping[str, bytes]:
    """File names (no folder of their own but "files/") and contents; the log says who did it.

    Raises NotThere; Closed: not with the keys here; NotNow (reason "incomplete"): a capture is missing.
    """
    read = dossier.read(office, id)
    if read.opened is None:
        raise Closed
    names = {one.sha256: _name(one) for one in read.opened.application.captures}
    if missing := set(names) - set(read.opened.files):
        raise NotNow(reason="incomplete", files=len(missing))
    files = {name: read.opened.files[digest] for digest, name in names.items()}
    said = {
        "format": FORMAT,
        "exported_at": stamp(office.now()),
        "office": office.name,
        "record": _record(read),
        "application": _application(read.opened.application, names),
        "history": [{name: one[name] for name in ("at", "kind", "who", "facts")} for one in read.history],
        "versions": [{name: one[name] for name in ("id", "version", "state")} for one in read.versions],
    }
    content = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
    with office.database.write() as connection:
        receipt = connection.execute(select(records.c.receipt).where(records.c.id == id)).scalar_one()
        digest = hashlib.sha256(content).hexdigest()
        events.append(
            connection, at=office.now(), kind="exported", who=who, record=id, files=len(files), sha256=digest
        )
    return {"record.json": content, "receipt.json": bytes(receipt), **files}


def into(folder: Path, id: str, files: Mapping[str, bytes]) -> Path:
    """`folder`/`id`, made anew, readable by this account only. Raises NotNow (reason "exists", "disk")."""
    there = folder / id
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there.mkdir(mode=0o700)
        (there / "files").mkdir(mode=0o700)
        for name, content in files.items():
            handle = os.open(there / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(content)
    except FileExistsError as error:
        raise NotNow(reason="exists") from error
    except OSError as error:
        raise NotNow(reason="disk") from error
    return there


def zipped(id: str, files: Mapping[str, bytes]) -> bytes:
    """The same as one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(f"{id}/{name}", content)
    return out.getvalue()


def _name(capture: Capture) -> str:
    """By its slot; two of one slot cannot be."""
    slot = re.sub(r"[^A-Za-z0-9._-]", "_", capture.slot)
    return f"files/{slot}-{capture.sha256[:8]}.{ENDINGS.get(capture.media_type, 'bin')}"


_ROW = (
    *("id", "number", "version", "corrects", "van", "matter", "state", "sha256", "size"),
    *("received_at", "changed_at"),
)
_PLAIN = (
    *("id", "number", "version", "corrects", "matter", "form", "pack", "officer", "way", "trip"),
    "training",
)
_TIMES = ("begun_at", "changed_at", "sealed_at")


def _record(read: dossier.Dossier) -> dict[str, Any]:
    return {name: read.row[name] for name in _ROW}


def _application(application: Application, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        **{name: getattr(application, name) for name in _PLAIN},
        **{name: _time(getattr(application, name)) for name in _TIMES},
        "answers": _answers(application),
        "captures": [_capture(one, names[one.sha256]) for one in application.captures],
        "verdicts": [{**asdict(one), "at": _time(one.at)} for one in application.verdicts],
    }


def _answers(application: Application) -> list[dict[str, str]]:
    spec = dossier.spec_of(application)
    labels = {} if spec is None else {one.id: one.label.zh for one in spec.fields}
    sources = application.sources
    return [
        {"field": name, "label": labels.get(name, ""), "value": value, "source": sources.get(name, "")}
        for name, value in application.answers.items()
    ]


def _capture(capture: Capture, file: str) -> dict[str, Any]:
    plain = {**asdict(capture), "kind": capture.kind.value, "taken_at": _time(capture.taken_at)}
    return {**plain, "file": file}


def _time(at: datetime | None) -> str | None:
    return None if at is None else stamp(at)
