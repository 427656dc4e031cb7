"""Nothing is begun that has no room to be finished."""

from __future__ import annotations

from pathlib import Path

import pytest

from vanapp import problems
from vanapp.store.errors import RoomLow
from vanapp.store.space import must_have_room


def test_too_little_room_is_told_before_anything_is_begun(tmp_path: Path) -> None:
    with pytest.raises(RoomLow) as caught:
        must_have_room(tmp_path, floor_bytes=2**60)
    assert f"{caught.value.values['free_mb']} MB" in problems.words(caught.value)
    must_have_room(tmp_path, floor_bytes=1)
