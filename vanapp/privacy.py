"""Takes personal data out of text that leaves the encrypted file: logs, crash reports."""

from __future__ import annotations

import re
import unicodedata

# An 18-digit number (also 17 + X, or the old 15), grouped or not; a phone; any run of Han characters,
# because a name, an address and a title cannot be told apart by machine.
_ID = re.compile(r"(?<!\d)\d{6}[ -]?(?:\d{8}[ -]?\d{3}[\dXx]|\d{9})(?![\dXx])")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_DAY = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
_ONE = "\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{_ONE}][{_ONE}\u00b7]*")


def scrub(text: str) -> str:
    """The text with numbers, phones, days and names replaced by <id>, <phone>, <day>, <text>."""
    plain = "".join(unicodedata.normalize("NFKC", c) if "\uff10" <= c <= "\uff5a" else c for c in text)
    plain = _ID.sub("<id>", plain)
    plain = _PHONE.sub("<phone>", plain)
    plain = _DAY.sub("<day>", plain)
    return _HAN.sub("<text>", plain)
