"""A laptop becomes a real van's by the office's file, or stays what it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from sync.keys import OfficeSeal, new_private_key
from tests.sync.sealing.papers import issue
from vanapp import enrol
from vanapp.bootstrap import Start, Unopened
from vanapp.clock import SystemClock
from vanapp.keys.errors import WrongPassPhrase
from vanapp.keys.vault import Vault
from vanapp.paths import Paths

CA = issue("office CA").certificate.public_bytes(Encoding.PEM).decode()
TOLD = {
    "url": "https://127.0.0.1:9",  # nobody listens there
    "van": "D031",
    "office": "Yuexiu",
    "key": OfficeSeal(new_private_key()).public,
    "token": "",
    "training": False,
    "enrol": "t",
    "ca": CA,
    "bureau": [CA],
}
ARGUMENTS = ["--officer", "440103-031", "--name", "Test", "--unit", "Van 31"]
PHRASE = "seven green vans"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache")


def told(tmp_path: Path, **other: object) -> str:
    file = tmp_path / "office.json"
    file.write_text(json.dumps({**TOLD, **other}))
    return str(file)


def test_an_enrolled_laptop_is_no_training_laptop(tmp_path: Path, paths: Paths) -> None:
    assert Unopened(Start(paths)).training
    assert enrol.main(["--office", told(tmp_path), *ARGUMENTS], paths, lambda _: PHRASE) == 0
    unopened = Unopened(Start(paths))
    assert not unopened.training
    assert unopened.hint is None
    assert unopened.office is None


def test_the_first_officer_opens_it_and_belongs_to_the_van(
    tmp_path: Path, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    enrol.main(["--office", told(tmp_path), *ARGUMENTS], paths, lambda _: PHRASE)
    vault = Vault(paths.keys, SystemClock())
    key = vault.unlock("440103-031", PHRASE)
    assert vault.officer(key, "440103-031").device_no == "D031"
    code = next(line.strip() for line in capsys.readouterr().out.splitlines() if line.startswith("    "))
    assert vault.recover(code) == key
    with pytest.raises(WrongPassPhrase):
        vault.unlock("440103-031", "another phrase")


@pytest.mark.parametrize(
    "other",
    [{"training": True}, {"token": None, "url": 5, "van": None}, {"ca": "PEM"}, {"bureau": []}],
    ids=["training", "odd", "no authority", "no bureau"],
)
def test_a_training_office_cannot_enrol_a_van(tmp_path: Path, paths: Paths, other: dict[str, object]) -> None:
    file = told(tmp_path, **other)
    if "url" in other:
        Path(file).write_text("{}")
    assert enrol.main(["--office", file, *ARGUMENTS], paths, lambda _: PHRASE) == 1
    assert not paths.keys.exists()
    assert Unopened(Start(paths)).training


def test_two_different_phrases_change_nothing(tmp_path: Path, paths: Paths) -> None:
    answers = iter((PHRASE, PHRASE + "!"))
    assert enrol.main(["--office", told(tmp_path), *ARGUMENTS], paths, lambda _: next(answers)) == 1
    assert not paths.keys.exists()
