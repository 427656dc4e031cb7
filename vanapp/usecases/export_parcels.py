"""Export parcels: a copy of what has not reached the office, onto a USB stick. A copy, never a state."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path

from forms.days import CHINA
from sync.errors import BadParcel
from vanapp.files import write_whole
from vanapp.services import Services
from vanapp.usecases.errors import CannotExport, NoStick

MOUNTS = Path("/proc/mounts")
STICKS = ("/media/", "/run/media/", "/mnt/")  # where desktops put what is plugged in


@dataclass(frozen=True)
class Exported:
    """folder: on the stick. count: parcels now there, those copied before too. damaged: could not be read."""

    folder: Path
    count: int
    damaged: int = 0


def sticks(mounts: Path = MOUNTS) -> tuple[Path, ...]:
    """What is plugged in and may be written to. Lane: store."""
    if not mounts.exists():
        return ()
    rows = [line.split() for line in mounts.read_text("utf-8", errors="replace").splitlines()]
    places = [row[1].encode().decode("unicode_escape") for row in rows if len(row) > 1]
    return tuple(Path(place) for place in places if place.startswith(STICKS) and os.access(place, os.W_OK))


def export_parcels(services: Services, stick: Path | None = None) -> Exported:
    """Sealed as they are: only the bureau can read them. The office takes each once, however it comes.

    Lane: store. stick: where to; None: the first that is plugged in. What is there already stays.
    Raises usecases.no_stick, usecases.cannot_export.
    """
    stick = stick or next(iter(sticks()), None)
    if stick is None:
        raise NoStick
    outbox, now = services.store.outbox, services.clock.now()
    folder = stick / f"vanapp-{services.session.device_no}-{now.astimezone(CHINA):%Y%m%d}"
    damaged, ids = 0, outbox.unsettled()
    for id in ids:
        try:
            body = outbox.parcel(id).body
            if not _is_there(folder / f"{id}.cms", body):
                write_whole(folder / f"{id}.cms", body)
        except BadParcel:
            damaged += 1
        except OSError as error:
            raise CannotExport(reason=_REASONS.get(error.errno or 0, "stick")) from error
    services.store.audit.add(services.session.officer, "export", "", count=len(ids) - damaged)
    return Exported(folder, len(ids) - damaged, damaged)


_REASONS = {errno.ENOSPC: "full", errno.EROFS: "read_only", errno.EACCES: "read_only"}


def _is_there(path: Path, body: bytes) -> bool:
    return path.is_file() and path.read_bytes() == body
