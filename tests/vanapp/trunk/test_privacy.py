"""What leaves the encrypted file carries no person."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from vanapp import log
from vanapp.privacy import scrub


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("44010619480312002X", "<id>"),
        ("id=440106194803120024;", "id=<id>;"),
        ("440106 19480312 0024", "<id>"),
        ("１３８００１３８０００", "<phone>"),
        ("+86 138-0013-8000", "<phone>"),
        ("刘秀兰", "<text>"),
        ("古丽·阿依", "<text>"),
        ("𠮷田", "<text>"),
        ("born 19480312", "born <day>"),
        ("440106480312002", "<id>"),
    ],
)
def test_numbers_phones_days_and_names_go(text: str, clean: str) -> None:
    assert scrub(text) == clean


@pytest.mark.parametrize(
    "text", ["01M7V968E3M23TANC49NGRE4P7", "size=1048576 ms=37", "D027 0007", "store.disk_full", "a" * 64]
)
def test_ids_codes_and_counts_stay(text: str) -> None:
    assert scrub(text) == text


@pytest.mark.logs
def test_the_log_is_scrubbed_down_to_the_traceback(tmp_path: Path) -> None:
    handler = log.configure(tmp_path)
    level = logging.getLogger().level
    try:
        try:
            raise ValueError("刘秀兰 44010619480312002X")
        except ValueError:
            logging.getLogger("x").exception("answer of %s", "13800138000")
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger().setLevel(level)
        handler.close()
    text = (tmp_path / "vanapp.log").read_text("utf-8")
    assert "ValueError" in text
    for secret in ("刘秀兰", "44010619480312002X", "13800138000"):
        assert secret not in text
