"""Messages, ratings and adapters as people start them, beside the running program."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

from sync.gateway.desk import ratings
from sync.gateway.office import open_office
from tests.sync.gateway.desk.offices import desk
from tests.sync.gateway.desk.test_adapters import LOCAL
from tests.sync.offices import program
from tests.sync.test_gateway_program import say


def returned(folder: Path) -> str:
    """An office with one record that was sent back; its number."""
    with desk(folder) as one:
        letter = one.arrive()
        one.decide(letter, "return")
        return letter.number


def test_a_running_gateway_tells_residents_by_itself(tmp_path: Path) -> None:
    data = tmp_path / "office"
    tray = data / "adapters" / "sms"
    data.mkdir(mode=0o700)
    with desk(data, LOCAL) as one:
        one.clock[0] = datetime.now(UTC)
        one.decide(one.arrive(), "return")
    with program(data) as gateway:
        while not list(tray.glob("*.json")):
            assert gateway.process.poll() is None
            time.sleep(0.05)
        assert gateway.end() == 0
    (text,) = tray.glob("*.json")
    assert "补正" in json.loads(text.read_text())["text"]
    assert text.stat().st_mode & 0o077 == 0


def test_a_mistake_in_adapters_toml_is_told_at_the_start(tmp_path: Path) -> None:
    data = tmp_path / "office"
    open_office(data, training=True).close()
    (data / "adapters.toml").write_text("[sms]\nuse = 7\n")
    code, _, complaint = say("--data", str(data), "--training")
    told = json.loads(complaint.splitlines()[-1])
    assert (code, told["reason"]) == (2, "adapters")
    assert told["mistakes"] == [{"line": 2, "where": "sms.use", "code": "unknown-use"}]
    assert say("adapters", "--data", str(data))[0] == 2
    (data / "adapters.toml").unlink()
    assert say("adapters", "--data", str(data))[1][0]["sms"] == "no-sms"


def test_a_rating_heard_on_the_telephone_is_entered_once(tmp_path: Path) -> None:
    data = tmp_path / "office"
    number = returned(data)
    asked = ("ratings", "--data", str(data), "--number", number, "--level", "2", "--words", "等太久")
    assert say(*asked)[0] == 0
    assert say(*asked)[0] == 1
    code, (task,), _ = say("ratings", "--data", str(data))
    assert (code, task["level"], task["state"]) == (0, 2, "open")
    with desk(data) as one:
        assert ratings.said(one.office, ratings.find(one.office, task["record"]))[0] == "等太久"
