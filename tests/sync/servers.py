"""PostgreSQL and an S3 store for tests, out of Debian packages, on loopback, in temporary folders.

PostgreSQL refuses to run as root: then it runs as its own user. Both end with whoever started them. A test
that asks for one skips where its package is not installed (`run test` installs them: apt.txt).
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

SYSTEM_PYTHON = Path("/usr/bin/python3")
SWIFT = Path("/usr/lib/python3/dist-packages/swift/proxy/server.py")
PATIENCE_S = 60


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@dataclass
class Postgres:
    """One cluster. `database()` makes a new empty database in it and tells its URL."""

    programs: Path
    folder: Path
    port: int
    user: str
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def _as_its_user(self, *command: str) -> list[str]:
        own = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        return [*(own if os.geteuid() == 0 else ()), *command]

    def make(self) -> None:
        program, folder = str(self.programs / "initdb"), str(self.folder)
        command = (program, "-D", folder, "-U", self.user, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        subprocess.run(self._as_its_user(*command), check=True, capture_output=True, cwd="/")

    def start(self) -> None:
        settings = (f"port={self.port}", "listen_addresses=127.0.0.1", "unix_socket_directories=")
        command = [str(self.programs / "postgres"), "-D", str(self.folder)]
        for setting in settings:
            command += ["-c", setting]
        # It ends with us, however we end.
        command = ["setpriv", "--pdeathsig=KILL", *command]
        self.process = subprocess.Popen(
            self._as_its_user(*command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
        )
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                self._ask("SELECT 1")
            except psycopg.OperationalError:
                assert self.process.poll() is None, "PostgreSQL did not start"
                assert time.monotonic() < end, "PostgreSQL does not answer"
                time.sleep(0.05)
            else:
                return

    def end(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: cuts everyone off and writes all down. SIGQUIT: as if the machine had fallen over."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(PATIENCE_S)
            self.process = None

    def database(self) -> str:
        name = f"office_{secrets.token_hex(4)}"
        self._ask(f'CREATE DATABASE "{name}"')
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{name}"

    def backup(self, url: str) -> bytes:
        """The whole of a database, as pg_dump has it."""
        command = (str(self.programs / "pg_dump"), "--format=custom", f"--dbname={url}")
        return subprocess.run(command, check=True, capture_output=True, cwd="/").stdout

    def restore(self, url: str, backup: bytes) -> None:
        """The database goes, whoever is in it, and comes back as it was; in one transaction."""
        name = url.rpartition("/")[2]
        self._ask(f'DROP DATABASE "{name}" WITH (FORCE)')
        self._ask(f'CREATE DATABASE "{name}"')
        command = (str(self.programs / "pg_restore"), "--single-transaction", f"--dbname={url}")
        subprocess.run(command, check=True, input=backup, capture_output=True, cwd="/")

    def _ask(self, words: str) -> None:
        where = f"postgresql://{self.user}@127.0.0.1:{self.port}/postgres?connect_timeout=5"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(words)  # type: ignore[call-overload]


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A cluster of its own; skips the test where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed (Debian package postgresql)")
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed (Debian package util-linux)")
    # Not below pytest's own folder: nobody but its owner may enter there.
    with tempfile.TemporaryDirectory(prefix="vanapp-postgres-") as where:
        folder = Path(where)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        server = Postgres(found[-1].parent, folder / "data", _free_port(), "office")
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.end(signal.SIGQUIT)


@dataclass(frozen=True)
class S3:
    """An S3 API with one account. `bucket()` tells the URL of a new, empty bucket, as --objects takes it."""

    port: int
    key: str
    secret: str

    def bucket(self) -> str:
        account = f"{quote(self.key, safe='')}:{self.secret}"
        return f"s3+http://{account}@127.0.0.1:{self.port}/office-{secrets.token_hex(4)}"


@contextmanager
def swift() -> Iterator[S3]:
    """OpenStack Swift behind its S3 API; skips the test where it is not installed."""
    if not SWIFT.exists():
        pytest.skip("OpenStack Swift is not installed (Debian package python3-swift)")
    program = Path(__file__).with_name("swift_program.py")
    key, secret = "office:gateway", secrets.token_hex(8)
    with tempfile.TemporaryDirectory(prefix="vanapp-swift-") as where:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig=KILL", str(SYSTEM_PYTHON), str(program), where, key, secret],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, "Swift ended before it listened"
            yield S3(json.loads(line)["port"], key, secret)
        finally:
            process.kill()
            process.wait(PATIENCE_S)
            if process.stdout is not None:
                process.stdout.close()


if __name__ == "__main__":
    # By hand: tells where both listen until the input ends.
    with postgres() as database, swift() as objects:
        sys.stdout.write(json.dumps({"database": database.database(), "objects": objects.bucket()}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
