"""What can go wrong while a document is read from its picture.

OcrError
 +- ReadingFailed     the child process that reads died or hung twice
 +- ReaderMissing     the text reader or its models are not installed on this machine
 +- PictureUnusable   what was handed over is no picture, is broken off, or beyond every size (values: why)
"""

from __future__ import annotations


class OcrError(Exception):
    """An expected error: `code` is the key of its words. No personal data in `values`."""

    code = "ocr.error"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class ReadingFailed(OcrError):
    code = "ocr.reading_failed"


class ReaderMissing(OcrError):
    code = "ocr.reader_missing"


class PictureUnusable(OcrError):
    code = "ocr.picture_unusable"
