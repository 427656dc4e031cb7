"""The console as a program: beside a gateway or alone, over TLS where others can reach it."""

from __future__ import annotations

import json
import ssl
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest

from sync.gateway.console.serve import Hosting, beside
from sync.gateway.errors import CannotStart
from sync.gateway.office import open_office
from tests.sync.offices import started


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_all: object) -> None:
        return None


def signs_in(url: str, name: str, password: str) -> bool:
    body = urlencode({"name": name, "password": password, "back": "/"}).encode()
    try:
        urllib.request.build_opener(_Stay).open(url + "/sign-in", body, timeout=20)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code == 303 and answer.headers["Set-Cookie"].startswith("session=")
    return False


@pytest.mark.parametrize(
    "words", [("--training", "--console-port", "0"), ("console",)], ids=["beside", "alone"]
)
def test_it_says_where_it_is_and_a_training_account_signs_in(tmp_path: Path, words: tuple[str, ...]) -> None:
    folder = tmp_path / "office"
    open_office(folder, training=True, name="越秀分局").close()
    command = [sys.executable, "-m", "sync.gateway", *words, "--data", str(folder)]
    with started(command) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["console"]
        known = json.loads((folder / "console.json").read_text())
        assert (folder / "console.json").stat().st_mode & 0o777 == 0o600
        assert signs_in(url, "station", known["password"])
        assert not signs_in(url, "station", known["password"] + "x")
        process.terminate()
        assert process.wait(20) == 0


def test_where_others_can_reach_it_there_is_tls(tmp_path: Path) -> None:
    office = open_office(tmp_path / "office", training=False, name="越秀分局")
    with beside(office, Hosting(0, "0.0.0.0", names=("console.example",))) as url:
        assert url is not None
        assert url.startswith("https://")
        trust = ssl.create_default_context(cafile=str(office.keys / "ca.pem"))
        with urllib.request.urlopen(
            f"{url.replace('0.0.0.0', '127.0.0.1')}/sign-in", context=trust
        ) as answer:
            assert answer.headers["Strict-Transport-Security"]
    office.close()
    assert not (office.folder / "console.json").exists()
    training = open_office(tmp_path / "training", training=True)
    with pytest.raises(CannotStart), beside(training, Hosting(0, "0.0.0.0")):
        pass
    training.close()
