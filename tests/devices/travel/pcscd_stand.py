"""A card service of our own: run inside fresh mount and network namespaces (`unshare -m -n`) with a folder.

pcscd's socket appears in the folder's `run`, and beside it `slot0` and `slot1`, one per reader: a connection
to one is a card laid down, until it is closed. Nothing listens outside: vpcd listens on all addresses, and of
those this namespace has only its own loopback.
"""

from __future__ import annotations

import fcntl
import signal
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

PORT = 35963
CONF = f"""FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:{PORT:#x}
LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so
CHANNELID {PORT:#x}
"""
SIOCSIFFLAGS, IFF_UP, IFF_RUNNING = 0x8914, 0x1, 0x40
RUN = Path("/run/pcscd")


def main() -> int:
    folder = Path(sys.argv[1])
    with socket.socket() as asking:
        flags = struct.pack("16sh14x", b"lo", IFF_UP | IFF_RUNNING)
        fcntl.ioctl(asking, SIOCSIFFLAGS, flags)
    RUN.mkdir(exist_ok=True)
    run, conf = folder / "run", folder / "conf"
    run.mkdir()
    conf.mkdir()
    (conf / "vpcd").write_text(CONF)
    subprocess.run(["mount", "--bind", str(run), str(RUN)], check=True)
    service = subprocess.Popen(["/usr/sbin/pcscd", "--foreground", "--config", str(conf)])
    signal.signal(signal.SIGTERM, lambda *_: service.kill())
    (folder / "pid").write_text(str(service.pid))
    for slot in (0, 1):
        cards = socket.socket(socket.AF_UNIX)
        cards.bind(str(folder / f"slot{slot}"))
        cards.listen()
        threading.Thread(target=lay, args=(cards, PORT + slot), daemon=True).start()
    return service.wait()


def lay(cards: socket.socket, port: int) -> None:
    while True:
        card, _ = cards.accept()
        reader = socket.create_connection(("127.0.0.1", port))
        reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for one, other in ((card, reader), (reader, card)):
            threading.Thread(target=pump, args=(one, other), daemon=True).start()


def pump(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := received(one):
            other.sendall(data)
    for side in (one, other):
        with suppress(OSError):
            side.shutdown(socket.SHUT_RDWR)


def received(one: socket.socket) -> bytes:
    """vpcd sends a command in two parts and waits for the first one's receipt: give it at once."""
    if one.family == socket.AF_INET:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
    return one.recv(65536)


if __name__ == "__main__":
    sys.exit(main())
