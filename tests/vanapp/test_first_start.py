"""The first start on a full or read-only disk: the sign-in says it, nothing hangs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vanapp.bootstrap import Start, Unopened
from vanapp.clock import SystemClock
from vanapp.keys.errors import NotSaved
from vanapp.keys.vault import Vault
from vanapp.paths import Paths


def test_a_vault_that_could_not_be_written_is_told_at_the_sign_in(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    paths = Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache")
    unopened = Unopened(Start(paths, start_office=False))
    (tmp_path / "a file").touch()
    nowhere = Vault(tmp_path / "a file" / "keys.json", SystemClock())
    unopened._vault = lambda: nowhere  # type: ignore[method-assign]  # a place nothing can be written to
    built: list[object] = []
    calls: list[object] = []

    def post(call: object) -> None:
        calls.append(call)

    unopened.prepare(post, built.append)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(calls), timeout=20_000)
    calls[0]()  # type: ignore[operator]
    with pytest.raises(NotSaved):
        unopened.sign_in("440103-027", "xunlian")
    unopened.close()
