"""The office of training mode: the real gateway as a child process, started and stopped here."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

READY_S = 30.0
GOODBYE_S = 5.0


class OfficeNotStarted(Exception):
    """The local office did not come up. Its own words are in `local-office.log` beside its folder."""

    code = "training.office_not_started"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


@dataclass(frozen=True)
class Enrolment:
    """What a van knows of its office: the enrolment file made by `python -m sync.gateway enrol`."""

    url: str
    van: str
    office: str
    key: str  # the office's public key, base64url
    training: bool
    token: str = field(repr=False)  # a training office's; "" of a real one, which knows us by certificate
    enrol: str = field(default="", repr=False)  # one-time token for our first certificate
    ca: str = ""  # PEM: the only authority we trust
    bureau: tuple[str, ...] = ()  # PEM: to whom parcels are sealed, current one first
    packs: str = ""  # the root list of the bureau's pack keys (JSON); "" where there were none yet

    @classmethod
    def read(cls, path: Path) -> Enrolment:
        """Raises OSError, ValueError, KeyError, TypeError when it is no enrolment file."""
        said = json.loads(path.read_text("utf-8"))
        return cls(
            url=str(said["url"]),
            van=str(said["van"]),
            office=str(said["office"]),
            key=str(said["key"]),
            training=bool(said["training"]),
            token=str(said["token"]),
            enrol=str(said["enrol"]),
            ca=str(said["ca"]),
            bureau=tuple(str(pem) for pem in said["bureau"]),
            packs=str(said.get("packs", "")),
        )


class LocalOffice:
    """Start it early, ask for `enrolment` late: it needs about a second to come up."""

    def __init__(self, folder: Path, auto_review_s: float | None) -> None:
        self._folder = folder
        self._auto_review_s = auto_review_s
        self._process: subprocess.Popen[str] | None = None
        self._ready = threading.Event()
        self._said: dict[str, object] = {}
        self._port = 0

    def start(self) -> None:
        """Returns at once. Started again, it listens where it listened before."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Its standard input closes with this program, however it ends: no office is left behind.
        command = [sys.executable, "-m", "sync.gateway", "--training", "--until-stdin-closes"]
        command += ["--data", str(self._folder / "data"), "--port", str(self._port)]
        if self._auto_review_s is not None:
            command += ["--auto-review", str(self._auto_review_s)]
        self._ready.clear()
        with (self._folder / "local-office.log").open("a") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True, name="local-office").start()

    def stop(self) -> None:
        """The line is down now. Records it took are on its disk."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(GOODBYE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None

    @property
    def office_token(self) -> str:
        """For the reviewers' side of the local office. Blocks until it is ready."""
        self.enrolment()
        return Path(str(self._said["office_token_file"])).read_text("utf-8").strip()

    def put(self, sheet: Mapping[str, object]) -> None:
        """Work for a van, put in as a clerk does (`sync/protocol.md`). Blocks; the same twice is once.

        Raises OfficeNotStarted: the office is not there, or did not take it (reason).
        """
        import urllib.request  # not before the first window

        from sync.protocol import OFFICE_WORK

        token = self.office_token
        straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        asked = urllib.request.Request(
            f"{self._said['ready']}{OFFICE_WORK}",
            json.dumps(sheet).encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        try:
            with straight.open(asked, timeout=READY_S):
                return
        except OSError as error:
            raise OfficeNotStarted(reason=type(error).__name__) from error

    def enrolment(self) -> Enrolment:
        """What the van needs to reach it. Blocks until it is ready; raises OfficeNotStarted."""
        if not self._ready.wait(READY_S) or "van_file" not in self._said:
            raise OfficeNotStarted()
        return Enrolment.read(Path(str(self._said["van_file"])))

    @property
    def data(self) -> Path:
        """The data folder, for the reviewers' command line."""
        return self._folder / "data"

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        line = process.stdout.readline()
        if line:
            self._said = json.loads(line)
            self._port = int(str(self._said["ready"]).rsplit(":", 1)[1])
        self._ready.set()
