"""The vault: one random database key, wrapped once per officer and once under a printed recovery code."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vanapp.clock import Clock, read_stamp, stamp
from vanapp.files import write_whole
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
from vanapp.keys.lock import Lock
from vanapp.keys.wrap import KEY_BYTES, NONCE_BYTES, Cost, Wrapped, unwrap, wrap

FORMAT = "vanapp.keys/1"
LEAST_CHARACTERS = 6
RECOVERY = "recovery"  # the number the recovery slot is bound to; no officer has it
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that is misread on paper
_MISREAD = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class Officer:
    """Who may open the records. Name, unit and van are kept under the database key."""

    number: str  # "440103-027"
    name: str = field(repr=False)
    unit: str
    device_no: str


@dataclass(frozen=True)
class Created:
    """A new vault's key, and the recovery code to print now: it is shown this once."""

    key: bytes = field(repr=False)
    recovery_code: str = field(repr=False)


@dataclass(frozen=True)
class _Slot:
    wrapped: Wrapped
    lock: Lock = field(default_factory=Lock)
    profile: str = field(default="", repr=False)  # hex of nonce + AES-GCM under the database key


class Vault:
    """The file of slots. Every change is written whole, synced and renamed into place.

    cost is for tests; leave it alone.
    """

    def __init__(self, path: Path, clock: Clock, cost: Cost | None = None) -> None:
        self._path = path
        self._clock = clock
        self._cost = cost or Cost()

    def exists(self) -> bool:
        return self._path.exists()

    def create(self, officer: Officer, pass_phrase: str) -> Created:
        """A fresh key with its first officer. Raises OfficerThere when there is a vault already."""
        if self.exists():
            raise OfficerThere
        _strong(pass_phrase)
        key = secrets.token_bytes(KEY_BYTES)
        code = _new_code()
        self._write(
            {
                officer.number: self._slot(key, officer, pass_phrase),
                RECOVERY: _Slot(wrap(key, code, RECOVERY, self._cost)),
            }
        )
        return Created(key, _grouped(code))

    def enrol(self, key: bytes, officer: Officer, pass_phrase: str) -> None:
        """Give another officer a slot. Raises OfficerThere, PassPhraseTooWeak."""
        _strong(pass_phrase)
        slots = self._read()
        if officer.number in slots:
            raise OfficerThere
        self._write({**slots, officer.number: self._slot(key, officer, pass_phrase)})

    def remove(self, number: str) -> None:
        """Take an officer's slot away. Raises NoSuchOfficer, LastOfficer."""
        slots = self._read()
        if number not in slots or number == RECOVERY:
            raise NoSuchOfficer
        if len(slots.keys() - {RECOVERY}) == 1:
            raise LastOfficer
        self._write({name: slot for name, slot in slots.items() if name != number})

    def numbers(self) -> tuple[str, ...]:
        """The numbers of all officers with a slot."""
        return tuple(sorted(self._read().keys() - {RECOVERY}))

    def unlock(self, number: str, pass_phrase: str) -> bytes:
        """The raw database key, 32 bytes. Blocks 0.1-0.5 s.

        Raises WrongPassPhrase, LockedOut, KeysDamaged, NotSaved (the try could not be counted).
        """
        number = number.strip()
        return self._open("" if number == RECOVERY else number, pass_phrase)

    def recover(self, recovery_code: str) -> bytes:
        """The key, by the printed code. Then `reset` a pass-phrase. Raises as `unlock` does."""
        typed = recovery_code.upper().translate(_MISREAD)
        return self._open(RECOVERY, "".join(c for c in typed if c in _ALPHABET))

    def reset(self, key: bytes, number: str, pass_phrase: str) -> None:
        """A new pass-phrase for whoever forgot it, by someone who has the key. Raises NoSuchOfficer."""
        _strong(pass_phrase)
        slots = self._read()
        if number not in slots:
            raise NoSuchOfficer
        fresh = replace(slots[number], wrapped=wrap(key, pass_phrase, number, self._cost), lock=Lock())
        self._write({**slots, number: fresh})

    def change_pass_phrase(self, number: str, old: str, new: str) -> None:
        """Raises WrongPassPhrase, LockedOut, PassPhraseTooWeak."""
        _strong(new)
        self.reset(self.unlock(number, old), number, new)

    def renew_recovery_code(self, key: bytes) -> str:
        """A new recovery code; the printed one is worth nothing any more."""
        code = _new_code()
        self._write({**self._read(), RECOVERY: _Slot(wrap(key, code, RECOVERY, self._cost))})
        return _grouped(code)

    def officer(self, key: bytes, number: str) -> Officer:
        """Who that is. Raises NoSuchOfficer, KeysDamaged."""
        slot = self._read().get(number)
        if slot is None:
            raise NoSuchOfficer
        sealed = bytes.fromhex(slot.profile)
        with _damage():
            text = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], number.encode())
            plain = json.loads(text)
            return Officer(number, plain["name"], plain["unit"], plain["device_no"])

    def _open(self, number: str, secret: str) -> bytes:
        slots = self._read()
        slot = slots.get(number)
        if slot is None:
            # Costs the same as a wrong phrase, so that numbers cannot be guessed by the clock.
            wrap(bytes(KEY_BYTES), secret, number, self._cost)
            raise WrongPassPhrase(left=0)
        now = self._clock.now()
        if wait := slot.lock.wait_s(now):
            raise LockedOut(seconds=wait)
        # Counted before it is tried: pulling the plug does not give the try back.
        failed = replace(slot, lock=slot.lock.failed(now))
        self._write({**slots, number: failed})
        key = unwrap(slot.wrapped, secret, number)
        if key is None:
            raise WrongPassPhrase(left=failed.lock.left)
        with suppress(NotSaved):  # the count stays one too high; the right phrase opens all the same
            self._write({**slots, number: replace(slot, lock=Lock())})
        return key

    def _slot(self, key: bytes, officer: Officer, pass_phrase: str) -> _Slot:
        text = json.dumps({"name": officer.name, "unit": officer.unit, "device_no": officer.device_no})
        nonce = os.urandom(NONCE_BYTES)
        profile = nonce + AESGCM(key).encrypt(nonce, text.encode(), officer.number.encode())
        return _Slot(wrap(key, pass_phrase, officer.number, self._cost), profile=profile.hex())

    def _read(self) -> dict[str, _Slot]:
        with _damage():
            plain = json.loads(self._path.read_text("utf-8"))
            if plain["format"] != FORMAT:
                raise ValueError("format")
            return {number: _from_plain(slot) for number, slot in plain["slots"].items()}

    def _write(self, slots: Mapping[str, _Slot]) -> None:
        plain = {"format": FORMAT, "slots": {number: _to_plain(slot) for number, slot in slots.items()}}
        try:
            write_whole(self._path, json.dumps(plain, indent=1, sort_keys=True).encode())
        except OSError as error:
            raise NotSaved from error


@contextmanager
def _damage() -> Iterator[None]:
    """Whatever does not parse or decrypt in here means the file of slots is damaged."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, InvalidTag, FileNotFoundError) as error:
        raise KeysDamaged from error


def _to_plain(slot: _Slot) -> dict[str, object]:
    return {
        **slot.wrapped.to_plain(),
        "tries": slot.lock.tries,
        "since": stamp(slot.lock.since) if slot.lock.since else None,
        "profile": slot.profile,
    }


def _from_plain(plain: dict[str, Any]) -> _Slot:
    since = read_stamp(plain["since"]) if plain["since"] else None
    return _Slot(Wrapped.from_plain(plain), Lock(int(plain["tries"]), since), str(plain["profile"]))


def _strong(pass_phrase: str) -> None:
    if len(pass_phrase.strip()) < LEAST_CHARACTERS:
        raise PassPhraseTooWeak(least=LEAST_CHARACTERS)


def _new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(32))  # 160 bits


def _grouped(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
