"""Large blocks stay out of the heaps, also after the first large one was freed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

# hblks of mallinfo2: how many blocks are the system's own mappings.
CHILD = """
import ctypes
from vanapp.memory import give_pictures_back

class Info(ctypes.Structure):
    names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(name, ctypes.c_size_t) for name in names.split()]

tell = ctypes.CDLL(None).mallinfo2
tell.restype = Info
assert give_pictures_back()
bytearray(8_000_000)  # made and freed: this is what raises glibc's limit
before = tell().hblks
pictures = [bytearray(3_000_000) for _ in range(5)]
print(tell().hblks - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's malloc only")
def test_every_picture_is_a_mapping_of_its_own() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    if "mallinfo2" in done.stderr:
        pytest.skip("no glibc 2.33 here to ask")
    assert (done.returncode, done.stdout.strip()) == (0, "5"), done.stderr
