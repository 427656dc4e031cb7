"""Packs on a laptop: verified, checked, used from the next start on; a refused one changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from forms.packs.model import Pack
from forms.packs.shelf import current, lay_beside, pack_named, shipped
from forms.search import current_index
from sync.client import Client
from sync.connection import Door
from sync.errors import BadOffer
from sync.offers import FolderSource, LineSource
from tests.sync.bureaus import Bureau
from tests.sync.offices import program
from tests.sync.test_gateway_program import say
from tests.vanapp.bed import Van, make_van
from vanapp import VERSION
from vanapp.clock import SystemClock
from vanapp.packs import NoRoot, NoStickPacks, Packs
from vanapp.problems import words_of
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.choose_matter import choose_matter
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.void import void

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "forms" / "packs" / "guangdong-1.yaml").read_text("utf-8")


def pack(version: int, *, without: str = "", date: str = "2026-12-01") -> bytes:
    text = TEXT.replace("version: 1\n", f"version: {version}\n", 1)
    text = text.replace("date: 2026-11-28\n", f"date: {date}\n", 1)
    assert text != TEXT
    return (text.replace(without, "", 1) if without else text).encode()


@pytest.fixture(autouse=True)
def _only_what_was_shipped() -> Iterator[None]:
    lay_beside(())
    yield
    lay_beside(())


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path / "bureau")


@pytest.fixture
def packs(bureau: Bureau, tmp_path: Path) -> Packs:
    return started(bureau, tmp_path)


def started(bureau: Bureau, tmp_path: Path, in_use: Collection[str] = ()) -> Packs:
    """The program starts (again)."""
    made = Packs(tmp_path / "packs", bureau.root.decode(), SystemClock())
    made.lay(in_use)
    return made


def offer(bureau: Bureau, version: int, body: bytes, name: str = "") -> None:
    bureau.offer(f"guangdong-{version}.yaml", body, facts={"name": name or f"guangdong@{version}"})


def test_a_pack_from_a_stick_is_used_from_the_next_start_on(
    bureau: Bureau, packs: Packs, tmp_path: Path
) -> None:
    offer(bureau, 2, pack(2))
    standing = packs.look_at_stick(bureau.stick("stick"))
    assert (standing.using.name, standing.came, standing.next) == ("guangdong@1", "program", "guangdong@2")
    assert current().name == "guangdong@1"
    standing = started(bureau, tmp_path).standing()
    assert (standing.using.name, standing.came, standing.next) == ("guangdong@2", "stick", "")
    assert current_index() is not None
    assert pack_named("guangdong@1").name == "guangdong@1"


def test_an_application_keeps_the_pack_it_began_with(bureau: Bureau, packs: Packs, tmp_path: Path) -> None:
    van = make_van(tmp_path / "van")
    before = begun(van)
    golden = [line for line in pack(2).decode().splitlines() if "{ category: C19a" not in line]
    text = "\n".join(golden).replace("base: [REGFORM, PHOTO]", "base: [RPT, REGFORM, PHOTO]", 1)
    offer(bureau, 2, text.encode())
    packs.look_at_stick(bureau.stick("stick"))
    started(bureau, tmp_path)
    after = begun(van)
    again = choose_matter(van.services, before, "renewal_expiry", {"household": "local"})
    assert again.pack == "guangdong@1"
    assert van.services.store.applications.get(after).pack == "guangdong@2"
    lists = [[item.material.id for item in make_checklist(van.services, id).items] for id in (before, after)]
    assert "RPT" not in lists[0]
    assert lists[1] == ["RPT", *lists[0]]


def test_a_pack_that_nothing_open_needs_goes_and_is_not_fetched_again(
    bureau: Bureau, packs: Packs, tmp_path: Path
) -> None:
    van, scenario = make_van(tmp_path / "van"), tmp_path / "packs" / "scenario"
    offer(bureau, 2, pack(2))
    packs.look_at_stick(bureau.stick("one"))
    started(bureau, tmp_path)
    open_one = begun(van)
    offer(bureau, 3, pack(3, date="2026-12-02"))
    stick = bureau.stick("two")
    started(bureau, tmp_path).look_at_stick(stick)
    in_use = van.store.applications.packs_in_use()
    assert in_use == {"guangdong@2"}
    started(bureau, tmp_path, in_use)
    assert [pack_named(f"guangdong@{n}").version for n in (2, 3)] == [2, 3]
    void(van.services, open_one)
    assert van.store.applications.packs_in_use() == frozenset()
    again = started(bureau, tmp_path, ())
    assert (current().name, pack_named("guangdong@2").name) == ("guangdong@3", "guangdong@3")
    again.look_at_stick(stick)
    assert len(list(scenario.iterdir())) == 1
    (scenario / "stray.yaml").write_bytes(b"killed before its row was written")
    started(bureau, tmp_path, ())
    assert len(list(scenario.iterdir())) == 1


def test_a_pack_is_read_once_however_often_the_screen_asks(
    bureau: Bureau, packs: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(bureau, 2, pack(2))
    packs.look_at_stick(bureau.stick("stick"))

    def again(_body: bytes) -> Pack:
        raise AssertionError("read again")

    monkeypatch.setattr("vanapp.packs.read_for_use", again)
    assert packs.standing().next == "guangdong@2"


def test_what_a_newer_pack_refuses_does_not_stop_what_began_before(
    bureau: Bureau, packs: Packs, tmp_path: Path
) -> None:
    van = make_van(tmp_path / "van")
    before = begun(van)
    text = "\n".join(line for line in pack(2).decode().splitlines() if "{ category: C19a" not in line)
    at = text.index("id: C19a")
    head, tail = text[:at], text[at:]
    refusal = (
        'refusals:\n      - { when: { matter: [renewal_expiry] }, code: pack.needed, source: "a test" }\n'
    )
    assert "    refusals:\n" in tail
    offer(bureau, 2, (head + tail.replace("refusals:\n", refusal, 1)).encode())
    assert packs.look_at_stick(bureau.stick("stick")).refused is None
    started(bureau, tmp_path)
    assert current().name == "guangdong@2"
    assert "pack.needed" in reasons(van, begun(van))
    assert "pack.needed" not in reasons(van, before)


def reasons(van: Van, application: str) -> set[str]:
    made = make_checklist(van.services, application)
    return {reason.code for reason in made.reasons} | {mistake.code for mistake in made.mistakes}


def begun(van: Van) -> str:
    draft = begin_application(van.services, way="van")
    return choose_matter(van.services, draft.id, "renewal_expiry", {"household": "local"}).id


def test_a_faulty_pack_is_refused_whole_with_its_place(bureau: Bureau, packs: Packs, tmp_path: Path) -> None:
    offer(bureau, 2, pack(2))
    packs.look_at_stick(bureau.stick("good"))
    offer(bureau, 3, pack(3, date="2026-12-02").replace(b"materials:", b"material:", 1))
    standing = packs.look_at_stick(bureau.stick("bad"))
    assert standing.refused is not None
    assert standing.refused.what == "guangdong-3.yaml"
    assert standing.refused.code == "packs.bad_pack"
    assert ":" in standing.refused.values["place"]
    assert standing.next == "guangdong@2"
    assert started(bureau, tmp_path).standing().using.name == "guangdong@2"
    assert len(list((tmp_path / "packs" / "scenario").iterdir())) == 1


def test_a_pack_without_what_a_matter_needs_is_refused(bureau: Bureau, packs: Packs) -> None:
    text = pack(2).decode().replace("id: C19a", "id: C19x").replace("category: C19a", "category: C19x")
    offer(bureau, 2, text.encode())
    standing = packs.look_at_stick(bureau.stick("stick"))
    assert standing.refused is not None
    assert (standing.refused.code, standing.next) == ("packs.bad_pack", "")


def test_a_golden_case_that_fails_refuses_the_pack(bureau: Bureau, packs: Packs) -> None:
    text = pack(2).decode()
    golden = text.index("\ngolden:")
    at = text.index("materials: [", golden)
    end = text.index("]", at)
    offer(bureau, 2, (text[:at] + "materials: [HHB" + text[end:]).encode())
    standing = packs.look_at_stick(bureau.stick("stick"))
    assert standing.refused is not None
    assert "golden" in standing.refused.values["place"]


def test_another_pack_under_an_announced_name_is_refused(bureau: Bureau, packs: Packs) -> None:
    offer(bureau, 3, pack(2), name="guangdong@3")
    standing = packs.look_at_stick(bureau.stick("stick"))
    assert standing.refused is not None
    assert (standing.refused.code, standing.next) == ("packs.other_name", "")


def test_an_older_list_is_told_and_what_is_used_stays(bureau: Bureau, packs: Packs, tmp_path: Path) -> None:
    old = bureau.stick("old")
    offer(bureau, 2, pack(2))
    packs.look_at_stick(bureau.stick("new"))
    with pytest.raises(BadOffer) as caught:
        packs.look_at_stick(old)
    assert caught.value.code == "sync.bad_offer.older"
    standing = started(bureau, tmp_path).standing()
    assert standing.using.name == "guangdong@2"
    assert standing.refused is not None
    packs = started(bureau, tmp_path)
    assert packs.look_at_stick(bureau.stick("newer")).refused is None


def test_a_file_damaged_on_the_laptop_is_not_used_and_comes_again(
    bureau: Bureau, packs: Packs, tmp_path: Path
) -> None:
    offer(bureau, 2, pack(2))
    stick = bureau.stick("stick")
    packs.look_at_stick(stick)
    [file] = (tmp_path / "packs" / "scenario").iterdir()
    file.write_bytes(file.read_bytes() + b"\n# more\n")
    again = started(bureau, tmp_path)
    assert again.standing().using.name == "guangdong@1"
    assert again.look_at_stick(stick).next == "guangdong@2"
    assert started(bureau, tmp_path).standing().using.name == "guangdong@2"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"laid":{"x":{}},"refused":null,"update":null}'])
def test_a_list_that_cannot_be_read_means_what_the_program_came_with(
    bureau: Bureau, tmp_path: Path, body: bytes
) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "state.json").write_bytes(body)
    assert started(bureau, tmp_path).standing().using == shipped()[-1]


def test_a_stick_without_packs_and_a_laptop_without_keys_say_so(bureau: Bureau, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    unpinned = Packs(tmp_path / "packs", "", SystemClock())
    with pytest.raises(NoStickPacks):
        unpinned.look_at_stick(tmp_path / "empty")
    with pytest.raises(NoRoot):
        unpinned.look_at_stick(bureau.stick("stick"))


def test_an_update_is_laid_ready_and_an_earlier_one_goes(
    bureau: Bureau, packs: Packs, tmp_path: Path
) -> None:
    for version in ("0.0.9", "9.0.1", "9.0.10"):
        file = tmp_path / f"vanapp_{version}_amd64.deb"
        file.write_bytes(version.encode() * 1000)
        bureau.offer(file.name, file.read_bytes(), kind="application", facts={"version": version})
        standing = packs.look_at_stick(bureau.stick(version))
        if version == "0.0.9":
            assert standing.update is None
    assert standing.update is not None
    assert standing.update.version == "9.0.10"
    [laid] = standing.folder.iterdir()
    assert laid.read_bytes() == b"9.0.10" * 1000


def test_over_the_line_with_keys_learnt_from_the_office_itself(tmp_path: Path) -> None:
    """A laptop enrolled before the bureau offered packs; a real gateway program at the other end."""
    data = tmp_path / "data"
    with program(data) as gateway:
        van = gateway.van()
        assert van["packs"] == ""
        client = Client(Door(gateway.url, van["van"], True, van["key"], token=van["token"]))
        packs = Packs(tmp_path / "packs", van["packs"], SystemClock())
        assert not packs.look_now_and_then(lambda: LineSource(client))
        assert packs.standing().refused is None
        (tmp_path / "p.yaml").write_bytes(pack(2))
        here = ("--data", str(data))
        assert say("packs", "init", "--root-keys", str(tmp_path / "safe"), *here)[0] == 0
        assert say("packs", "add", str(tmp_path / "p.yaml"), *here)[0] == 0
        packs = Packs(tmp_path / "packs", "", SystemClock())
        assert packs.look_now_and_then(lambda: LineSource(client))
        assert (packs.standing().next, packs.standing().came) == ("guangdong@2", "program")

        def at_every_tick() -> LineSource:
            raise AssertionError("asked again at once")

        assert not packs.look_now_and_then(at_every_tick)
        packs.look_soon()  # the office says there is something new
        with pytest.raises(AssertionError):
            packs.look_now_and_then(at_every_tick)
        client.close()
    # Now it knows the keys: another bureau's stick is told from its own.
    other = Bureau(tmp_path / "other")
    offer(other, 9, pack(9))
    with pytest.raises(BadOffer) as caught:
        packs.look(FolderSource(other.stick("stick")), "stick")
    assert caught.value.code == "sync.bad_offer.signature"


def test_the_program_s_version_is_the_project_s() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == VERSION


def test_the_start_does_not_wait_for_tuf() -> None:
    """Imported at the first look; what is on the shelf was verified when it came."""
    light = "import sys, vanapp.post, vanapp.packs, sync.offers, vanapp.usecases.take_packs;"
    light += "sys.exit(any(name.split('.')[0] in ('tuf', 'securesystemslib') for name in sys.modules))"
    assert subprocess.run((sys.executable, "-c", light), cwd=ROOT, check=False).returncode == 0


def test_every_reason_has_words() -> None:
    for reason in BadOffer.REASONS:
        assert words_of(BadOffer(reason=reason).code) is not None, reason


def test_what_is_kept_names_no_person(bureau: Bureau, packs: Packs, tmp_path: Path) -> None:
    offer(bureau, 2, pack(2))
    packs.look_at_stick(bureau.stick("stick"))
    kept = json.loads((tmp_path / "packs" / "state.json").read_text("utf-8"))
    assert set(kept["laid"]["guangdong@2"]) == {"file", "sha256", "source", "came", "at"}
