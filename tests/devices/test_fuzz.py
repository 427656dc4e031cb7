"""No bytes whatever make a parser, or a driver behind a mad cable, do anything but answer or refuse."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.devices.parsers import PARSERS, Parser

EXAMPLES = 40


def damaged(seed: bytes) -> st.SearchStrategy[bytes]:
    """The seed with a few bytes changed, cut or pushed in; or any bytes at all."""
    if not seed:
        return st.binary(max_size=400)

    def change(edits: list[tuple[int, int, bytes]]) -> bytes:
        data = bytearray(seed)
        for at, length, put in edits:
            start = at % (len(data) + 1)
            data[start : start + length] = put
        return bytes(data)

    edit = st.tuples(st.integers(0, 1 << 16), st.integers(0, 4), st.binary(max_size=4))
    return st.lists(edit, max_size=4).map(change) | st.binary(max_size=200)


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_any_bytes_are_read_or_refused(parser: Parser) -> None:
    seed = parser.seed()
    assert not seed or parser.try_on(seed) is None or parser.name == "sbi facts"

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damaged(seed))
    def survive(data: bytes) -> None:
        parser.try_on(data)

    survive()


def test_every_name_stands_once() -> None:
    assert len({parser.name for parser in PARSERS}) == len(PARSERS)
