"""The child process that holds a maker's library: `python -m devices.vendor.host`, started by process.py.

It knows nothing of fingers and cards: it is told a function's name and its arguments, calls it, and says
what came back. It may crash, hang or be killed at any time. Standard library and ctypes only, Python 3.8 and
up, because a 32-bit library needs a 32-bit interpreter and that may be an old one.
"""

from __future__ import annotations

import ctypes
import os
import queue
import signal
import struct
import sys
import threading
from typing import Any, Callable, Dict, List, Tuple  # noqa: UP035 - read by Python 3.8 too

from devices.vendor.wire import BadFrame, Frame, Frames, encode

FRONT = 64
"""Untouched bytes in front of every buffer, to see who writes before it."""

GUARD = 4096
"""Untouched bytes behind the room; whoever reaches them may have spoilt more."""

LEAST_ROOM = 1 << 16
"""Makers write more than they say (some twice as much): every buffer has at least its own size as room."""

PATTERN = 0xA5
UNFIT = ("wrong elf class", "invalid elf", "not a valid win32", "%1", "file too short", "wrong architecture")


class Buffer:
    """Memory for a maker's library to write into, with room behind it and guards on both sides."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.room = max(size, LEAST_ROOM)
        self._all = (ctypes.c_ubyte * (FRONT + size + self.room + GUARD))()
        ctypes.memset(self._all, PATTERN, FRONT)
        ctypes.memset(ctypes.byref(self._all, FRONT + size), PATTERN, self.room + GUARD)
        self.argument = ctypes.cast(ctypes.byref(self._all, FRONT), ctypes.c_void_p)

    def taken(self) -> bytes:
        return bytes(memoryview(self._all)[FRONT : FRONT + self.size])

    def told(self) -> Dict[str, Any]:  # noqa: UP006
        """How much is in it, how far the library wrote beyond, and whether a guard was touched."""
        behind = bytes(memoryview(self._all)[FRONT + self.size :])
        spill = len(behind.rstrip(bytes([PATTERN])))
        before = bytes(memoryview(self._all)[:FRONT]) != bytes([PATTERN]) * FRONT
        return {"length": self.size, "spill": spill, "broken": before or spill > self.room}


class Call:
    """One call's arguments as ctypes wants them, and what to read back afterwards."""

    def __init__(self, kinds: List[Any], blob: bytes) -> None:  # noqa: UP006
        self.arguments = []  # type: List[Any]
        self._outs = []  # type: List[Any]
        rest = blob
        for kind, value in kinds:
            if kind == "bytes":
                taken, rest = rest[:value], rest[value:]
                self._keep(ctypes.create_string_buffer(taken, value + LEAST_ROOM))
            elif kind == "path":
                self._keep(ctypes.create_string_buffer(os.fsencode(value)))
            elif kind == "buffer":
                buffer = Buffer(value)
                self.arguments.append(buffer.argument)
                self._outs.append(buffer)
            elif kind in PLACES:
                place = PLACES[kind](value)
                self.arguments.append(ctypes.byref(place))
                self._outs.append(place)
            else:
                self.arguments.append(PLAIN[kind](value))

    def outs(self) -> Tuple[List[Any], bytes]:  # noqa: UP006
        told, taken = [], []
        for out in self._outs:
            if isinstance(out, Buffer):
                told.append(out.told())
                taken.append(out.taken())
            else:
                told.append({"value": repr(out.value)})  # as text: a library may well say NaN
        return told, b"".join(taken)

    def _keep(self, memory: Any) -> None:
        self.arguments.append(memory)


PLAIN = {"int": ctypes.c_int, "byte": ctypes.c_ubyte, "long": ctypes.c_long}  # type: Dict[str, Any]
PLACES = {"int_out": ctypes.c_int, "uint_out": ctypes.c_uint, "float_out": ctypes.c_float}  # type: Dict[str, Any]


