"""Basic Access Control: the keys that follow from the machine-readable zone, and proving them to the chip.

Source: ICAO Doc 9303-11, 8th edition, 4.3 and 9.7; its Appendix D is the worked example in the tests.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

from devices.contract import ChipKey
from devices.errors import BadReply
from devices.travel import apdu
from devices.travel.apdu import Channel, Command
from devices.travel.errors import ChipLocked, WrongKey
from devices.travel.mrz import FILLER, check_digit

BLOCK = 8
Random = Callable[[int], bytes]


@dataclass(frozen=True)
class KeyPair:
    """Two 16-byte 3DES keys: one to hide, one to prove."""

    enc: bytes = field(repr=False)
    mac: bytes = field(repr=False)


def keys_of(key: ChipKey) -> KeyPair:
    """From what stands in the zone: number, birth, expiry, each with its check digit."""
    number = key.number.ljust(9, FILLER)
    told = "".join(part + check_digit(part) for part in (number, key.birth, key.expiry))
    return derived(hashlib.sha1(told.encode("ascii")).digest()[:16])


def derived(seed: bytes) -> KeyPair:
    return KeyPair(*(_odd(hashlib.sha1(seed + bytes([0, 0, 0, use])).digest()[:16]) for use in (1, 2)))


def _odd(key: bytes) -> bytes:
    """DES wants an odd number of ones in every byte."""
    return bytes(byte ^ (1 - (byte.bit_count() & 1)) for byte in key)


def crypt(key: bytes, data: bytes, *, hide: bool) -> bytes:
    """3DES, CBC, zero start. A key of 16 bytes begins again with its first half. `data` in whole blocks."""
    cipher = Cipher(TripleDES(key + key[:8] if len(key) == 16 else key), modes.CBC(bytes(BLOCK)))
    context = cipher.encryptor() if hide else cipher.decryptor()
    return context.update(data) + context.finalize()


def padded(data: bytes) -> bytes:
    return data + b"\x80" + bytes(-(len(data) + 1) % BLOCK)


def unpadded(data: bytes) -> bytes:
    """Raises BadReply."""
    bare = data.rstrip(b"\0")
    if not bare.endswith(b"\x80") or len(data) - len(bare) >= BLOCK:
        raise BadReply(expected="padding", got="none")
    return bare[:-1]


def mac_of(key: bytes, data: bytes) -> bytes:
    """Retail MAC (ISO/IEC 9797-1 algorithm 3) over padded data: single DES, the last block 3DES."""
    first, second = key[:8], key[8:]
    chained = crypt(first * 3, padded(data), hide=True)[-BLOCK:]
    return _des(first, _des(second, chained, hide=False), hide=True)


def _des(key: bytes, block: bytes, *, hide: bool) -> bytes:
    """Single DES is 3DES with three times the same key."""
    return crypt(key * 3, block, hide=hide)


@dataclass(frozen=True)
class Session:
    """What both ends know after authentication."""

    keys: KeyPair
    counter: int  # the send sequence counter


def authenticate(channel: Channel, key: ChipKey, random: Random) -> Session:
    """Prove to each other that both know the zone. Raises WrongKey, ChipLocked, BadReply."""
    keys = keys_of(key)
    challenge, status = apdu.ask(channel, Command(0, 0x84, 0, 0, le=8))
    if status != apdu.OK and not challenge:
        raise ChipLocked(status=f"{status:04X}")
    if status != apdu.OK or len(challenge) != BLOCK:
        raise BadReply(expected="a challenge of 8 bytes", got=f"{len(challenge)} bytes, {status:04X}")
    ours, seed = random(8), random(16)
    cryptogram = crypt(keys.enc, ours + challenge + seed, hide=True)
    token = cryptogram + mac_of(keys.mac, cryptogram)
    answer, status = apdu.ask(channel, Command(0, 0x82, 0, 0, token, le=len(token)))
    if status == apdu.AUTHENTICATION_FAILED or status in apdu.NOT_ALLOWED or status >> 4 == 0x63C:
        raise WrongKey()
    if status != apdu.OK or len(answer) != len(token):
        raise BadReply(expected=f"{len(token)} bytes", got=f"{len(answer)} bytes, {status:04X}")
    hidden, proof = answer[:-BLOCK], answer[-BLOCK:]
    if not hmac.compare_digest(mac_of(keys.mac, hidden), proof):
        raise BadReply(expected="the chip's proof", got="a wrong MAC")
    told = crypt(keys.enc, hidden, hide=False)
    if told[:8] != challenge or told[8:16] != ours:
        raise BadReply(expected="our own challenge", got="another one")
    shared = bytes(a ^ b for a, b in zip(seed, told[16:], strict=True))
    return Session(derived(shared), int.from_bytes(challenge[4:] + ours[4:]))
