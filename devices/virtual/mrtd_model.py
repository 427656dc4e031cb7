"""A travel document's chip, byte by byte: select, BAC, secured reading, and all that can go wrong with it.

It answers commands as the document would; where they come from (a PC/SC reader, training) is not its concern.
Source: ICAO Doc 9303-10 and 9303-11; ISO/IEC 7816-4.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from devices.contract import ChipKey
from devices.travel import bac, tlv
from devices.travel.bac import BLOCK, KeyPair, Random, crypt, mac_of, padded, unpadded
from devices.travel.files import APPLICATION, IDS

ATR = bytes.fromhex("3B80800101")
LONG_ATR = bytes.fromhex("3B85800180730021C016")  # historical bytes: extended lengths supported

_NAMES = {number: name for name, number in IDS.items()}
_OK, _END, _FAILED = b"\x90\x00", b"\x62\x82", b"\x63\x00"


class MrtdChip:
    """One chip. Not thread-safe: it lies on one reader."""

    FAULTS = frozenset(
        {
            "no_application",  # another card: the application is not there
            "no_challenge",  # it opens only with PACE
            "other_key",  # it is another document's
            "wrong_proof",  # authentication answered with a wrong MAC
            "wrong_echo",  # ... for another challenge than ours
            "short_answer",  # authentication cut short
            "wrong_mac",  # a secured answer with a wrong MAC
            "wrong_padding",  # ... whose text does not end as it must
            "no_mac",  # ... without any proof
            "garbage",  # an answer that is no objects at all
            "plain_error",  # an error outside of the session
            "session_lost",  # the chip forgets the session
            "no_file",  # DG1 is not there
            "file_refused",  # ... or must not be read
            "nothing_read",  # a success without bytes
            "too_much",  # more bytes than asked for
            "ends_early",  # the file is shorter than its head says
            "too_big",  # a file's head says megabytes
            "lying_length",  # objects inside say more than there is
            "drips",  # one byte per answer
            "short_status",  # an answer of one byte
            "refuses_long",  # extended lengths are an error although the ATR promises them
            "altered",  # DG1 is not what was signed
            "no_list",  # there is no SOD
            "bad_list",  # the SOD is garbage
            "bad_face",  # DG2 holds no picture
        }
    )

    def __init__(
        self, files: Mapping[str, bytes], key: ChipKey, *, atr: bytes = ATR, random: Random = os.urandom
    ) -> None:
        self.atr = atr
        self.commands = 0
        self.faults: set[str] = set()
        self._files = dict(files)
        self._keys = bac.keys_of(key)
        self._random = random
        self._challenge = b""
        self._session: KeyPair | None = None
        self._counter = 0
        self._chosen = ""

    def fault(self, name: str, on: bool = True) -> None:
        """Raises KeyError for a name that is none of FAULTS."""
        if name not in self.FAULTS:
            raise KeyError(name)
        (self.faults.add if on else self.faults.discard)(name)

    def reset(self) -> None:
        """Taken off the field, or the reader reset it."""
        self._session, self._challenge, self._chosen = None, b"", ""

    def transmit(self, apdu: bytes) -> bytes:
        """The answer to one command, its status last."""
        self.commands += 1
        if "short_status" in self.faults and self.commands > 1:
            return b"\x90"
        if len(apdu) < 4:
            return b"\x67\x00"
        if apdu[0] & 0x0C:
            return self._secured(apdu)
        head, data = apdu[:4], apdu[5 : 5 + apdu[4]] if len(apdu) > 5 else b""
        if head[1] == 0xA4:
            self.reset()
            found = data == APPLICATION and "no_application" not in self.faults
            return _OK if found else b"\x6a\x82"
        if head[1] == 0x84:
            if "no_challenge" in self.faults:
                return b"\x69\x82"
            self._challenge = self._random(8)
            return self._challenge + _OK
        if head[1] == 0x82:
            return self._authenticated(data)
        return b"\x69\x82"

    def _authenticated(self, data: bytes) -> bytes:
        hidden, proof = data[:32], data[32:]
        if "other_key" in self.faults or len(data) != 40 or mac_of(self._keys.mac, hidden) != proof:
            return _FAILED
        told = crypt(self._keys.enc, hidden, hide=False)
        theirs, echoed, seed = told[:8], told[8:16], told[16:]
        if echoed != self._challenge:
            return _FAILED
        own = self._random(16)
        echo = bytes(8) if "wrong_echo" in self.faults else theirs
        answer = crypt(self._keys.enc, self._challenge + echo + own, hide=True)
        answer += bytes(BLOCK) if "wrong_proof" in self.faults else mac_of(self._keys.mac, answer)
        self._session = bac.derived(bytes(a ^ b for a, b in zip(seed, own, strict=True)))
        self._counter = int.from_bytes(self._challenge[4:] + theirs[4:])
        return (answer[:20] if "short_answer" in self.faults else answer) + _OK

    # secured

    def _secured(self, apdu: bytes) -> bytes:
        if self._session is None:
            return b"\x69\x88"
        if "plain_error" in self.faults:
            return b"\x6f\x00"
        if "session_lost" in self.faults:
            self.reset()
            return b"\x69\x88"
        if "refuses_long" in self.faults and apdu[4] == 0:
            self.reset()
            return b"\x67\x00"
        body = _body(apdu)
        objects = tuple(tlv.objects(body))
        told = b"".join(one.raw for one in objects if one.tag != 0x8E)
        over = self._next() + padded(apdu[:4]) + told
        if mac_of(self._session.mac, over) != tlv.pick(objects, 0x8E).value:
            self.reset()
            return b"\x69\x88"
        hidden = next((one for one in objects if one.tag in (0x85, 0x87)), None)
        data = b""
        if hidden is not None:
            cipher = hidden.value[1:] if hidden.tag == 0x87 else hidden.value
            data = unpadded(crypt(self._session.enc, cipher, hide=False))
        length = next((one.value for one in objects if one.tag == 0x97), None)
        wanted = 0 if length is None else int.from_bytes(length) or 256 ** len(length)
        return self._sealed(*self._served(apdu[1], apdu[2:4], data, wanted), odd=bool(apdu[1] & 1))

    def _served(self, ins: int, p: bytes, data: bytes, wanted: int) -> tuple[bytes, bytes]:
        if ins == 0xA4:
            name = _NAMES.get(int.from_bytes(data), "")
            if name not in self._files or (name == "DG1" and "no_file" in self.faults):
                return b"", b"\x6a\x82"
            if name == "SOD" and "no_list" in self.faults:
                return b"", b"\x6a\x82"
            if name == "DG1" and "file_refused" in self.faults:
                return b"", b"\x69\x82"
            self._chosen = name
            return b"", _OK
        if ins == 0xB0:
            return self._piece(int.from_bytes(p), wanted)
        if ins == 0xB1:
            offset = int.from_bytes(tlv.only(data, 0x54).value)
            piece, status = self._piece(offset, wanted - 4)
            return (tlv.made(0x53, piece) if piece else b""), status
        return b"", b"\x6d\x00"

    def _piece(self, offset: int, wanted: int) -> tuple[bytes, bytes]:
        file = self._file()
        if offset >= len(file):
            return b"", b"\x6b\x00"
        if "ends_early" in self.faults and self._chosen == "DG1" and offset + wanted > 40:
            piece = file[offset : min(40, len(file))]
            return piece, _END
        if "nothing_read" in self.faults and offset:
            return b"", _OK
        if "drips" in self.faults and offset:
            return file[offset : offset + 1], _OK
        piece = file[offset : offset + wanted]
        if "too_much" in self.faults and offset:
            return piece + b"\0", _OK
        return piece, _OK if len(piece) == wanted else _END

    def _file(self) -> bytes:
        file = self._files[self._chosen]
        if self._chosen == "DG1":
            if "too_big" in self.faults:
                return b"\x61\x83\x7f\xff\xff" + file
            if "lying_length" in self.faults:
                return file[:4] + b"\x7f" + file[5:]
            if "altered" in self.faults:
                return file[:-1] + (b"0" if file[-1:] != b"0" else b"1")
        if self._chosen == "SOD" and "bad_list" in self.faults:
            return tlv.made(0x77, bytes(80))
        if self._chosen == "DG2" and "bad_face" in self.faults:
            return tlv.made(0x75, tlv.made(0x7F61, bytes(40)))
        return file

    def _sealed(self, data: bytes, status: bytes, *, odd: bool) -> bytes:
        assert self._session is not None
        if "garbage" in self.faults:
            return b"\xff\xff\xff\xff" + _OK
        told = b""
        if data:
            plain = data + bytes(-len(data) % BLOCK) if "wrong_padding" in self.faults else padded(data)
            hidden = crypt(self._session.enc, plain, hide=True)
            told = tlv.made(0x85, hidden) if odd else tlv.made(0x87, b"\x01" + hidden)
        told += tlv.made(0x99, status)
        if "no_mac" in self.faults:
            return told + _OK
        proof = mac_of(self._session.mac, self._next() + told)
        if "wrong_mac" in self.faults:
            proof = bytes(a ^ 0xFF for a in proof)
        return told + tlv.made(0x8E, proof) + status

    def _next(self) -> bytes:
        self._counter += 1
        return self._counter.to_bytes(8)


def _body(apdu: bytes) -> bytes:
    """The data of a command, short or extended."""
    if len(apdu) > 7 and apdu[4] == 0:
        return apdu[7 : 7 + int.from_bytes(apdu[5:7])]
    return apdu[5 : 5 + apdu[4]] if len(apdu) > 5 else b""
