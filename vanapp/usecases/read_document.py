"""Read the document under the camera: what it says fills the empty answers in one commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from devices.contract import Frame, Kind
from forms.record import Application, CaptureKind
from forms.spec import field_of
from vanapp.services import Services
from vanapp.usecases.capture import make_capture
from vanapp.usecases.draft import form_of, must_be_draft, open_draft, put_answers
from vanapp.usecases.errors import NoDocument
from vanapp.usecases.reading import SLOT, SOURCE, entries

if TYPE_CHECKING:
    from devices.ocr.fields import Field
    from devices.ocr.reader import Reader


@dataclass(frozen=True)
class DocumentOutcome:
    """filled: field id -> text written now. conflicts: field id -> (what stands and stays, what was read).

    doubts: field id -> codes to confirm, of what was filled. other_person: the document's number is not
    the one that stands, so nothing was filled.
    """

    application: Application
    kind: str  # usecases.reading.entries
    filled: Mapping[str, str] = field(repr=False)
    conflicts: Mapping[str, tuple[str, str]] = field(repr=False)
    doubts: Mapping[str, tuple[str, ...]]
    other_person: bool = False


def read_document(
    services: Services, application_id: str, picture: Frame | bytes, reader: Reader | None = None
) -> DocumentOutcome:
    """Lane: analysis. picture: the camera's frame, or the JPEG of a page that was scanned.

    Only what is empty or was read before is filled: the chip's and the officer's own answers stay.
    Raises usecases.no_document, OcrError, usecases.not_a_draft, store errors.
    """
    from devices.ocr.document import read_document as read  # brings numpy: not before the first window

    must_be_draft(services, application_id)
    document = read(picture, reader=reader)
    if document is None:
        raise NoDocument()
    kind, said = entries(services, document)
    if not said:
        raise NoDocument()
    jpeg = _kept(services, picture)
    with services.store.transaction():
        draft = open_draft(services, application_id)
        asked = {name: read for name, read in said.items() if field_of(form_of(draft), name) is not None}
        stranger = _of_another(draft, asked)
        fresh = {} if stranger else {name: read for name, read in asked.items() if _may_fill(draft, name)}
        filled = {name: read for name, read in fresh.items() if draft.answers.get(name) != read.value}
        conflicts = {
            name: (draft.answers[name], read.value)
            for name, read in asked.items()
            if name not in fresh and draft.answers.get(name, read.value) != read.value
        }
        if not stranger:
            _write(services, draft, kind, filled)
            _keep(services, draft, kind, jpeg, fresh)
        services.store.audit.add(
            services.session.officer,
            "read_document",
            application_id,
            kind=kind,
            fields=len(filled),
            conflicts=len(conflicts),
            other_person=stranger,
        )
        application = services.store.applications.get(application_id)
    return DocumentOutcome(
        application,
        kind,
        {name: read.value for name, read in filled.items()},
        conflicts,
        {name: read.doubts for name, read in fresh.items() if read.doubts},
        stranger,
    )


def _of_another(draft: Application, read: Mapping[str, Field]) -> bool:
    """Is the document somebody else's: a number that agrees with its check digit and is not this person's?"""
    number, stands = read.get("id_number"), draft.answers.get("id_number")
    return bool(number and stands and "check_digit" in number.checks and number.value != stands)


def _may_fill(draft: Application, name: str) -> bool:
    return not draft.answers.get(name) or draft.sources.get(name) == SOURCE


def _write(services: Services, draft: Application, kind: str, filled: Mapping[str, Field]) -> None:
    step = services.store.answers.next_step(draft.id)
    put_answers(services, draft.id, {name: read.value for name, read in filled.items()}, SOURCE, step)
    before = draft.capture(SLOT + kind)
    services.store.answers.remember(draft.id, step, "slot", SLOT + kind, before.id if before else None)


def _keep(services: Services, draft: Application, kind: str, jpeg: bytes, read: Mapping[str, Field]) -> None:
    """The picture as evidence, and how sure each entry was; never an entry itself."""
    capture = make_capture(
        services,
        CaptureKind.DOCUMENT,
        SLOT + kind,
        jpeg,
        "image/jpeg",
        instrument=services.bench.state(Kind.CAMERA).instrument,
        facts={
            "fields": {
                name: {
                    "confidence": entry.confidence,
                    "checks": list(entry.checks),
                    "doubts": list(entry.doubts),
                }
                for name, entry in read.items()
            }
        },
    )
    services.store.captures.add(draft.id, capture, jpeg)


def _kept(services: Services, picture: Frame | bytes) -> bytes:
    """The JPEG that stays: the page cut out of a frame, a file as it is; marked in training."""
    if isinstance(picture, bytes):
        return picture  # it was kept, and marked, when it was scanned
    from devices.scan.page import flatten
    from vanapp.usecases.mark import mark_document

    jpeg = flatten(picture).jpeg
    return mark_document(jpeg)[0] if services.training else jpeg
