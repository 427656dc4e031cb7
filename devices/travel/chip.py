"""One travel document's chip, from the first secured word to everything it said. Source: ICAO Doc 9303-11."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from devices.contract import Cancelled as CancelledQuestion
from devices.contract import ChipKey, ChipRead, ChipTrust, Progress
from devices.errors import BadReply, DeviceError
from devices.travel import bac, lds
from devices.travel.apdu import Channel
from devices.travel.bac import Random
from devices.travel.errors import SessionLost
from devices.travel.face import Face, face_of
from devices.travel.files import LONG_PIECE, SHORT_PIECE, read_file, select_application
from devices.travel.secure import SecureChannel
from devices.travel.sod import Verdict, verdict

NUMBERS = {"DG1": 1, "DG2": 2, "DG11": 11, "DG12": 12}
DETAILS = {"DG11": 0x6B, "DG12": 0x6C}


@dataclass(frozen=True)
class Reading:
    """What is needed besides the chip. roots: the states' signing certificates we trust; may be none."""

    roots: Sequence[x509.Certificate]
    now: Callable[[], datetime]
    random: Random


def read_chip(
    channel: Channel,
    key: ChipKey,
    reading: Reading,
    long_answers: bool,
    cancelled: CancelledQuestion,
    progress: Progress,
) -> ChipRead:
    """The application must be selected. Tells "unlocking", "reading", "photo".

    long_answers: chip and reader say that they take extended lengths; if that goes wrong it is read again
    with short ones. Raises WrongKey, ChipLocked, SessionLost, BadReply, Cancelled, and what transmit raises.
    """
    if long_answers:
        try:
            return _read(channel, key, reading, LONG_PIECE, cancelled, progress)
        except (BadReply, SessionLost):
            if not select_application(channel):
                raise
    return _read(channel, key, reading, SHORT_PIECE, cancelled, progress)


def takes_long_answers(atr: bytes) -> bool:
    """Do the chip's historical bytes say that it takes extended lengths? Source: ISO/IEC 7816-4, 12.1.1.

    A reader makes the ATR of a contactless chip of these bytes (PC/SC part 3, 3.1.3.2.3.1).
    """
    if len(atr) < 2:
        return False
    count, at, follows = atr[1] & 0x0F, 2, atr[1] >> 4
    while follows:
        at += (follows & 0x7).bit_count()
        more = follows & 0x8
        follows = atr[at] >> 4 if more and at < len(atr) else 0
        at += 1 if more else 0
    told = atr[at : at + count]
    if told[:1] != b"\x80":
        return False
    at = 1
    while at < len(told):
        tag, length = told[at] >> 4, told[at] & 0x0F
        if tag == 0x7 and length == 3 and at + 3 < len(told):
            return bool(told[at + 3] & 0x40)
        at += 1 + length
    return False


def _read(
    channel: Channel,
    key: ChipKey,
    reading: Reading,
    piece_bytes: int,
    cancelled: CancelledQuestion,
    progress: Progress,
) -> ChipRead:
    progress("unlocking")
    secure = SecureChannel(channel, bac.authenticate(channel, key, reading.random))
    files: dict[str, bytes] = {}

    def fetch(name: str) -> None:
        file = read_file(secure, name, piece_bytes, cancelled)
        if file is not None:
            files[name] = file

    progress("reading")
    fetch("COM")
    present = lds.groups_of(files["COM"]) if "COM" in files else (1, 2)
    fetch("SOD")
    fetch("DG1")
    if "DG1" not in files:
        raise BadReply(file="DG1", expected="a machine-readable zone", got="no such file")
    zone = lds.zone_of(files["DG1"])
    for name in DETAILS:
        if NUMBERS[name] in present:
            fetch(name)
    if 2 in present:
        progress("photo")
        fetch("DG2")
    face, fields, troubles = _understood(files)
    trusted = _verdict(files, reading)
    return ChipRead(
        lines=zone,
        fields=fields,
        face=face.data if face else b"",
        face_type=face.media_type if face else "",
        files=files,
        present=present,
        agrees=trusted.agrees,
        trust=trusted.trust,
        reason=trusted.reason,
        troubles=troubles,
    )


def _understood(files: Mapping[str, bytes]) -> tuple[Face | None, dict[str, str], tuple[str, ...]]:
    """Picture and details; what cannot be understood is named and left out: the zone is worth having."""
    troubles = []
    face = None
    fields: dict[str, str] = {}
    try:
        face = face_of(files["DG2"]) if "DG2" in files else None
    except DeviceError:
        troubles.append("face")
    for name, tag in DETAILS.items():
        try:
            fields |= lds.details_of(files[name], tag) if name in files else {}
        except DeviceError:
            troubles.append("details")
    return face, fields, tuple(troubles)


def _verdict(files: Mapping[str, bytes], reading: Reading) -> Verdict:
    if "SOD" not in files:
        return Verdict(ChipTrust.NOT_CHECKED, "no_list")
    groups = {number: files[name] for name, number in NUMBERS.items() if name in files}
    return verdict(files["SOD"], groups, reading.roots, reading.now())
