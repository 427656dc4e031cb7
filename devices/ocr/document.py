"""Whatever lies before the camera: an identity card's side, a booklet's page, a travel document's zone.

One look, one answer: the officer presses one key and does not say what it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from devices.ocr import reader as engine
from devices.ocr.fields import Fields
from devices.ocr.household import find_household_page
from devices.ocr.id_card import find_id_card
from devices.ocr.mrz import MrzRead, find_mrz
from devices.ocr.reader import Line, Picture, Reader

Document = Fields | MrzRead


def read_document(picture: Picture, *, reader: Reader | None = None) -> Document | None:
    """What lies there and says, or None when it is nothing we know. Blocking: call from an analysis lane.

    Raises PictureUnusable, ReadingFailed, ReaderMissing.
    """
    return recognise((reader or engine.shared()).lines(picture))


def recognise(lines: Sequence[Line]) -> Document | None:
    """The same among lines already read."""
    return find_mrz(tuple(lines)) or find_household_page(lines) or find_id_card(lines)