class Child:
    """Takes questions and answers them, one after the other; those marked `now` at once, beside."""

    def __init__(self, inlet: int, say: Callable[[bytes], None]) -> None:
        self._inlet = inlet
        self._write = say
        self._libraries = {}  # type: Dict[str, Any]
        self._questions = queue.Queue()  # type: queue.Queue[Frame]
        self._saying = threading.Lock()

    def run(self) -> None:
        """The library is always called from this, the main thread (some want it so), but for `now`."""
        self._say({"id": 0, "bits": struct.calcsize("P") * 8, "python": sys.version.split()[0]})
        threading.Thread(target=self._listen, daemon=True).start()
        while True:
            self._serve(*self._questions.get())

    def _listen(self) -> None:
        frames = Frames()
        while True:
            data = os.read(self._inlet, 1 << 16)
            if not data:
                os._exit(0)  # the program is gone; the library may hang, so no good-byes
            try:
                for head, blob in frames.feed(data):
                    if head.get("now"):
                        self._serve(head, blob)
                    else:
                        self._questions.put((head, blob))
            except BadFrame:
                os._exit(4)

    def _serve(self, head: Dict[str, Any], blob: bytes) -> None:  # noqa: UP006
        try:
            answer, taken = self._load(head) if head.get("do") == "load" else self._call(head, blob)
        except (KeyError, TypeError, ValueError, ctypes.ArgumentError) as error:
            answer, taken = {"failed": "question", "why": type(error).__name__}, b""
        self._say(dict(answer, id=head.get("id")), taken)

    def _load(self, head: Dict[str, Any]) -> Frame:  # noqa: UP006
        path = head["path"]
        stdcall = head.get("calling") == "stdcall" and hasattr(ctypes, "WinDLL")
        try:
            if hasattr(os, "add_dll_directory"):
                os.add_dll_directory(os.path.dirname(path))  # noqa: PTH120
            loader = getattr(ctypes, "WinDLL" if stdcall else "CDLL")
            _alarm(head.get("limit_s", 60))
            self._libraries[head["library"]] = loader(path)
            _alarm(0)
        except OSError as error:
            text = str(error).lower()
            _alarm(0)
            unfit = any(words in text for words in UNFIT)
            return {"failed": "unfit" if unfit else "load", "bits": struct.calcsize("P") * 8}, b""
        return {"loaded": True}, b""

    def _call(self, head: Dict[str, Any], blob: bytes) -> Frame:  # noqa: UP006
        try:
            function = getattr(self._libraries[head["library"]], head["function"])
        except AttributeError:
            return {"failed": "function"}, b""
        call = Call(head["arguments"], blob)
        function.restype = ctypes.c_int
        try:
            returned = function(*call.arguments)
        except OSError:  # Windows says an access violation so; nothing in this process is sound any more
            os._exit(5)
        outs, taken = call.outs()
        return {"returned": returned, "outs": outs}, taken

    def _say(self, head: Dict[str, Any], blob: bytes = b"") -> None:  # noqa: UP006
        with self._saying:
            self._write(encode(head, blob))


def _alarm(seconds: int) -> None:
    """The system ends us then. Loading holds the interpreter's lock, so a library that hangs in there also
    stops the thread that would notice the end of the program.
    """
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def take_pipes() -> Tuple[int, int]:  # noqa: UP006
    """Our own ends of the pipes. What the library prints goes to stderr, what it reads from stdin is nothing:
    neither may mix with the frames.
    """
    inlet, outlet = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        for end in (inlet, outlet):
            msvcrt.setmode(end, os.O_BINARY)
    return inlet, outlet


def die_quietly() -> None:
    """No core file (it would hold people's pictures) and no dialog that waits for somebody to click."""
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(0x0001 | 0x0002 | 0x8000)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    inlet, outlet = take_pipes()
    die_quietly()

    def say(data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(outlet, left) :]

    Child(inlet, say).run()


if __name__ == "__main__":
    main()
