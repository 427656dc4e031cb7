"""Is a maker's file a 32-bit or a 64-bit library? Told from its first bytes, without loading it."""

from __future__ import annotations

import struct
from pathlib import Path

_PE_32, _PE_64 = (0x014C, 0x01C4), (0x8664, 0xAA64)


def bits_of(path: Path) -> int:
    """32, 64, or 0 when it is neither ELF nor PE or cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError:
        return 0
    if start.startswith(b"\x7fELF") and len(start) > 4:
        return {1: 32, 2: 64}.get(start[4], 0)
    if start.startswith(b"MZ") and len(start) >= 0x40:
        (at,) = struct.unpack_from("<I", start, 0x3C)
        if start[at : at + 4] == b"PE\0\0" and len(start) >= at + 6:
            (machine,) = struct.unpack_from("<H", start, at + 4)
            return 32 if machine in _PE_32 else 64 if machine in _PE_64 else 0
    return 0
