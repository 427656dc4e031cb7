"""Sealed files in a folder as an outbox: what is known of them after the program was killed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync import send
from sync.folder import FolderOutbox
from sync.parcel import Receipt

ID = "01JD8ZK3V5M8Q2R7T9W4X6Y1AB"
NOW = datetime(2026, 11, 28, tzinfo=UTC)


def test_what_was_begun_is_asked_for_before_it_is_sent_again(tmp_path: Path) -> None:
    file = tmp_path / f"{ID}.cms"
    file.write_bytes(b"sealed")
    outbox = FolderOutbox([file], training=True)
    assert not outbox.parcel(ID).tried
    outbox.sending(ID)
    outbox = FolderOutbox([file], training=True)  # the program was killed, and is run again
    assert outbox.parcel(ID).tried
    outbox.delivered(ID, Receipt(ID, hashlib.sha256(b"sealed").hexdigest(), NOW, "Office", "signature"))
    assert outbox.due(NOW) == []
    assert {path.suffix for path in tmp_path.iterdir()} == {".cms", ".receipt"}


def test_a_folder_that_takes_no_receipts_is_said_before_anything_is_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        send.main(["--office", "office.json", str(tmp_path / "away" / f"{ID}.cms")])
    assert ended.value.code == 2
    assert "cannot be written to" in capsys.readouterr().err
