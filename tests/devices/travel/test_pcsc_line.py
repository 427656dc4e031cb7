"""The line to the PC/SC child: whatever the child does, the asker gets an answer or a coded error in time."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from devices.errors import BadReply, Busy, Cancelled, CardGone, DeviceError, Removed, Silent
from devices.travel import slots
from devices.travel.errors import ChipSoftwareMissing
from devices.travel.pcsc_line import STATUSES, PcscLine
from devices.travel.slots import PcscSlots

CHILD = """
import json, sys, time
def say(**words): print(json.dumps(words), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    {act}
"""
HONEST = """
    do = asked["do"]
    if do == "wait": say(say="card", id="r#1", reader="r", atr="3B80800101")
    elif do == "transmit": say(say="answer", data="9000")
    else: say(say="connected")
"""


def child(act: str) -> tuple[str, ...]:
    return (sys.executable, "-c", CHILD.replace("{act}", act.strip()))


def line(act: str) -> PcscLine:
    return PcscLine(command=child(act))


def never() -> bool:
    return False


def test_questions_are_answered_and_the_child_ends() -> None:
    asked = line('say(say="answer", data=asked["apdu"])')
    for apdu in ("00", "0102"):
        assert asked.ask({"do": "transmit", "apdu": apdu}, never).data("data").hex() == apdu
    asked.close()
    assert not [one for one in threading.enumerate() if one.name == "pcsc line"]


@pytest.mark.parametrize("status", [*STATUSES, "SCARD_E_UNSUPPORTED_FEATURE", "80100099"])
def test_every_word_of_pcsc_is_a_coded_error(status: str) -> None:
    asked = line(f'say(say="failed", status="{status}")')
    with pytest.raises(STATUSES.get(status, BadReply)):
        asked.ask({"do": "wait"}, never)
    asked.close()


@pytest.mark.parametrize(
    ("act", "error"),
    [
        ("time.sleep(60)", Silent),
        ("sys.exit(3)", Removed),
        ("print('hello', flush=True)", BadReply),
        ("print('[1]', flush=True)", BadReply),
        ("print('[' * 100000, flush=True)", BadReply),
        ("print('x' * 1000000, flush=True)", BadReply),
        ("sys.stdout.buffer.write(bytes([255, 254, 10])); sys.stdout.flush()", BadReply),
        ('say(say="failed")', BadReply),
        ('say(say="failed", status=7)', BadReply),
    ],
)
def test_a_child_that_does_wrong_is_ended_and_the_next_one_is_fresh(
    act: str, error: type[DeviceError]
) -> None:
    asked = line(act)
    for _ in range(2):
        with pytest.raises(error):
            asked.ask({"do": "wait"}, never, 0.3)
        asked.close()


def test_a_cancelled_question_leaves_no_child() -> None:
    begun = threading.Event()
    asked = line("time.sleep(60)")
    asked.send({"do": "wait"})
    begun.set()
    with pytest.raises(Cancelled):
        asked.next(begun.is_set, None)
    assert not [one for one in threading.enumerate() if one.name == "pcsc line"]


@pytest.mark.parametrize("data", ["", "90", "xyz", "900"])
def test_answers_that_are_none(data: str) -> None:
    act = HONEST.replace('data="9000"', f'data="{data}"')
    with PcscSlots(command=child(act)) as readers:
        card = readers.wait_card((), never)
        with pytest.raises(CardGone if data == "" else BadReply):
            card.transmit(b"\0\0\0\0")


def test_a_card_that_does_not_answer_the_reader_is_passed_over() -> None:
    act = """
    if asked["do"] == "wait": say(say="card", id="b", reader="b", atr="") if "a" in asked["ignore"] else say(
        say="card", id="a", reader="a", atr="")
    elif asked.get("reader") == "a": say(say="failed", status="SCARD_W_UNRESPONSIVE_CARD")
    else: say(say="connected")
    """
    with PcscSlots(command=child(act)) as readers:
        assert readers.wait_card((), never).mark == "b"


def test_a_card_held_by_another_program_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "CONNECT_S", 0.3)
    act = HONEST.replace('else: say(say="connected")', "else: time.sleep(60)")
    with PcscSlots(command=child(act)) as readers, pytest.raises(Busy):
        readers.wait_card((), never)


def test_a_machine_without_pyscard() -> None:
    """An interpreter that does not have it, and one that is not there."""
    script = str(Path(slots.__file__).with_name("pcsc_child.py"))
    for command in ((sys.executable, "-S", "-E", "-s", script), ("/nonexistent/python3", script)):
        with pytest.raises(ChipSoftwareMissing), PcscSlots(command=command) as readers:
            readers.wait_card((), never)


def test_errors_that_say_nothing_against_the_reader_keep_the_child() -> None:
    pids = set()
    asked = line('say(say="failed", status="SCARD_W_REMOVED_CARD")')
    for _ in range(2):
        with pytest.raises(CardGone):
            asked.ask({"do": "transmit"}, never)
        assert asked._child is not None
        pids.add(asked._child.pid)
    asked.close()
    assert len(pids) == 1
