"""The child with a maker's library: other interpreters, wrong files, guards, rest, a program that dies."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import DeviceError, NotSupported
from devices.vendor import ga1012_algorithm, process
from devices.vendor.binary import bits_of
from devices.vendor.errors import (
    LibraryCrashed,
    LibraryGarbage,
    LibraryHung,
    LibraryMissing,
    LibraryResting,
    LibraryUnfit,
)
from devices.vendor.library import Function, Library
from devices.vendor.process import OURS, Died, NoAnswer, Process
from devices.vendor.rest import LONGEST_S, WELL_CALLS, Rest
from devices.vendor.said import HIDDEN, KNOWN, Said, harmless
from tests.conftest import ROOT
from tests.devices.rigs import soon
from tests.devices.vendor.stubs import HASTE, Stub, library_threads

VERSION, SCORE = "FP_GetVersion", "FP_GetQualityScore"
FUNCTIONS = {**ga1012_algorithm.FUNCTIONS, "not_in_it": Function((), 1000)}
SYSTEMS = Path("/usr/bin/python3")


def never() -> bool:
    return False


@pytest.fixture
def stub(tmp_path: Path) -> Iterator[Stub]:
    stub = Stub(tmp_path, "ga1012")
    yield stub
    if stub.library is not None:
        stub.library.close()
    assert soon(lambda: not library_threads())


def test_another_interpreter_holds_the_library_as_well(stub: Stub) -> None:
    """As a 32-bit one would: another program, with nothing of ours installed."""
    interpreter = other_interpreter()
    library = stub.library = Library(stub.file((interpreter, "-S")), FUNCTIONS, haste=HASTE)
    assert library.call(VERSION, 4).outs == (b"\1\2\3\4",)
    child = library._process
    assert child is not None
    if sys.platform == "linux":
        command = Path(f"/proc/{child.pid}/cmdline").read_text().split("\0")
        assert command[:4] == [interpreter, "-S", "-m", "devices.vendor.host"]


def other_interpreter() -> str:
    """One of another version where there is one, else the system's own without our environment."""
    for minor in (8, 9, 10, 12, 13, 14):
        found = shutil.which(f"python3.{minor}")
        if found is not None and sys.version_info[1] != minor and _runs(found):
            return found
    if not SYSTEMS.exists():
        pytest.skip("there is no /usr/bin/python3 to be the other interpreter")
    return str(SYSTEMS)


def _runs(interpreter: str) -> bool:
    """A version manager's placeholder may be there without the interpreter."""
    return subprocess.run([interpreter, "-S", "-c", ""], capture_output=True, timeout=20).returncode == 0


@pytest.mark.parametrize("name", ["__init__", "wire", "host"])
def test_what_the_child_runs_is_standard_library_in_python_3_8(name: str) -> None:
    source = (ROOT / "devices" / "vendor" / f"{name}.py").read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for module in names:
            top = module.split(".")[0]
            assert top in sys.stdlib_module_names or module == "devices.vendor.wire", module


