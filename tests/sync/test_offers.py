"""What a van believes of what is offered to it, whoever stands between: attacks on the list and the files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from sync import protocol
from sync.errors import BadOffer, Unreachable
from sync.offers import FolderSource, Source, Trust
from tests.sync.bureaus import PACK, Bureau


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path / "bureau")


@pytest.fixture
def trust(bureau: Bureau, tmp_path: Path) -> Trust:
    return Trust(tmp_path / "van", bureau.root)


def names(trust: Trust, stick: Path) -> list[str]:
    return [offer.path for offer in trust.look(FolderSource(stick)).offers]


def refused(job: Callable[[], object]) -> str:
    with pytest.raises(BadOffer) as caught:
        job()
    return str(caught.value.values["reason"])


def metadata(stick: Path) -> Path:
    return stick / protocol.STICK_FOLDER / "metadata"


def target(stick: Path) -> Path:
    [path] = (stick / protocol.STICK_FOLDER / "targets" / "scenario").iterdir()
    return path


def test_what_is_offered_is_seen_and_brought_byte_for_byte(
    bureau: Bureau, trust: Trust, tmp_path: Path
) -> None:
    sha256 = bureau.offer()
    look = trust.look(FolderSource(bureau.stick("stick")))
    [offer] = look.offers
    assert (offer.path, offer.sha256, offer.facts["name"]) == (
        "scenario/guangdong-2.yaml",
        sha256,
        "guangdong@2",
    )
    look.fetch(offer, tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == PACK
    assert list((tmp_path / "van" / "part").iterdir()) == []


def test_an_older_list_is_refused_after_a_newer_one(bureau: Bureau, trust: Trust) -> None:
    old = bureau.stick("old")
    bureau.offer()
    assert names(trust, bureau.stick("new")) == ["scenario/guangdong-2.yaml"]
    assert refused(lambda: trust.look(FolderSource(old))) == "older"


def test_a_list_beyond_its_date_is_refused(bureau: Bureau, trust: Trust) -> None:
    bureau.offer(days=-1)
    assert refused(lambda: trust.look(FolderSource(bureau.stick("stick")))) == "expired"


def test_another_bureau_s_signature_is_refused(bureau: Bureau, trust: Trust, tmp_path: Path) -> None:
    other = Bureau(tmp_path / "other")
    other.offer(body=b"forged")
    assert refused(lambda: trust.look(FolderSource(other.stick("stick")))) == "signature"


def test_lists_of_different_days_are_not_mixed(bureau: Bureau, trust: Trust) -> None:
    bureau.offer()
    old = bureau.stick("old")
    bureau.offer("guangdong-3.yaml")
    new = bureau.stick("new")
    assert names(trust, old) == ["scenario/guangdong-2.yaml"]
    both = bureau.mixed("mixed", old, new)
    (metadata(both) / "3.snapshot.json").write_bytes((metadata(old) / "2.snapshot.json").read_bytes())
    assert refused(lambda: trust.look(FolderSource(both))) in ("damaged", "older")
    frozen = bureau.mixed("frozen", old, new, "2.targets.json")
    (metadata(frozen) / "3.targets.json").write_bytes((metadata(old) / "2.targets.json").read_bytes())
    (metadata(frozen) / "3.snapshot.json").unlink()
    assert refused(lambda: trust.look(FolderSource(frozen))) == "missing"
    assert names(trust, new) == ["scenario/guangdong-2.yaml", "scenario/guangdong-3.yaml"]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda body: body[:-1], "damaged"),
        (lambda body: body[:100] + b"x" + body[101:], "damaged"),
        (lambda body: body + b"more", "endless"),
        (lambda body: b"", "damaged"),
    ],
    ids=["cut", "flipped", "longer", "empty"],
)
def test_a_spoilt_file_is_refused_and_the_right_one_taken_next_time(
    bureau: Bureau, trust: Trust, tmp_path: Path, spoil: Callable[[bytes], bytes], reason: str
) -> None:
    bureau.offer()
    stick = bureau.stick("stick")
    target(stick).write_bytes(spoil(PACK))
    look = trust.look(FolderSource(stick))
    assert refused(lambda: look.fetch(look.offers[0], tmp_path / "got")) == reason
    assert not (tmp_path / "got").exists()
    target(stick).write_bytes(PACK)
    look = trust.look(FolderSource(stick))
    look.fetch(look.offers[0], tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == PACK


class Endless:
    """Answers the named file for ever."""

    def __init__(self, inner: Source, name: str) -> None:
        self._inner, self._name = inner, name
        self.given = 0

    def read(self, path: str, offset: int, most: int) -> bytes:
        if self._name not in path:
            return self._inner.read(path, offset, most)
        piece = b"x" * min(most, 64 * 1024)
        self.given += len(piece)
        return piece


@pytest.mark.parametrize("name", ["timestamp.json", "targets.json", "guangdong-2.yaml"])
def test_endless_data_costs_no_more_than_was_promised(
    bureau: Bureau, trust: Trust, tmp_path: Path, name: str
) -> None:
    bureau.offer()
    source = Endless(FolderSource(bureau.stick("stick")), name)

    def fetch() -> None:
        look = trust.look(source)
        look.fetch(look.offers[0], tmp_path / "got")

    assert refused(fetch) == "endless"
    assert source.given <= 5_000_001  # tuf's own bound for a list


class Cut:
    """A line that dies after so many bytes of a target."""

    def __init__(self, inner: Source, after: int) -> None:
        self._inner, self._left = inner, after
        self.offsets: list[int] = []

    def read(self, path: str, offset: int, most: int) -> bytes:
        if path.startswith("targets"):
            self.offsets.append(offset)
            if self._left <= 0:
                raise Unreachable
            most = min(most, 50_000)
            self._left -= most
        return self._inner.read(path, offset, most)


def test_a_cut_line_is_gone_on_from_where_it_was(bureau: Bureau, trust: Trust, tmp_path: Path) -> None:
    bureau.offer()
    source = FolderSource(bureau.stick("stick"))
    look = trust.look(Cut(source, 200_000))
    with pytest.raises(Unreachable):
        look.fetch(look.offers[0], tmp_path / "got")
    again = Cut(source, 10**9)
    look = trust.look(again)
    look.fetch(look.offers[0], tmp_path / "got")
    assert again.offsets[0] == 200_000
    assert (tmp_path / "got").read_bytes() == PACK


def test_new_keys_come_with_the_old_ones_word(bureau: Bureau, trust: Trust) -> None:
    bureau.offer()
    assert names(trust, bureau.stick("before"))
    for role in ("targets", "timestamp"):
        bureau.repository.renew_key(role, bureau.folder / "safe")
    assert names(trust, bureau.stick("after")) == ["scenario/guangdong-2.yaml"]


def test_one_stolen_root_key_makes_no_new_keys(bureau: Bureau, trust: Trust, tmp_path: Path) -> None:
    for number in (1, 2):
        (bureau.folder / "safe" / f"root-{number}.pem").unlink()
    from sync.gateway.errors import CannotStart

    with pytest.raises(CannotStart):
        bureau.repository.renew_key("targets", bureau.folder / "safe")
    assert names(trust, bureau.stick("stick")) == []


def test_the_office_s_dates_are_written_down(bureau: Bureau) -> None:
    left = bureau.repository.expires() - bureau.now
    assert timedelta(days=179) < left <= timedelta(days=180)


@pytest.mark.parametrize("path", ["scenario/../../x", "other/x.yaml", "scenario/.x", "scenario/a/b"])
def test_a_name_that_is_no_file_name_is_refused_though_signed(
    bureau: Bureau, trust: Trust, path: str
) -> None:
    from tuf.api.metadata import TargetFile

    made = TargetFile.from_data(path, b"x", ["sha256"])
    bureau.repository._publish({path: made}, 10)
    assert refused(lambda: trust.look(FolderSource(bureau.stick("stick")))) == "form"
