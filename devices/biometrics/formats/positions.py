"""Which finger, in three numberings: GA/T 1011 (ours), ISO/IEC 19794, ANSI/NIST-ITL.

ISO and NIST number the fingers alike: 1 to 5 the right hand, 6 to 10 the left, thumb first; 0 unknown.
GA/T 1011: 11 to 15 and 16 to 20; 97 to 99 unknown right, left, hand.
"""

from __future__ import annotations

_OFFSET = 10
_MOST = 10


def to_iso(gat: int) -> int:
    """0 for every finger nobody names."""
    return gat - _OFFSET if _OFFSET < gat <= _OFFSET + _MOST else 0


def from_iso(position: int) -> int:
    """0 for every finger nobody names (and for palms)."""
    return position + _OFFSET if 1 <= position <= _MOST else 0
