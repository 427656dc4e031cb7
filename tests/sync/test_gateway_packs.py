"""The bureau's packs from the command line, through a real gateway, to a van that pinned its keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests

from sync import protocol
from sync.client import Client
from sync.connection import Door
from sync.errors import SignInNeeded
from sync.gateway import mail
from sync.gateway.desk.revocation import revoke
from sync.gateway.office import enrol_van, open_office
from sync.offers import FolderSource, LineSource, Trust
from sync.parcel import NoticeKind
from tests.sync.offices import Program, program
from tests.sync.test_gateway_program import say

PACK = Path(__file__).parents[2] / "forms" / "packs" / "guangdong-1.yaml"


def newer(folder: Path, version: int = 2) -> Path:
    file = folder / f"pack-{version}.yaml"
    text = PACK.read_text("utf-8").replace("version: 1\n", f"version: {version}\n", 1)
    assert f"version: {version}\n" in text
    file.write_text(text, "utf-8")
    return file


def packs(data: Path, word: str, *more: str) -> tuple[int, list[dict[str, object]], str]:
    return say("packs", word, *more, "--data", str(data))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An office with a repository, its root keys elsewhere."""
    open_office(tmp_path / "data", training=True).close()
    code, _, complaint = packs(tmp_path / "data", "init", "--root-keys", str(tmp_path / "safe"))
    assert (code, complaint) == (0, "")
    return tmp_path / "data"


def client_of(gateway: Program) -> Client:
    van = gateway.van()
    return Client(Door(gateway.url, van["van"], True, van["key"], token=van["token"]))


def test_from_the_command_line_to_a_van(data: Path, tmp_path: Path) -> None:
    assert packs(data, "add", str(newer(tmp_path)))[1][0]["vans_told"] == 0
    update = tmp_path / "vanapp_0.2.0_amd64.deb"
    update.write_bytes(b"a program" * 300_000)
    assert packs(data, "add", str(update), "--update", "0.2.0")[0] == 0
    with program(data) as gateway:
        client = client_of(gateway)
        trust = Trust(tmp_path / "van", gateway.van()["packs"].encode())
        look = trust.look(LineSource(client))
        assert [offer.path for offer in look.offers] == [
            "application/vanapp_0.2.0_amd64.deb",
            "scenario/guangdong-2.yaml",
        ]
        for offer, source in zip(look.offers, (update, newer(tmp_path)), strict=True):
            look.fetch(offer, tmp_path / "got")
            assert (tmp_path / "got").read_bytes() == source.read_bytes()
        assert packs(data, "withdraw", "--path", "application/vanapp_0.2.0_amd64.deb")[0] == 0
        assert [offer.kind for offer in trust.look(LineSource(client)).offers] == ["scenario"]
        client.close()
    code, said, _ = packs(data, "list")
    assert (code, said[0]["name"]) == (0, "guangdong@2")
    assert say("check", "--data", str(data))[0] == 0


def test_every_van_that_may_speak_is_told_at_once_of_what_is_new(data: Path, tmp_path: Path) -> None:
    office = open_office(data)
    vans = ("D027", "D028", "D029")
    for van in vans:
        enrol_van(office, van, "")
    revoke(office, "D029", "test")
    assert packs(data, "add", str(newer(tmp_path)))[1][0]["vans_told"] == 2
    assert packs(data, "add", str(newer(tmp_path)))[1][0]["vans_told"] == 0  # the same again
    assert say("rotate-bureau", "--data", str(data))[1][0]["vans_told"] == 2
    kinds = {van: [notice.kind for notice in mail.since(office.database, van, 0)[0]] for van in vans}
    told = [NoticeKind.PACK, NoticeKind.BUREAU]
    assert kinds == {"D027": told, "D028": told, "D029": [NoticeKind.REVOKED]}
    office.close()


def test_what_goes_on_a_stick_is_the_same_and_holds_no_key(data: Path, tmp_path: Path) -> None:
    packs(data, "add", str(newer(tmp_path)))
    assert packs(data, "export", str(tmp_path / "stick"))[0] == 0
    root = (data / "packs" / "metadata" / "1.root.json").read_bytes()
    look = Trust(tmp_path / "van", root).look(FolderSource(tmp_path / "stick"))
    assert [offer.name for offer in look.offers] == ["guangdong-2.yaml"]
    for path in (tmp_path / "stick").rglob("*"):
        assert not path.is_file() or b"PRIVATE KEY" not in path.read_bytes()


def test_the_root_keys_never_lie_at_the_office(data: Path, tmp_path: Path) -> None:
    assert len(list((tmp_path / "safe").glob("root-*.pem"))) == 3
    assert not list(data.rglob("root-*.pem"))
    assert packs(data, "init", "--root-keys", str(tmp_path / "more"))[0] == 2


def test_a_pack_that_is_wrong_is_not_signed(data: Path, tmp_path: Path) -> None:
    file = newer(tmp_path)
    file.write_text(file.read_text("utf-8").replace("materials:", "material:", 1), "utf-8")
    code, said, complaint = packs(data, "add", str(file))
    assert (code, json.loads(complaint)["reason"]) == (2, "pack")
    assert {"line", "column", "place"} <= said[0].keys()
    assert len(packs(data, "list")[1]) == 1


def test_a_version_is_given_once(data: Path, tmp_path: Path) -> None:
    file = newer(tmp_path)
    assert packs(data, "add", str(file))[0] == 0
    assert packs(data, "add", str(file))[0] == 0
    file.write_bytes(file.read_bytes() + b"\n# changed\n")
    code, _, complaint = packs(data, "add", str(file))
    assert (code, json.loads(complaint)["error"]) == (2, "id-taken")


def test_strangers_get_nothing_and_nobody_gets_keys(data: Path, tmp_path: Path) -> None:
    packs(data, "add", str(newer(tmp_path)))
    with program(data) as gateway:
        stranger = Client(Door(gateway.url, "D027", True, gateway.van()["key"], token="x"))
        with pytest.raises(SignInNeeded):
            stranger.offered("metadata/timestamp.json", 0, 100)
        stranger.close()
        headers = {
            "Authorization": f"Bearer {gateway.van()['token']}",
            protocol.PROTOCOL: "2",
            protocol.VAN: "D027",
        }
        for path in (
            "metadata/..%2Fkeys%2Ftargets.pem",
            "targets/..%2Fkeys/targets.pem",
            "targets/keys/targets.pem",
            "metadata/.lock",
            "metadata/none.json",
        ):
            answer = requests.get(f"{gateway.url}{protocol.PACKS}/{path}", headers=headers, timeout=10)
            assert answer.status_code == 404, path
        bad = f"{gateway.url}{protocol.PACKS}/metadata/timestamp.json?most="
        for most in ("0", "x", "1048577", "-1"):
            assert requests.get(bad + most, headers=headers, timeout=10).status_code == 400, most