def test_the_package_above_the_child_imports_nothing() -> None:
    tree = ast.parse((ROOT / "devices" / "__init__.py").read_text("utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize(
    ("interpreter", "error"),
    [
        (("/nowhere/python3",), LibraryMissing),
        (("/bin/false",), LibraryUnfit),
        ((sys.executable, "-c", "import time; time.sleep(60)"), LibraryUnfit),
        (("/bin/echo",), LibraryUnfit),
        ((str(ROOT),), LibraryUnfit),
    ],
)
def test_an_interpreter_that_is_none_is_said(
    stub: Stub, interpreter: tuple[str, ...], error: type[DeviceError]
) -> None:
    library = Library(stub.file(interpreter), FUNCTIONS, haste=20)
    with pytest.raises(error) as caught:
        library.call(VERSION, 4)
    assert caught.value.values["what"] == "interpreter"
    assert not library.running


def test_the_interpreters_bits_must_be_the_ones_asked_for(stub: Stub) -> None:
    bits = 64 if sys.maxsize > 1 << 32 else 32
    library = stub.library = Library(stub.file(bits=bits), FUNCTIONS)
    assert library.call(VERSION, 4).returned == 1
    with pytest.raises(LibraryUnfit) as caught:
        Library(stub.file(bits=96 - bits), FUNCTIONS).call(VERSION, 4)
    assert (caught.value.values["expected"], caught.value.values["got"]) == (96 - bits, bits)


def test_a_library_of_other_bits_is_unfit_and_says_so(stub: Stub) -> None:
    image = bytearray(stub.path.read_bytes())
    assert bits_of(stub.path) == 64
    image[4] = 1
    stub.path.write_bytes(image)
    assert bits_of(stub.path) == 32
    with pytest.raises(LibraryUnfit) as caught:
        stub.opened(FUNCTIONS).call(VERSION, 4)
    assert (caught.value.values["what"], caught.value.values["got"]) == ("bits", 32)


@pytest.mark.parametrize("content", [b"", b"not a library", b"\x7fELF", b"MZ" + bytes(100)])
def test_a_file_that_is_no_library_is_unfit(stub: Stub, content: bytes) -> None:
    stub.path.write_bytes(content)
    assert bits_of(stub.path) == 0
    with pytest.raises(LibraryUnfit):
        stub.opened(FUNCTIONS).call(VERSION, 4)


@pytest.mark.parametrize(("machine", "bits"), [(0x014C, 32), (0x8664, 64), (0xAA64, 64), (0x1234, 0)])
def test_windows_libraries_are_told_apart_by_their_header(tmp_path: Path, machine: int, bits: int) -> None:
    path = tmp_path / "ID_FprCap.dll"
    head = b"MZ" + bytes(0x3A) + (0x40).to_bytes(4, "little") + b"PE\0\0" + machine.to_bytes(2, "little")
    path.write_bytes(head)
    assert bits_of(path) == bits


def test_a_function_it_does_not_have_is_not_supported_and_harmless(stub: Stub) -> None:
    library = stub.opened(FUNCTIONS)
    with pytest.raises(NotSupported):
        library.call("not_in_it")
    assert library.call(VERSION, 4).returned == 1
    assert library.generation == 1


def test_who_writes_beyond_all_room_or_before_the_buffer_costs_its_process(stub: Stub) -> None:
    functions = {"LIVESCAN_GetFPBmpData": Function(("int", "buffer"), 5000)}
    library = stub.opened(functions)
    for fault in ("before", "babble"):
        stub.fault(fault)
        with pytest.raises(LibraryGarbage) as caught:
            library.call("LIVESCAN_GetFPBmpData", 0, 93_238)
        assert caught.value.values["part"] == "buffer"
        assert not library.running
        stub.fault(fault, on=False)


@pytest.mark.parametrize("fault", ["hang", "deaf"])
def test_a_hanging_library_is_really_ended_with_all_it_started(stub: Stub, fault: str) -> None:
    stub.fault(f"spawn@{VERSION}")
    library = stub.opened(FUNCTIONS)
    library.call(VERSION, 4)
    child = library._process
    assert child is not None
    family = _family(child.pid)
    assert len(family) == 2
    stub.fault(f"spawn@{VERSION}", on=False)
    stub.fault(f"{fault}@{VERSION}")
    with pytest.raises(LibraryHung):
        library.call(VERSION, 4)
    assert soon(lambda: all(_gone(pid)() for pid in family))


def _family(pid: int) -> list[int]:
    """The process and those it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        pytest.skip("this system does not tell the children of a process")
    return [pid, *map(int, children.read_text().split())]


def test_what_it_prints_never_mixes_with_the_answers_and_leaves_no_names(stub: Stub) -> None:
    stub.fault("noise")
    library = stub.opened(FUNCTIONS)
    for _ in range(5):
        assert library.call(VERSION, 4).outs == (b"\1\2\3\4",)
    child = library._process
    assert child is not None
    assert soon(lambda: len(child.said.lines()) >= 10)
    kept = " ".join(child.said.lines())
    assert "usb error -4" in kept
    assert not [word for word in ("Zhang", "San", "4401", "1990", "9f3a77", "张") if word in kept]


@given(st.text(max_size=80) | st.text("0123456789-. ZhangSanerror", max_size=60))
def test_only_known_words_and_short_numbers_are_kept(line: str) -> None:
    for word in harmless(line).split():
        assert word == HIDDEN or word.lower() in KNOWN or len(word.lstrip("-")) <= 3


def test_only_the_last_lines_are_kept() -> None:
    said = Said()
    for number in range(100):
        said.add(f"error {number}\n".encode())
    assert len(said.lines()) == 20
    assert said.lines()[-1] == "error 99"
    assert said.bytes == 890


def test_after_repeated_trouble_it_is_left_alone_for_a_while(stub: Stub) -> None:
    clock = Hand()
    stub.fault(f"crash@{VERSION}")
    library = stub.library = Library(stub.file(), FUNCTIONS, clock, HASTE)
    for _ in range(2):
        with pytest.raises(LibraryCrashed):
            library.call(VERSION, 4)
    with pytest.raises(LibraryResting):
        library.call(VERSION, 4)
    stub.faults.clear()
    clock.seconds += 1
    assert library.call(VERSION, 4).returned == 1


class Hand:
    """A clock moved by hand."""

    seconds = 100.0

    def monotonic_ns(self) -> int:
        return int(self.seconds * 1e9)


def test_the_rest_grows_to_half_a_minute_and_is_forgotten_when_all_is_well() -> None:
    rest = Rest()
    lasted = []
    for _ in range(10):
        rest.trouble(0.0)
        lasted.append(rest.left_s(0.0))
    assert lasted[:5] == [0.0, 0.5, 1.0, 2.0, 4.0]
    assert lasted[-1] == LONGEST_S
    assert rest.left_s(LONGEST_S) == 0
    for _ in range(WELL_CALLS):
        rest.well()
    rest.trouble(100.0)
    assert rest.left_s(100.0) == 0


def test_calls_from_several_threads_come_one_after_the_other(stub: Stub) -> None:
    library = stub.opened(FUNCTIONS)
    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda: answers.append(library.call(VERSION, 4).outs)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert answers == [(b"\1\2\3\4",)] * 6
    assert library.generation == 1


def test_the_library_learns_little_of_who_works_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_TOKEN", "secret")
    assert "OFFICE_TOKEN" not in process._environment(None)
    assert set(process._environment(Path("/opt/maker"))) <= {
        *process.PASSED_ON,
        "PYTHONPATH",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONUTF8",
    }


def test_a_large_question_to_a_hanging_child_does_not_hang_the_program(stub: Stub) -> None:
    asleep = Process((sys.executable, "-c", "import time; time.sleep(60)"))
    with pytest.raises(NoAnswer):
        asleep.ask({"do": "call"}, bytes(4_000_000), 0.2, never)
    asleep.end()


def test_a_question_to_a_dead_child_says_how_it_died(stub: Stub) -> None:
    child = Process()
    child.hello(10, never)
    os.kill(child.pid, signal.SIGSEGV)
    with pytest.raises(Died) as caught:
        child.ask({"do": "call"}, b"", 5, never)
    assert caught.value.how == "SIGSEGV"
    child.end()


def test_a_question_the_child_does_not_understand_is_refused(stub: Stub) -> None:
    child = Process()
    child.hello(10, never)
    for question in ({}, {"do": "call", "library": "none", "function": "x"}, {"do": "load"}):
        answer, _ = child.ask(question, b"", 5, never)
        assert answer["failed"] in ("question", "function")
    child.end(0.3)


def test_no_core_file_is_written(stub: Stub) -> None:
    library = stub.opened(FUNCTIONS)
    library.call(VERSION, 4)
    child = library._process
    assert child is not None
    if sys.platform == "linux":
        limits = Path(f"/proc/{child.pid}/limits").read_text()
        core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert core.split()[4:6] == ["0", "0"]


PROGRAM = """
import sys, threading, time
from pathlib import Path
from devices.vendor.ga1012_algorithm import FUNCTIONS
from devices.vendor.library import Library, LibraryFile
library = Library(LibraryFile("stub", Path(sys.argv[1])), FUNCTIONS, haste=float(sys.argv[2]))
call = threading.Thread(target=library.call, args=("FP_GetVersion", 4), daemon=True)
call.start()
while library._process is None:
    time.sleep(0.01)
print(library._process.pid, flush=True)
call.join()
"""


@pytest.mark.parametrize("where", ["load", VERSION])
def test_a_killed_program_leaves_no_child_even_when_the_library_hangs(stub: Stub, where: str) -> None:
    stub.fault(f"hang@{where}")
    haste = "20" if where == "load" else "1"
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(stub.path), haste], stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert program.stdout is not None
    with program.stdout as out:
        pid = int(out.readline())
    time.sleep(0.2)  # into the hanging call
    program.kill()
    program.wait(10)
    assert soon(_gone(pid))


def _gone(pid: int) -> Callable[[], bool]:
    status = Path(f"/proc/{pid}/status")

    def gone() -> bool:
        try:
            return "State:\tZ" in status.read_text()
        except (FileNotFoundError, ProcessLookupError):
            return True

    return gone


def test_an_interpreter_of_ours_needs_nothing_installed() -> None:
    assert (sys.executable, "-S") == OURS
