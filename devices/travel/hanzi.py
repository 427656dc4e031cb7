"""Chinese characters in a machine-readable zone: four letters each, A for 0 to P for 15, half a byte of GBK.

Source: specimens of PRC passports and permits (证件样本 is NGKELMPONBPJLBLO); GA/T 704.14 refers to GBK.
"""

from __future__ import annotations

_HALVES = "ABCDEFGHIJKLMNOP"
LETTERS_EACH = 4


def decode(letters: str) -> str:
    """The characters; an empty string when there are none or the letters are no GBK. Never raises."""
    told = letters.rstrip("<")
    if not told or len(told) % LETTERS_EACH or any(letter not in _HALVES for letter in told):
        return ""
    halves = [_HALVES.index(letter) for letter in told]
    pairs = zip(halves[::2], halves[1::2], strict=True)
    try:
        return bytes(high << 4 | low for high, low in pairs).decode("gbk")
    except UnicodeDecodeError:
        return ""


def encode(text: str, letters: int) -> str:
    """`text` in a field of that many letters: cut to whole characters, filled with <. For specimens.

    Raises UnicodeEncodeError for what is not in GBK.
    """
    whole = text[: letters // LETTERS_EACH].encode("gbk")
    return "".join(_HALVES[byte >> 4] + _HALVES[byte & 15] for byte in whole).ljust(letters, "<")
