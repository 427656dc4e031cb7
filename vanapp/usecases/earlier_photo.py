"""The photo this person's face may be compared with: the card's own, or one taken earlier."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from devices.errors import DeviceError
from forms.record import Application, Capture
from vanapp.services import Services
from vanapp.usecases.office_record import office_record

DECODED = ("chip.photo", "chip.portrait", "earlier.portrait")
"""Slots of pictures that need nobody to decode them: the card's photo as `read_card` decoded it, a travel
document's chip, the office's record.
"""


@dataclass(frozen=True)
class EarlierPhoto:
    """source: "chip" (card or travel document) or "earlier" (the office's record, a version before)."""

    source: str
    picture: bytes = field(repr=False)  # a picture file's bytes, to be shown as they are


def earlier_photo(services: Services, application: Application) -> EarlierPhoto | None:
    """Lane: analysis. The best there is, or None: then the officer compares card and person by eye."""
    for slot in DECODED:
        capture = application.capture(slot)
        if capture is not None:
            source = "chip" if slot.startswith("chip") else "earlier"
            return EarlierPhoto(source, services.store.captures.content(capture.sha256))
    chip = application.capture("chip")
    if chip is not None and (picture := _decoded(services, chip)) is not None:
        return EarlierPhoto("chip", picture)
    record = office_record(services, application)
    if record is not None and record.photo:
        return EarlierPhoto("earlier", record.photo)
    return _of_the_version_before(services, application)


def _decoded(services: Services, chip: Capture) -> bytes | None:
    """The chip's WLT block as PNG, when a maker's decoder is installed and takes it."""
    before, length = (int(str(chip.facts.get(name) or 0)) for name in ("text_bytes", "photo_bytes"))
    if services.photo_decoder is None or not length:
        return None
    content = services.store.captures.content(chip.sha256)
    try:
        rgb = services.photo_decoder.decode(content[before : before + length])
    except DeviceError:
        return None  # a decoder that fails costs the comparison, not the application
    from PIL import Image

    from devices.drivers.sdt_blocks import PHOTO_HEIGHT_PX, PHOTO_WIDTH_PX

    out = io.BytesIO()
    Image.frombytes("RGB", (PHOTO_WIDTH_PX, PHOTO_HEIGHT_PX), rgb).save(out, "PNG")
    return out.getvalue()


def _of_the_version_before(services: Services, application: Application) -> EarlierPhoto | None:
    """The portrait of the version the office returned, unless it is the very picture carried over."""
    if application.corrects is None:
        return None
    now = application.capture("portrait")
    before = services.store.captures.current(application.corrects, "portrait")
    if before is None or (now is not None and now.sha256 == before.sha256):
        return None
    return EarlierPhoto("earlier", services.store.captures.content(before.sha256))
