"""One text reader for all tests here: it takes two seconds to wake."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices.ocr.reader import Reader


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()
