"""A real CUPS of the test's own: one queue, whose printer does what the test says."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SYSTEM = "/usr/sbin:/usr/bin:/sbin:/bin"
DAEMON = Path("/usr/lib/cups/daemon")
QUEUE = "A4"

BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
place="${DEVICE_URI#van:}"
said() { cat "$place/state"; }
for reason in media-empty media-jam cover-open toner-empty; do
    while [ "$(said)" = "$reason" ]; do echo "STATE: +$reason-error" >&2; was="$reason"; sleep 0.1; done
    [ "$was" = "$reason" ] && echo "STATE: -$reason-error" >&2
done
while [ "$(said)" = slow ]; do sleep 0.1; done
[ "$(said)" = fails ] && exit 1
[ "$(said)" = stops ] && exit 4
cat "${6:--}" > "$place/paper"
exit 0
"""


class PrintServer:
    """`feels`: "well", a reason like "media-empty", "slow", "fails", "stops"."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.socket = folder / "run" / "cups.sock"
        self.feels("well")

    def feels(self, how: str) -> None:
        (self._folder / "device" / "state").write_text(how)

    @property
    def paper(self) -> bytes:
        """What came out last."""
        out = self._folder / "device" / "paper"
        return out.read_bytes() if out.exists() else b""

    def command(self, name: str, *arguments: str) -> None:
        """One of CUPS's own programs."""
        program = shutil.which(name, path=SYSTEM)
        assert program is not None, name
        environment = {**os.environ, "CUPS_SERVER": str(self.socket)}
        subprocess.run([program, *arguments], check=True, timeout=20, capture_output=True, env=environment)


@contextmanager
def print_server() -> Iterator[PrintServer]:
    """Skips where CUPS is not installed."""
    cupsd = shutil.which("cupsd", path=SYSTEM)
    if cupsd is None or shutil.which("lpadmin", path=SYSTEM) is None or not DAEMON.exists():
        pytest.skip("cupsd is not here (apt.txt: cups-daemon, cups-client)")
    # Its own folder: the daemon's user must be let through, and pytest's folders let nobody.
    folder = Path(tempfile.mkdtemp(prefix="cups"))
    try:
        _lay_out(folder)
        command = [cupsd, "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")]
        with (folder / "said").open("wb") as said:
            daemon = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            server = PrintServer(folder)
            _wait_for(server, daemon)
            server.command("lpadmin", "-p", QUEUE, "-E", "-v", f"van:{folder / 'device'}")
            yield server
        finally:
            daemon.terminate()
            daemon.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(server: PrintServer, daemon: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            server.command("lpstat", "-r")
            if server.socket.exists():
                return
        except subprocess.CalledProcessError:
            pass
        if daemon.poll() is not None or time.monotonic() > deadline:
            pytest.skip("cupsd does not start here")
        time.sleep(0.05)


def _lay_out(folder: Path) -> None:
    folder.chmod(0o755)
    for name in ("spool", "tmp", "cache", "run", "log", "ssl", "ppd", "device", "bin/backend", "bin/filter"):
        (folder / name).mkdir(parents=True)
        (folder / name).chmod(0o755)
    for name in ("spool", "tmp", "device"):
        (folder / name).chmod(0o777)
    shutil.copytree(DAEMON, folder / "bin" / "daemon")
    backend = folder / "bin" / "backend" / "van"
    backend.write_text(BACKEND)
    backend.chmod(0o755)
    user = "lp" if os.geteuid() == 0 else getpass.getuser()
    (folder / "cups-files.conf").write_text(
        f"ServerRoot {folder}\nRequestRoot {folder}/spool\nTempDir {folder}/tmp\nCacheDir {folder}/cache\n"
        f"StateDir {folder}/run\nAccessLog {folder}/log/access\nErrorLog {folder}/log/error\n"
        f"PageLog {folder}/log/page\nServerBin {folder}/bin\nServerKeychain {folder}/ssl\nUser {user}\n"
    )
    (folder / "cupsd.conf").write_text(
        f"Listen {folder}/run/cups.sock\nDefaultAuthType None\nWebInterface No\nBrowsing No\n"
        "ErrorPolicy abort-job\n"
        "<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
        "<Policy default>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n"
    )
