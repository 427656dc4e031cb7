"""The gateway as people start it: one line when it listens, a quiet end, no mixing of training and real."""

from __future__ import annotations

import json
import resource
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sync import protocol
from sync.errors import ServerTrouble
from sync.gateway.errors import CannotStart
from sync.gateway.office import open_office
from sync.gateway.serve import Serving, check
from tests.sync.offices import ROOT, Program, program, started


def say(*words: str) -> tuple[int, list[dict[str, Any]], str]:
    """`python -m sync.gateway WORDS`: exit code, the lines of JSON it said, what it complained of."""
    done = subprocess.run(
        (sys.executable, "-m", "sync.gateway", *words),
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_the_whole_loop_with_the_program_as_it_is_started(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    with program(tmp_path / "data", "--office", "演练受理点") as gateway:
        assert gateway.ready["office"] == "演练受理点"
        assert gateway.ready["training"] is True
        one = gateway.parcel()
        with gateway.speak() as van:
            assert van.probe().office == "演练受理点"
            van.deliver(one)
            code, said, _ = say("records", "--data", data)
            assert (code, [row["id"] for row in said]) == (0, [one.id])
            cursor = van.changes(0, 0.0)[1]
            code, said, _ = say(
                "decide", "--data", data, one.id, "return", "--reason", "重拍", "--field", "portrait"
            )
            assert (code, said[0]["state"]) == (0, "returned")
            [notice] = van.changes(cursor, 10.0)[0]
            assert (notice.reasons, notice.fields) == (("重拍",), ("portrait",))
            assert say("decide", "--data", data, one.id, "made")[0] == 2
        assert [row["name"] for row in say("vans", "--data", data)[1]] == ["D027"]
        assert say("alarms", "--data", data) == (0, [], "")
        assert gateway.end() == 0
    code, [facts], _ = say("check", "--data", data)
    assert (code, facts["records"], facts["missing_files"], facts["strays"]) == (0, 1, 0, 0)
    assert facts["chain_breaks_at"] is None


def test_a_real_office_enrols_and_revokes_vans_by_command(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "van.json"
    with program(data, training=False) as gateway:
        assert gateway.ready["training"] is False
        assert "van_file" not in gateway.ready
        code, _, _ = say(
            "enrol", "--data", str(data), "--van", "D028", "--url", gateway.url, "--out", str(file)
        )
        assert code == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        said = json.loads(file.read_text())
        assert said["url"].startswith("https://")
        assert (said["training"], said["token"]) == (False, "")
        assert said["enrol"]
        assert say("revoke", "--data", str(data), "--van", "D028")[0] == 0
        assert say("revoke", "--data", str(data), "--van", "D028")[0] == 1


def test_it_ends_with_the_one_who_started_it(tmp_path: Path) -> None:
    """Even when that one was killed: the pipe closes, nothing is left holding the folder."""
    command = (
        sys.executable,
        "-m",
        "sync.gateway",
        "--data",
        str(tmp_path),
        "--training",
        "--until-stdin-closes",
    )
    with started(command, stdin=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert json.loads(process.stdout.readline())["ready"]
        process.stdin.close()
        assert process.wait(15) == 0
    with program(tmp_path):
        pass


def test_one_folder_has_one_gateway(tmp_path: Path) -> None:
    with program(tmp_path):
        code, _, complaint = say("--data", str(tmp_path), "--training")
    assert code == 2
    assert json.loads(complaint)["reason"] == "folder-in-use"


@pytest.mark.parametrize("first", [True, False])
def test_a_folder_keeps_its_kind_for_ever(tmp_path: Path, first: bool) -> None:
    open_office(tmp_path, training=first).close()
    with pytest.raises(CannotStart):
        open_office(tmp_path, training=not first)
    again = open_office(tmp_path)
    assert again.training is first
    again.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "office.example"])
def test_training_never_leaves_this_machine(tmp_path: Path, host: str) -> None:
    office = open_office(tmp_path, training=True)
    with pytest.raises(CannotStart):
        check(office, Serving(host=host))
    for near in ("127.0.0.1", "::1", "localhost"):
        check(office, Serving(host=near))
    office.close()


def test_a_real_office_does_not_review_itself(tmp_path: Path) -> None:
    office = open_office(tmp_path, training=False)
    with pytest.raises(CannotStart):
        check(office, Serving(auto_review_s=1.0))
    office.close()


def test_a_word_to_an_office_that_is_not_there_makes_none(tmp_path: Path) -> None:
    code, said, complaint = say("records", "--data", str(tmp_path / "none"))
    assert (code, said) == (2, [])
    assert json.loads(complaint)["reason"] == "no-such-folder"
    assert not (tmp_path / "none").exists()


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with program(tmp_path / "a") as gateway:
        code, _, complaint = say("--data", str(tmp_path / "b"), "--port", gateway.url.rsplit(":", 1)[1])
    assert code == 2
    assert json.loads(complaint)["reason"] == "cannot-listen"


def test_secrets_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    with program(tmp_path / "data") as gateway:
        assert isinstance(gateway, Program)
    for name in ("office.key", "office.token", "vans/D027.json"):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_the_van_keeps_its_token_when_the_gateway_is_started_again(tmp_path: Path) -> None:
    with program(tmp_path) as gateway:
        first = gateway.van()
    with program(tmp_path) as gateway:
        second = gateway.van()
        assert second.pop("enrol") != first.pop("enrol")  # works once, so each start has its own
        assert {**first, "url": ""} == {**second, "url": ""}
        assert second["url"] == gateway.url
        with gateway.speak() as van:
            van.probe()


def test_a_full_disk_while_a_body_comes_is_trouble_and_nothing_stays(tmp_path: Path) -> None:
    """The kernel refuses the write (a file-size limit stands for the full disk): 507, no half file, alive."""

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))

    command = (sys.executable, "-m", "sync.gateway", "--data", str(tmp_path), "--training")
    with started(command, preexec_fn=small_files) as process:
        assert process.stdout is not None
        gateway = Program(process, json.loads(process.stdout.readline()))
        with gateway.speak() as van:
            with pytest.raises(ServerTrouble) as caught:
                van.deliver(gateway.parcel(2_000_000))
            assert caught.value.values["status"] == protocol.PROBLEMS["disk-full"]
            assert list((tmp_path / "incoming").iterdir()) == []
            assert list((tmp_path / "objects").iterdir()) == []
            van.deliver(gateway.parcel())
