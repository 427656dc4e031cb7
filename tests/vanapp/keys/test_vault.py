"""The vault: the right phrase opens, everything else does not, and waiting grows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.vanapp.bed import FakeClock
from vanapp.keys import Officer, Vault
from vanapp.keys.errors import (
    KeysDamaged,
    LastOfficer,
    LockedOut,
    NoSuchOfficer,
    NotSaved,
    OfficerThere,
    PassPhraseTooWeak,
    WrongPassPhrase,
)
from vanapp.keys.lock import FIRST_WAIT_S, FREE_TRIES, LONGEST_WAIT_S
from vanapp.keys.wrap import Cost

LI = Officer("440103-027", "李敏", "越秀流动车", "D027")
WANG = Officer("440103-031", "王强", "越秀流动车", "D027")
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def vault(tmp_path: Path, clock: FakeClock) -> Vault:
    return Vault(tmp_path / "keys.json", clock, CHEAP)


def wrong(vault: Vault, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassPhrase):
            vault.unlock(LI.number, "wrong one")


def test_the_right_phrase_gives_the_same_random_key(vault: Vault) -> None:
    key = vault.create(LI, "xunlian").key
    assert len(key) == 32
    assert vault.unlock(LI.number, "xunlian") == vault.unlock(f" {LI.number} ", "xunlian") == key


def test_full_width_typing_is_the_same_phrase(vault: Vault) -> None:
    key = vault.create(LI, "xunlian").key
    assert vault.unlock(LI.number, "ｘｕｎｌｉａｎ") == key


def test_a_wrong_phrase_and_an_unknown_number_look_alike(vault: Vault) -> None:
    vault.create(LI, "xunlian")
    wrong(vault, 1)
    for number in ("440103-999", "recovery", ""):
        with pytest.raises(WrongPassPhrase):
            vault.unlock(number, "xunlian")


def test_each_officer_opens_the_same_records(vault: Vault) -> None:
    key = vault.create(LI, "xunlian").key
    vault.enrol(key, WANG, "another one")
    assert vault.unlock(WANG.number, "another one") == key
    assert vault.numbers() == (LI.number, WANG.number)
    assert vault.officer(key, WANG.number) == WANG
    with pytest.raises(OfficerThere):
        vault.enrol(key, WANG, "another one")


def test_names_do_not_lie_open_on_the_disk(vault: Vault, tmp_path: Path) -> None:
    key = vault.create(LI, "xunlian").key
    text = (tmp_path / "keys.json").read_text()
    for secret in ("李敏", "\\u674e", key.hex(), "xunlian"):
        assert secret not in text
    assert "李敏" not in repr(LI)


def test_five_tries_are_free_then_waiting_grows(vault: Vault, clock: FakeClock) -> None:
    vault.create(LI, "xunlian")
    wrong(vault, FREE_TRIES)
    waits = []
    for _ in range(9):
        with pytest.raises(LockedOut) as caught:
            vault.unlock(LI.number, "xunlian")
        waits.append(int(str(caught.value.values["seconds"])))
        clock.pass_s(waits[-1] + 1)
        wrong(vault, 1)
    assert waits[0] == FIRST_WAIT_S
    assert waits == sorted(waits)
    assert waits[1] == 2 * FIRST_WAIT_S
    assert waits[-1] == LONGEST_WAIT_S


def test_the_lock_outlives_the_program(vault: Vault, clock: FakeClock, tmp_path: Path) -> None:
    vault.create(LI, "xunlian")
    wrong(vault, FREE_TRIES)
    with pytest.raises(LockedOut):
        Vault(tmp_path / "keys.json", clock, CHEAP).unlock(LI.number, "xunlian")


def test_a_clock_put_back_does_not_lock_for_longer(vault: Vault, clock: FakeClock) -> None:
    vault.create(LI, "xunlian")
    wrong(vault, FREE_TRIES)
    clock.pass_s(-365 * 86400)
    with pytest.raises(LockedOut) as caught:
        vault.unlock(LI.number, "xunlian")
    assert int(str(caught.value.values["seconds"])) <= FIRST_WAIT_S


def test_the_right_phrase_clears_the_count(vault: Vault) -> None:
    vault.create(LI, "xunlian")
    for _ in range(3):
        wrong(vault, FREE_TRIES - 1)
        vault.unlock(LI.number, "xunlian")


def test_the_printed_code_recovers_however_it_is_typed(vault: Vault) -> None:
    created = vault.create(LI, "xunlian")
    code = created.recovery_code
    assert len(code) == 39
    assert vault.recover(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == created.key
    vault.reset(created.key, LI.number, "new phrase")
    assert vault.unlock(LI.number, "new phrase") == created.key
    with pytest.raises(WrongPassPhrase):
        vault.recover("0" * 32)


def test_a_renewed_code_makes_the_old_one_worthless(vault: Vault) -> None:
    created = vault.create(LI, "xunlian")
    fresh = vault.renew_recovery_code(created.key)
    with pytest.raises(WrongPassPhrase):
        vault.recover(created.recovery_code)
    assert vault.recover(fresh) == created.key


def test_a_changed_phrase_replaces_the_old_one(vault: Vault) -> None:
    key = vault.create(LI, "xunlian").key
    vault.change_pass_phrase(LI.number, "xunlian", "second one")
    wrong(vault, 1)
    with pytest.raises(WrongPassPhrase):
        vault.unlock(LI.number, "xunlian")
    assert vault.unlock(LI.number, "second one") == key


def test_a_short_phrase_is_refused_and_changes_nothing(vault: Vault) -> None:
    with pytest.raises(PassPhraseTooWeak):
        vault.create(LI, "  abc  ")
    assert not vault.exists()


def test_the_last_officer_stays(vault: Vault) -> None:
    key = vault.create(LI, "xunlian").key
    with pytest.raises(LastOfficer):
        vault.remove(LI.number)
    vault.enrol(key, WANG, "another one")
    vault.remove(LI.number)
    with pytest.raises(WrongPassPhrase):
        vault.unlock(LI.number, "xunlian")
    with pytest.raises(NoSuchOfficer):
        vault.remove(LI.number)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "other/1", "slots": {}}', '{"slots": 3}'])
def test_a_damaged_file_is_told_in_words(vault: Vault, tmp_path: Path, content: str) -> None:
    vault.create(LI, "xunlian")
    (tmp_path / "keys.json").write_text(content)
    with pytest.raises(KeysDamaged):
        vault.unlock(LI.number, "xunlian")


def test_a_slot_that_asks_for_absurd_memory_is_damage(vault: Vault, tmp_path: Path) -> None:
    vault.create(LI, "xunlian")
    plain = json.loads((tmp_path / "keys.json").read_text())
    plain["slots"][LI.number]["memory_kib"] = 2**31
    (tmp_path / "keys.json").write_text(json.dumps(plain))
    with pytest.raises(KeysDamaged):
        vault.unlock(LI.number, "xunlian")


def test_a_slot_moved_to_another_number_does_not_open(vault: Vault, tmp_path: Path) -> None:
    key = vault.create(LI, "xunlian").key
    vault.enrol(key, WANG, "another one")
    plain = json.loads((tmp_path / "keys.json").read_text())
    plain["slots"][WANG.number] = plain["slots"][LI.number]
    (tmp_path / "keys.json").write_text(json.dumps(plain))
    with pytest.raises(WrongPassPhrase):
        vault.unlock(WANG.number, "xunlian")


def test_a_try_that_cannot_be_counted_is_not_made(vault: Vault, tmp_path: Path) -> None:
    vault.create(LI, "xunlian")
    (tmp_path / "keys.json.half").mkdir()  # nothing can be written beside the file
    with pytest.raises(NotSaved):
        vault.unlock(LI.number, "xunlian")


def test_only_this_user_may_read_the_file(vault: Vault, tmp_path: Path) -> None:
    vault.create(LI, "xunlian")
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0


def test_the_recovery_slot_is_no_officer(vault: Vault) -> None:
    code = vault.create(LI, "xunlian").recovery_code
    with pytest.raises(WrongPassPhrase):
        vault.unlock("recovery", code.replace("-", ""))
    with pytest.raises(NoSuchOfficer):
        vault.remove("recovery")
